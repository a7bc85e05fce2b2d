package io.tidemill.operator.aggregate;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// An aggregate that needs all its values: keeps them in order, and computes its result from them.
/// Rows whose first value is NULL do not count.
final class Collected implements Accumulator.OfValues {
    private final Finish finish;
    private final int frequency;
    private final Multiset values;

    /// Makes the result of how often each tuple is there, in order. Counts that are not positive
    /// are of tuples that are not there.
    @FunctionalInterface
    interface Finish {
        @Nullable Object of(NavigableMap<@Nullable Object[], Long> counts);
    }

    /// @param frequency which value says how often a row counts; -1: it counts once
    Collected(Comparator<@Nullable Object[]> order, int frequency, Finish finish) {
        this.finish = finish;
        this.frequency = frequency;
        values = new Multiset(order);
    }

    @Override
    public void add(@Nullable Object[] row, long weight) {
        if (row[0] == null) {
            return;
        }
        if (frequency < 0) {
            values.add(row, weight);
            return;
        }
        long times = row[frequency] instanceof Number number ? number.longValue() : 0;
        if (times < 0) {
            throw new TidemillException(
                    Condition.NEGATIVE_VALUES_IN_FREQUENCY_EXPRESSION,
                    "Found the negative value %d in the frequency of a percentile".formatted(times),
                    "give frequencies that are 0 or more");
        }
        if (times > 0) {
            var once = row.clone();
            once[frequency] = null;
            values.add(once, times * weight);
        }
    }

    @Override
    public @Nullable Object result() {
        return finish.of(values.counts());
    }

    @Override
    public Optional<Multiset> values() {
        return Optional.of(values);
    }

    /// All values.
    static List<@Nullable Object> all(NavigableMap<@Nullable Object[], Long> counts) {
        var list = new ArrayList<@Nullable Object>();
        counts.forEach((tuple, count) -> {
            for (long i = count; i > 0; i--) {
                list.add(tuple[0]);
            }
        });
        return list;
    }

    /// Each value once, where it stands first.
    static List<@Nullable Object> once(NavigableMap<@Nullable Object[], Long> counts) {
        var seen = new TreeSet<@Nullable Object>(Tuples::compare);
        var list = new ArrayList<@Nullable Object>();
        counts.forEach((tuple, count) -> {
            var value = GroupKey.canonical(tuple[0]);
            if (count > 0 && seen.add(value)) {
                list.add(value);
            }
        });
        return list;
    }

    /// Texts, or binaries, one behind the other.
    static @Nullable Object joined(List<@Nullable Object> values, @Nullable Object delimiter) {
        if (values.isEmpty()) {
            return null;
        }
        if (values.get(0) instanceof String) {
            var text = new StringBuilder();
            for (int i = 0; i < values.size(); i++) {
                text.append(i > 0 && delimiter instanceof String s ? s : "").append(values.get(i));
            }
            return text.toString();
        }
        var bytes = new ByteArrayOutputStream();
        for (int i = 0; i < values.size(); i++) {
            if (i > 0 && delimiter instanceof byte[] between) {
                bytes.writeBytes(between);
            }
            if (values.get(i) instanceof byte[] value) {
                bytes.writeBytes(value);
            }
        }
        return bytes.toByteArray();
    }

    /// The value that is there most often; of several the first.
    static @Nullable Object mostFrequent(NavigableMap<@Nullable Object[], Long> counts) {
        @Nullable Object mode = null;
        long most = 0;
        for (var entry : counts.entrySet()) {
            if (entry.getValue() > most) {
                most = entry.getValue();
                mode = entry.getKey()[0];
            }
        }
        return mode;
    }

    /// How many different values there are.
    static long different(NavigableMap<@Nullable Object[], Long> counts) {
        return counts.values().stream().filter(count -> count > 0).count();
    }
}
