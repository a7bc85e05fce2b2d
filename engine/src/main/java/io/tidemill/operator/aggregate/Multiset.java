package io.tidemill.operator.aggregate;

import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Tuples of values in an order, each with how often it is there, and which of them changed since
/// they were last saved.
///
/// A count may be below zero for a while, since a retraction may come before its row within an
/// epoch. State: one entry a different tuple.
final class Multiset {
    private final TreeMap<@Nullable Object[], Long> counts;
    private final TreeSet<@Nullable Object[]> changed;

    Multiset(Comparator<@Nullable Object[]> order) {
        counts = new TreeMap<>(order);
        changed = new TreeSet<>(order);
    }

    /// @return how often the tuple is there now
    long add(@Nullable Object[] values, long weight) {
        var key = counts.containsKey(values) ? values : values.clone();
        if (!changed.contains(values)) {
            changed.add(key.clone());
        }
        long now = counts.getOrDefault(values, 0L) + weight;
        if (now == 0) {
            counts.remove(values);
        } else {
            counts.put(key, now);
        }
        return now;
    }

    /// Sets what was saved.
    void restore(@Nullable Object[] values, long count) {
        if (count == 0) {
            counts.remove(values);
        } else {
            counts.put(values, count);
        }
    }

    /// In order; counts are not 0.
    NavigableMap<@Nullable Object[], Long> counts() {
        return counts;
    }

    /// The first that is there, or the last; null if none is.
    @Nullable Object @Nullable [] end(boolean first) {
        for (var entry : (first ? counts : counts.descendingMap()).entrySet()) {
            if (entry.getValue() > 0) {
                return entry.getKey();
            }
        }
        return null;
    }

    boolean hasChanged() {
        return !changed.isEmpty();
    }

    /// Empties it; what was there counts as changed.
    void clear() {
        changed.addAll(counts.keySet());
        counts.clear();
    }

    /// What changed, each with how often it is there now, and forgets that it changed.
    Map<@Nullable Object[], Long> takeChanges() {
        var taken = new TreeMap<@Nullable Object[], Long>(counts.comparator());
        for (var values : changed) {
            taken.put(values, counts.getOrDefault(values, 0L));
        }
        changed.clear();
        return taken;
    }

    int size() {
        return counts.size();
    }
}
