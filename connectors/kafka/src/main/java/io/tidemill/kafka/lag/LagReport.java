package io.tidemill.kafka.lag;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/// How far one query is behind in all partitions of a source.
public record LagReport(List<PartitionLag> partitions) {
    /// Nothing is known yet.
    public static final LagReport EMPTY = new LagReport(List.of());

    public LagReport {
        partitions = List.copyOf(partitions);
    }

    /// The partition whose oldest unread row goes first.
    public Optional<PartitionLag> worst() {
        return partitions.stream()
                .filter(one -> one.untilDeleted().isPresent())
                .min(Comparator.comparing(one -> one.untilDeleted().orElseThrow()));
    }

    /// How long until nothing is unread anywhere; empty: never at the present rates.
    public Optional<Duration> caughtUpIn() {
        return partitions.stream().anyMatch(one -> one.caughtUpIn().isEmpty())
                ? Optional.empty()
                : partitions.stream()
                        .map(one -> one.caughtUpIn().orElseThrow())
                        .max(Comparator.naturalOrder());
    }

    /// What progress shows: Spark's `minOffsetsBehindLatest` and its like, and ours:
    /// `offsetsBehindLatest`, `hoursUntilDataLoss` (absent: nothing unread goes away),
    /// `secondsUntilCaughtUp` (absent: never at the present rates), `offsetsLost` (when there are
    /// any).
    public Map<String, String> metrics() {
        var metrics = new LinkedHashMap<String, String>();
        if (partitions.isEmpty()) {
            return metrics;
        }
        metrics.put("minOffsetsBehindLatest", Long.toString(behind().min().orElse(0)));
        metrics.put("maxOffsetsBehindLatest", Long.toString(behind().max().orElse(0)));
        metrics.put("avgOffsetsBehindLatest", Double.toString(behind().average().orElse(0)));
        metrics.put("offsetsBehindLatest", Long.toString(behind().sum()));
        worst().flatMap(PartitionLag::untilDeleted)
                .ifPresent(left -> metrics.put("hoursUntilDataLoss", hours(left)));
        caughtUpIn()
                .ifPresent(left ->
                        metrics.put("secondsUntilCaughtUp", Long.toString(left.toSeconds())));
        long lost = partitions.stream().mapToLong(PartitionLag::lost).sum();
        if (lost > 0) {
            metrics.put("offsetsLost", Long.toString(lost));
        }
        return metrics;
    }

    private LongStream behind() {
        return partitions.stream().mapToLong(PartitionLag::behind);
    }

    /// What to tell people when rows may be deleted before they are read: of the partition where
    /// that is nearest, with what can be done.
    public Optional<String> warning(Duration threshold) {
        return worst().filter(one -> one.isUrgent(threshold)).map(LagReport::text);
    }

    private static String text(PartitionLag lag) {
        String where = "%s-%d".formatted(lag.partition().topic(), lag.partition().partition());
        if (lag.cause() == PartitionLag.Cause.LOST) {
            return "%s: %d offsets from %d on were deleted before they were read"
                    .formatted(where, lag.lost(), lag.position());
        }
        return ("%s: %d offsets are unread, and the oldest may be deleted in %s hours by the"
                        + " topic's retention %s; read faster, or raise %s for the time being"
                        + " (kafka-configs --alter --topic %s --add-config %s=...)")
                .formatted(
                        where,
                        lag.behind(),
                        hours(lag.untilDeleted().orElse(Duration.ZERO)),
                        lag.cause() == PartitionLag.Cause.SIZE ? "by size" : "by time",
                        setting(lag),
                        lag.partition().topic(),
                        setting(lag));
    }

    private static String setting(PartitionLag lag) {
        return lag.cause() == PartitionLag.Cause.SIZE ? "retention.bytes" : "retention.ms";
    }

    private static String hours(Duration time) {
        return String.format(Locale.ROOT, "%.1f", time.toMillis() / 3_600_000.0);
    }
}
