package io.tidemill.runtime;

import io.tidemill.operator.LeadingTimes;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How far the event time of one source has come, partition by partition. Never changes.
final class SourceTimes {
    private final OptionalLong delayMicros;
    private final WatermarkPolicy policy;
    private final long sinceMicros;
    private final SortedMap<String, Partition> partitions;

    /// @param sinceMicros when the last row came
    private record Partition(LeadingTimes leading, long sinceMicros) {}

    private SourceTimes(
            OptionalLong delayMicros,
            WatermarkPolicy policy,
            long sinceMicros,
            SortedMap<String, Partition> partitions) {
        this.delayMicros = delayMicros;
        this.policy = policy;
        this.sinceMicros = sinceMicros;
        this.partitions = partitions;
    }

    /// Of a source that has not been read yet.
    ///
    /// @param delayMicros empty when it has no event time
    /// @param nowMicros from when on it can be idle
    static SourceTimes fresh(OptionalLong delayMicros, WatermarkPolicy policy, long nowMicros) {
        return new SourceTimes(delayMicros, policy, nowMicros, new TreeMap<>());
    }

    /// Whether it takes part in the watermark.
    boolean hasEventTime() {
        return delayMicros.isPresent();
    }

    /// The leading times of a partition; the caller's own.
    LeadingTimes leading(String partition) {
        var known = partitions.get(partition);
        return known == null ? new LeadingTimes(policy.ignoreTop()) : known.leading.copy();
    }

    /// The watermark of this source by itself: how far the slowest of its partitions has come,
    /// without those that are idle; empty while that is not known, or when it is idle.
    OptionalLong watermarkMicros(long nowMicros) {
        if (delayMicros.isEmpty() || isIdle(nowMicros)) {
            return OptionalLong.empty();
        }
        return partitions.values().stream()
                .filter(partition -> !policy.isIdle(partition.sinceMicros, nowMicros))
                .map(partition -> partition.leading.leading())
                .min(Long::compare)
                .filter(leading -> leading != Long.MIN_VALUE)
                .map(leading -> OptionalLong.of(leading - delayMicros.getAsLong()))
                .orElse(OptionalLong.empty());
    }

    /// Whether no row came for so long that nobody waits for one.
    boolean isIdle(long nowMicros) {
        return policy.isIdle(sinceMicros, nowMicros)
                && partitions.values().stream()
                        .allMatch(partition -> policy.isIdle(partition.sinceMicros, nowMicros));
    }

    /// What holds behind an epoch that has been read.
    ///
    /// @throws OutOfOrderException when splits were read at once of which an earlier one makes rows
    ///   of a later one late, and `dropsLate`
    SourceTimes after(Collection<SourceInput.Dealt> splits, boolean dropsLate, long nowMicros) {
        if (delayMicros.isEmpty()) {
            return this;
        }
        var next = new TreeMap<>(partitions);
        long since = sinceMicros;
        for (var split : splits) {
            var seen = split.seen();
            if (seen.isEmpty()) {
                continue;
            }
            var before = leadingOf(next, split.partition());
            var least = seen.get().least();
            if (dropsLate && least.isPresent() && isBehind(least.get(), before.leading())) {
                throw new OutOfOrderException();
            }
            if (seen.get().seen().count() + seen.get().late() > 0) {
                var leading = before.copy();
                leading.addAll(seen.get().leading());
                next.put(split.partition(), new Partition(leading, nowMicros));
                since = nowMicros;
            }
        }
        return new SourceTimes(delayMicros, policy, since, next);
    }

    private boolean isBehind(long time, long leading) {
        return leading >= Long.MIN_VALUE + delayMicros.getAsLong()
                && time < leading - delayMicros.getAsLong();
    }

    private LeadingTimes leadingOf(SortedMap<String, Partition> from, String partition) {
        var known = from.get(partition);
        return known == null ? new LeadingTimes(policy.ignoreTop()) : known.leading;
    }

    Map<String, @Nullable Object> toJson() {
        var saved = new LinkedHashMap<String, @Nullable Object>();
        partitions.forEach((name, partition) -> {
            var fields = new LinkedHashMap<String, @Nullable Object>();
            fields.put("times", partition.leading.toList());
            fields.put("since", partition.sinceMicros);
            saved.put(name, fields);
        });
        var map = new LinkedHashMap<String, @Nullable Object>();
        map.put("since", sinceMicros);
        map.put("partitions", saved);
        return map;
    }

    /// What [#toJson] gave, for a source with the delay and policy of this one.
    @SuppressWarnings("unchecked")
    SourceTimes fromJson(Map<String, @Nullable Object> map) {
        var restored = new TreeMap<String, Partition>();
        var saved = (Map<String, Map<String, @Nullable Object>>) required(map, "partitions");
        for (var entry : saved.entrySet()) {
            Map<String, @Nullable Object> fields = entry.getValue();
            var times = (List<Long>) required(fields, "times");
            restored.put(
                    entry.getKey(),
                    new Partition(
                            LeadingTimes.of(times, policy.ignoreTop()),
                            (Long) required(fields, "since")));
        }
        return new SourceTimes(delayMicros, policy, (Long) required(map, "since"), restored);
    }

    private static Object required(Map<String, @Nullable Object> map, String key) {
        var value = map.get(key);
        if (value == null) {
            throw new IllegalArgumentException("event times need '%s': %s".formatted(key, map));
        }
        return value;
    }

    /// Splits that were read at once have to be read one after the other: which rows are late
    /// depends on it.
    static final class OutOfOrderException extends RuntimeException {
        OutOfOrderException() {
            super("the splits of a source have to be read in their order", null, false, false);
        }
    }
}
