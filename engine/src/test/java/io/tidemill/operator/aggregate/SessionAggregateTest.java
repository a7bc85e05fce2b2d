package io.tidemill.operator.aggregate;

import module java.base;

import io.tidemill.expression.AggregateCall;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Position;
import io.tidemill.operator.OperatorHarness;
import io.tidemill.operator.OperatorHarness.Input;
import io.tidemill.operator.OperatorHarness.Made;
import io.tidemill.operator.OperatorHarness.Prefix;
import io.tidemill.operator.OperatorHarness.Story;
import io.tidemill.operator.aggregate.GroupAggregate.Emission;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Sessions with their aggregates, kept without their rows, against sessions from scratch.
class SessionAggregateTest {
    private static final StructType INPUT =
            StructType.fromDDL(
                    "k STRING, t TIMESTAMP, gap BIGINT, v BIGINT, s STRING, w BIGINT, f BOOLEAN");
    private static final StructType OUTPUT =
            StructType.fromDDL(
                    "b TIMESTAMP, k STRING, e TIMESTAMP, n BIGINT, total BIGINT, most STRING, few"
                            + " BIGINT");
    private static final long LAG = 2_000_000;

    /// All times are multiples of this, so that sessions touch and end just when the watermark
    /// says.
    private static final long STEP = 500_000;

    private static List<AggregateCall> calls() {
        return List.of(
                call("count", -1, false),
                call("sum", 3, false),
                call("max", 4, false),
                call("min", 5, true));
    }

    private static AggregateCall call(String function, int column, boolean filtered) {
        List<Expression> arguments = column < 0 ? List.of() : List.of(column(column));
        return new AggregateCall(
                function,
                arguments,
                false,
                filtered ? Optional.of(column(6)) : Optional.empty(),
                column == 4 ? DataTypes.StringType : DataTypes.LongType,
                true,
                Position.NONE);
    }

    private static Expression column(int index) {
        return new Expression.Input(index, INPUT.field(index).name(), INPUT.typeOf(index), true);
    }

    private static Story story(RandomGenerator random) {
        var story = new Story();
        long watermark = 0;
        for (int i = 0; i < 60; i++) {
            if (random.nextInt(6) == 0) {
                watermark += random.nextInt(10) * STEP;
                story.time(watermark, 0);
            } else {
                story.add(
                        0,
                        random.nextInt(6) == 0 ? null : "k" + random.nextInt(2),
                        random.nextInt(10) == 0
                                ? null
                                : time(watermark - LAG + random.nextInt(40) * STEP),
                        random.nextInt(12) == 0
                                ? (Object) 0L
                                : (Object) (2 * STEP + random.nextInt(2) * STEP),
                        random.nextInt(6) == 0 ? null : (Object) random.nextLong(9),
                        random.nextInt(6) == 0 ? null : "s" + random.nextInt(50),
                        random.nextInt(6) == 0 ? null : (Object) random.nextLong(9),
                        random.nextInt(6) == 0 ? null : (Object) random.nextBoolean());
            }
        }
        return random.nextBoolean() ? story.end() : story;
    }

    private static Instant time(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private static long micros(Object time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, (Instant) time);
    }

    private static Map<List<Object>, Long> expected(Prefix prefix, boolean onlyComplete) {
        var byKey = new HashMap<Object, List<List<Object>>>();
        for (var row : prefix.rows(0)) {
            if (row.get(1) != null && (Long) row.get(2) > 0) {
                byKey.computeIfAbsent(row.get(0), _ -> new ArrayList<>()).add(row);
            }
        }
        var table = new ArrayList<List<Object>>();
        byKey.forEach((key, rows) -> {
            rows.sort(Comparator.comparingLong(row -> micros(row.get(1))));
            var session = new ArrayList<List<Object>>();
            long end = 0;
            for (var row : rows) {
                if (!session.isEmpty() && micros(row.get(1)) > end) {
                    give(key, session, end, prefix, onlyComplete, table);
                    session.clear();
                }
                long own = micros(row.get(1)) + (Long) row.get(2);
                end = session.isEmpty() ? own : Math.max(end, own);
                session.add(row);
            }
            give(key, session, end, prefix, onlyComplete, table);
        });
        return OperatorHarness.table(table);
    }

    private static void give(
            Object key,
            List<List<Object>> rows,
            long end,
            Prefix prefix,
            boolean onlyComplete,
            List<List<Object>> table) {
        if (onlyComplete && !prefix.last() && end + LAG >= prefix.watermarkMicros()) {
            return;
        }
        var passing = rows.stream().filter(row -> Boolean.TRUE.equals(row.get(6))).toList();
        table.add(
                Arrays.asList(
                        rows.getFirst().get(1),
                        key,
                        time(end),
                        (long) rows.size(),
                        PlainAggregates.of(calls().get(1), column(rows, 3)),
                        PlainAggregates.of(calls().get(2), column(rows, 4)),
                        PlainAggregates.of(calls().get(3), column(passing, 5))));
    }

    private static List<List<Object>> column(List<List<Object>> rows, int index) {
        return rows.stream().map(row -> row.subList(index, index + 1)).toList();
    }

    @ParameterizedTest
    @EnumSource(
            value = Emission.class,
            names = {"CHANGES", "FINAL"})
    void sessionsGrowMergeAndCloseWithoutTheirRows(Emission emission) {
        var spec =
                new SessionAggregate.Spec(
                        "session-0",
                        INPUT,
                        1,
                        calls(),
                        List.of(SessionAggregate.START, 0, SessionAggregate.END),
                        OUTPUT,
                        emission,
                        OptionalLong.of(LAG),
                        0);
        for (long seed = 0; seed < 60; seed++) {
            var random = new SplittableRandom(seed);
            var harness =
                    new OperatorHarness(
                                    (worker, workers, out) ->
                                            Made.of(
                                                    new SessionAggregate(
                                                            spec, worker, workers, out)),
                                    new Input(INPUT, 1))
                            .insertOnlyIn();
            if (emission == Emission.FINAL) {
                harness.insertOnlyOut();
            } else {
                harness.upsertOut(0, 1);
            }
            harness.check(
                    story(random), random, prefix -> expected(prefix, emission == Emission.FINAL));
        }
    }
}
