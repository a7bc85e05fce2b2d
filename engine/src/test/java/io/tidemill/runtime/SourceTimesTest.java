package io.tidemill.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.connect.Split;
import io.tidemill.data.Batch;
import io.tidemill.operator.EventTime;
import io.tidemill.runtime.SourceInput.Dealt;
import io.tidemill.sql.types.StructType;
import org.junit.jupiter.api.Test;

/// How far the event time of a source has come, by its partitions and splits.
class SourceTimesTest {
    private static final StructType SCHEMA = StructType.fromDDL("time TIMESTAMP");
    private static final long SECOND = 1_000_000;
    private static final long DELAY = 10 * SECOND;
    private static final long MINUTE = 60 * SECOND;

    private final ListTable table = new ListTable("time TIMESTAMP", 10, 1);
    private final SourceTimes fresh =
            SourceTimes.fresh(OptionalLong.of(DELAY), WatermarkPolicy.DEFAULT, 0);

    private SourceInput input(SourceTimes times) {
        var splits = List.of(split(0), split(1));
        return new SourceInput(table.source(true), splits, (_, _, _, _, _, _) -> {}, times, false);
    }

    private static Split split(long from) {
        return new Split(Map.of("from", from, "to", from + 1));
    }

    /// Reads a row of this time as the whole of a split.
    private static void read(SourceInput input, Dealt split, long seconds) {
        var times = new EventTime(SCHEMA, 0, DELAY, true, _ -> {});
        times.beginSplit(
                new EventTime.SplitStart(
                        input.before(split), Long.MIN_VALUE, Long.MAX_VALUE, (_, _, _, _) -> {}));
        var batch = Batch.create(SCHEMA, 1);
        batch.append(Instant.ofEpochSecond(seconds));
        times.push(batch);
        input.ended(split, times.endSplit());
    }

    @Test
    void splitsReadAtOnceAreReadAgainWhereTheFirstMakesRowsOfTheSecondLate() {
        var input = input(fresh);
        var first = input.take(0).orElseThrow();
        var second = input.take(1).orElseThrow();
        read(input, second, 50); // not late yet: nobody knows of the first
        read(input, first, 100);
        assertThatThrownBy(() -> fresh.after(input.splits(), true, 0))
                .isInstanceOf(SourceTimes.OutOfOrderException.class);
        assertThat(fresh.after(input.splits(), false, 0).watermarkMicros(0))
                .hasValue(100 * SECOND - DELAY);
    }

    @Test
    void splitsReadAtOnceStandWhereNoRowWouldHaveBeenLate() {
        var input = input(fresh);
        var first = input.take(0).orElseThrow();
        var second = input.take(1).orElseThrow();
        read(input, second, 90);
        read(input, first, 100);
        assertThat(fresh.after(input.splits(), true, 0).watermarkMicros(0))
                .hasValue(100 * SECOND - DELAY);
    }

    private static final WatermarkPolicy IMPATIENT =
            new WatermarkPolicy(
                    WatermarkPolicy.Across.MIN, Duration.ofMinutes(5), 0, Duration.ZERO);

    /// One partition that had a row four minutes after the beginning, and one that had none since.
    private static SourceTimes aheadAndBehind() {
        return SourceTimes.fresh(OptionalLong.of(DELAY), IMPATIENT, 0)
                .fromJson(
                        Map.of(
                                "since",
                                4 * MINUTE,
                                "partitions",
                                Map.of(
                                        "ahead",
                                        partition(100 * SECOND, 4 * MINUTE),
                                        "behind",
                                        partition(50 * SECOND, 0))));
    }

    @Test
    void theWatermarkStaysWhereAPartitionComesBackBehindIt() {
        var before = new Watermarks(100 * SECOND - DELAY, List.of(aheadAndBehind()), IMPATIENT);
        var nothing =
                new SourceInput(
                        table.source(true),
                        List.of(),
                        (_, _, _, _, _, _) -> {},
                        aheadAndBehind(),
                        false);
        var after = before.after(List.of(nothing), List.of(true), 4 * MINUTE);
        assertThat(after.micros()).isEqualTo(100 * SECOND - DELAY);
    }

    @Test
    void aPartitionWithoutRowsForLongIsNotWaitedFor() {
        var times = aheadAndBehind();
        assertThat(times.watermarkMicros(4 * MINUTE)).hasValue(50 * SECOND - DELAY);
        assertThat(times.watermarkMicros(5 * MINUTE)).hasValue(100 * SECOND - DELAY);
        assertThat(times.isIdle(5 * MINUTE)).isFalse();
        assertThat(times.watermarkMicros(9 * MINUTE)).isEmpty();
        assertThat(times.isIdle(9 * MINUTE)).isTrue();
    }

    private static Map<String, Object> partition(long micros, long since) {
        return Map.of("times", List.of(micros), "since", since);
    }
}
