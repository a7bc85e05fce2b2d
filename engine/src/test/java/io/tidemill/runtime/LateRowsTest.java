package io.tidemill.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.connect.OutputMode;
import io.tidemill.expression.AggregateCall;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Position;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.plan.node.TableRef;
import io.tidemill.plan.node.WatermarkSpec;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructType;
import io.tidemill.system.RealWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which rows come too late: exactly those that the definition says, however the input is cut into
/// epochs and splits, and however many workers read it.
class LateRowsTest {
    private static final long DELAY = 10_000_000;

    @TempDir Path directory;

    /// The rows of a table, times in seconds; null for none.
    private static ListTable table(List<Long> seconds, int epochRows, int splitRows) {
        var table = new ListTable("time TIMESTAMP", epochRows, splitRows);
        seconds.forEach(s -> table.add(s == null ? null : Instant.ofEpochSecond(s)));
        return table;
    }

    private static PlanNode countByTime(ListTable table) {
        var ref = new TableRef("times", "list", table.schema(), Optional.empty(), table);
        var watermark =
                new PlanNode.Watermark(
                        new PlanNode.Scan(ref, table.schema(), true),
                        new WatermarkSpec("time", DELAY));
        var count =
                new AggregateCall(
                        "count",
                        List.of(),
                        false,
                        Optional.empty(),
                        DataTypes.LongType,
                        false,
                        Position.NONE);
        return new PlanNode.Aggregate(
                watermark,
                List.of(new Expression.Input(0, "time", DataTypes.TimestampType, true)),
                List.of(count),
                StructType.fromDDL("time TIMESTAMP, n BIGINT"));
    }

    private record Outcome(Map<Object, Long> counts, long late) {}

    private Outcome run(PlanNode plan, OutputMode mode, int workers, String checkpoint)
            throws Exception {
        var disk = new ListSink.Disk();
        try (var engine = new Engine(RealWorld.create(), workers, directory.resolve("temporary"))) {
            var query =
                    engine.start(
                            new QuerySpec(
                                    Optional.of("late"),
                                    plan,
                                    schema -> new ListSink(disk),
                                    mode,
                                    new TriggerSpec.AvailableNow(),
                                    Optional.of(directory.resolve(checkpoint)),
                                    engine.settings()));
            query.completion().get();
            var counts = new HashMap<Object, Long>();
            for (var row : disk.rows()) {
                var before = counts.put(Optional.ofNullable(row.get(0)), (Long) row.get(1));
                if (mode == OutputMode.APPEND) {
                    assertThat(before).as("a final row comes once").isNull();
                }
            }
            long late =
                    query.recentProgress().stream()
                            .mapToLong(p -> p.sources().getFirst().late())
                            .sum();
            return new Outcome(counts, late);
        }
    }

    /// The definition, as plain as it can be.
    private static Outcome expected(List<Long> seconds) {
        var counts = new HashMap<Object, Long>();
        long late = 0;
        long greatest = Long.MIN_VALUE / 2;
        for (var time : seconds) {
            if (time != null && time < greatest - DELAY / 1_000_000) {
                late++;
                continue;
            }
            counts.merge(Optional.ofNullable(time).map(Instant::ofEpochSecond), 1L, Long::sum);
            greatest = time == null ? greatest : Math.max(greatest, time);
        }
        return new Outcome(counts, late);
    }

    private static List<Long> times(RandomGenerator random) {
        var seconds = new ArrayList<Long>();
        for (int i = 0; i < 200; i++) {
            long disorder = random.nextInt(20) == 0 ? 40 : 12;
            seconds.add(random.nextInt(30) == 0 ? null : i / 2 - random.nextLong(disorder));
        }
        return seconds;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatIsLateDependsOnTheOrderOfTheRowsAlone(long seed) throws Exception {
        var random = new Random(seed);
        var seconds = times(random);
        var expected = expected(seconds);
        assertThat(expected.late).isPositive();
        for (int workers = 1; workers <= 3; workers++) {
            var table = table(seconds, 1 + random.nextInt(100), 1 + random.nextInt(20));
            var outcome =
                    run(
                            countByTime(table),
                            OutputMode.UPDATE,
                            workers,
                            "ck" + workers + "-" + seed);
            assertThat(outcome).as("%d workers", workers).isEqualTo(expected);
        }
    }

    @Test
    void appendGivesAGroupOnceWhenTheWatermarkHasPassedIt() throws Exception {
        var seconds = List.of(5L, 5L, 7L, 16L, 5L, 6L, 30L);
        var outcome = run(countByTime(table(seconds, 3, 1)), OutputMode.APPEND, 2, "append");
        assertThat(outcome.counts)
                .isEqualTo(
                        Map.of(
                                Optional.of(Instant.ofEpochSecond(5)),
                                2L,
                                Optional.of(Instant.ofEpochSecond(6)),
                                1L,
                                Optional.of(Instant.ofEpochSecond(7)),
                                1L,
                                Optional.of(Instant.ofEpochSecond(16)),
                                1L));
        assertThat(outcome.late).isEqualTo(1);
    }

    @Test
    void timesFromTheFutureLeadNothingWhereThatIsAskedFor() {
        var policy =
                new WatermarkPolicy(WatermarkPolicy.Across.MIN, Duration.ZERO, 1, Duration.ZERO);
        var fresh = Watermarks.fresh(List.of(OptionalLong.of(10)), policy, 0);
        assertThat(fresh.sources().getFirst().leading("").toList()).isEmpty();
        var leading = fresh.sources().getFirst().leading("");
        leading.add(1000);
        assertThat(leading.leading()).isEqualTo(Long.MIN_VALUE);
        leading.add(50);
        leading.add(40);
        assertThat(leading.leading()).isEqualTo(50);
        assertThat(leading.toList()).containsExactly(1000L, 50L);
    }
}
