package io.tidemill.operator.order;

import module java.base;

import io.tidemill.operator.OperatorHarness;
import io.tidemill.operator.OperatorHarness.Input;
import io.tidemill.operator.OperatorHarness.Made;
import io.tidemill.operator.OperatorHarness.Prefix;
import io.tidemill.operator.OperatorHarness.Story;
import io.tidemill.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/// Rows in sessions, against sessions put together from scratch.
class SessionRowsTest {
    private static final StructType INPUT =
            StructType.fromDDL("k STRING, time TIMESTAMP, gap BIGINT, v DOUBLE");
    private static final StructType OUTPUT =
            StructType.fromDDL(
                    "k STRING, time TIMESTAMP, v DOUBLE, window_start TIMESTAMP, window_end"
                            + " TIMESTAMP");
    private static final long LAG = 3;

    private static Instant time(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private static long micros(Object time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, (Instant) time);
    }

    private static OperatorHarness harness(OptionalLong lag, boolean isFinal) {
        var row =
                List.of(
                        RowBytes.Part.natural(1, 1),
                        RowBytes.Part.natural(2, -1),
                        RowBytes.Part.natural(0, 0),
                        RowBytes.Part.natural(3, 2));
        return new OperatorHarness(
                (worker, workers, out) ->
                        Made.of(
                                new SessionRows(
                                        new SessionRows.Spec(
                                                "session-0",
                                                INPUT,
                                                1,
                                                row,
                                                OUTPUT,
                                                lag,
                                                isFinal,
                                                true,
                                                0),
                                        worker,
                                        workers,
                                        out)),
                new Input(INPUT, 1));
    }

    /// Rows come and go; behind a watermark none is older than it minus the lag.
    private static Story story(RandomGenerator random, boolean watermarks, boolean retracting) {
        var story = new Story();
        var there = new ArrayList<@Nullable Object[]>();
        long least = 0;
        for (int i = 0; i < 80; i++) {
            long floor = least;
            var open = there.stream().filter(r -> r[1] == null || micros(r[1]) >= floor).toList();
            if (retracting && !open.isEmpty() && random.nextInt(3) == 0) {
                var gone = open.get(random.nextInt(open.size()));
                there.remove(gone);
                story.change(0, -1, gone);
            } else if (watermarks && random.nextInt(8) == 0) {
                long watermark = least + LAG + random.nextInt(15);
                least = watermark - LAG;
                story.time(watermark, 0);
            } else {
                var row =
                        new @Nullable Object[] {
                            random.nextInt(6) == 0 ? null : "k" + random.nextInt(3),
                            random.nextInt(12) == 0 ? null : time(least + random.nextLong(40)),
                            random.nextInt(12) == 0 ? null : random.nextLong(-1, 7),
                            random.nextInt(3) == 0 ? null : random.nextInt(3) - 1.0
                        };
                there.add(row);
                story.change(0, 1, row);
            }
        }
        return story;
    }

    /// All rows of the prefix with their sessions.
    private static Map<List<Object>, Long> sessions(Prefix prefix, long boundMicros) {
        var byKey = new HashMap<Object, List<List<Object>>>();
        prefix.table(0)
                .forEach((row, weight) -> {
                    boolean counts =
                            row.get(1) instanceof Instant
                                    && row.get(2) instanceof Long gap
                                    && gap > 0;
                    if (counts) {
                        var withWeight = new ArrayList<Object>(row);
                        withWeight.add(weight);
                        byKey.computeIfAbsent(
                                        Objects.requireNonNullElse(row.get(0), 0),
                                        _ -> new ArrayList<>())
                                .add(withWeight);
                    }
                });
        var table = new HashMap<List<Object>, Long>();
        for (var rows : byKey.values()) {
            rows.sort(Comparator.comparingLong(row -> micros(row.get(1))));
            for (var row : rows) {
                long start = micros(row.get(1));
                long end = start + (Long) row.get(2);
                // Grows the session by whatever touches it until nothing does.
                for (boolean grew = true; grew; ) {
                    grew = false;
                    for (var other : rows) {
                        long from = micros(other.get(1));
                        long to = from + (Long) other.get(2);
                        if (from <= end && to >= start && (from < start || to > end)) {
                            start = Math.min(start, from);
                            end = Math.max(end, to);
                            grew = true;
                        }
                    }
                }
                if (end < boundMicros) {
                    var wide = new ArrayList<Object>(List.of(0, 0, 0));
                    wide.set(0, row.get(0));
                    wide.set(1, row.get(1));
                    wide.set(2, row.get(3));
                    wide.add(time(start));
                    wide.add(time(end));
                    table.merge(wide, (Long) row.get(4), Long::sum);
                }
            }
        }
        return table;
    }

    private static RandomGenerator random(RepetitionInfo run) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(run.getCurrentRepetition());
    }

    @RepeatedTest(20)
    void sessionsGrowMergeAndFallApart(RepetitionInfo run) {
        var random = random(run);
        harness(OptionalLong.empty(), false)
                .check(
                        story(random, false, true),
                        random,
                        prefix -> sessions(prefix, Long.MAX_VALUE));
    }

    @RepeatedTest(20)
    void sessionsThatAreOverAreForgottenAndStayGiven(RepetitionInfo run) {
        var random = random(run);
        harness(OptionalLong.of(LAG), false)
                .check(
                        story(random, true, true),
                        random,
                        prefix -> sessions(prefix, Long.MAX_VALUE));
    }

    @RepeatedTest(20)
    void aSessionIsGivenOnceWhenItIsOver(RepetitionInfo run) {
        var random = random(run);
        harness(OptionalLong.of(LAG), true)
                .insertOnlyOut()
                .check(
                        story(random, true, true).end(),
                        random,
                        prefix ->
                                sessions(
                                        prefix,
                                        prefix.last()
                                                ? Long.MAX_VALUE
                                                : prefix.watermarkMicros() == Long.MIN_VALUE
                                                        ? Long.MIN_VALUE
                                                        : prefix.watermarkMicros() - LAG));
    }
}
