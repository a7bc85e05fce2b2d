package io.tidemill.operator.aggregate;

import module java.base;

import io.tidemill.data.Batch;
import io.tidemill.expression.AggregateCall;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Position;
import io.tidemill.operator.Downstream;
import io.tidemill.operator.EpochEnd;
import io.tidemill.operator.Operator;
import io.tidemill.operator.OperatorHarness;
import io.tidemill.operator.OperatorHarness.Input;
import io.tidemill.operator.OperatorHarness.Made;
import io.tidemill.operator.OperatorHarness.Prefix;
import io.tidemill.operator.OperatorHarness.Story;
import io.tidemill.operator.aggregate.GroupAggregate.Emission;
import io.tidemill.operator.window.Windows;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.StructType;
import org.junit.jupiter.api.Test;

/// Rows that are aggregated in panes, or on their own worker, before they go to their groups:
/// against windows and groups from scratch.
class PartialAggregateTest {
    private static final StructType ROWS =
            StructType.fromDDL(
                    "k STRING, t TIMESTAMP, v BIGINT, s STRING, w DECIMAL(30,2), f BOOLEAN");

    private static AggregateCall call(
            String function, String column, boolean filtered, String type) {
        List<Expression> arguments = column.isEmpty() ? List.of() : List.of(column(column));
        return new AggregateCall(
                function,
                arguments,
                false,
                filtered ? Optional.of(column("f")) : Optional.empty(),
                DataType.fromDDL(type),
                true,
                Position.NONE);
    }

    private static Expression column(String name) {
        int index = ROWS.fieldIndex(name);
        return new Expression.Input(index, name, ROWS.typeOf(index), true);
    }

    private static List<AggregateCall> calls(boolean retracting) {
        var calls =
                new ArrayList<>(
                        List.of(
                                call("count", "", false, "BIGINT"),
                                call("count", "v", true, "BIGINT"),
                                call("sum", "v", false, "BIGINT"),
                                call("sum", "w", true, "DECIMAL(38,2)")));
        if (!retracting) {
            calls.add(call("min", "v", true, "BIGINT"));
            calls.add(call("max", "s", false, "STRING"));
        }
        return calls;
    }

    /// A partial aggregate and the groups behind it, as one operator.
    private record Both(PartialAggregate partial, RecordGroupAggregate groups)
            implements Operator, Downstream {
        @Override
        public String name() {
            return "both";
        }

        @Override
        public void push(Batch delta) {
            partial.push(delta);
        }

        @Override
        public void endEpoch(EpochEnd end) {
            partial.endEpoch(end);
            groups.endEpoch(end);
        }
    }

    private static Made made(
            Optional<PartialAggregate.Panes> panes,
            Emission emission,
            boolean retracting,
            int worker,
            int workers,
            Downstream out) {
        var calls = calls(retracting);
        List<Expression> keys = panes.isPresent() ? List.of(column("k"), column("t")) : List.of();
        var groupKey =
                panes.isPresent()
                        ? StructType.fromDDL("e TIMESTAMP, k STRING, b TIMESTAMP")
                        : new StructType();
        var output = groupKey;
        for (var call : calls) {
            output = output.add("r" + output.size(), call.type());
        }
        var partials = PartialAggregate.partials(groupKey, calls);
        var groups =
                new RecordGroupAggregate(
                        new GroupAggregate.Spec(
                                "state",
                                partials,
                                groupKey.size(),
                                calls,
                                output,
                                retracting,
                                emission,
                                new TreeMap<>(panes.isPresent() ? Map.of(0, -1L) : Map.of()),
                                true,
                                0),
                        worker,
                        workers,
                        out);
        var partial =
                new PartialAggregate(
                        new GroupAggregate.Spec(
                                "", schema(keys, calls), keys.size(), calls, output, false, false),
                        panes,
                        panes.isPresent()
                                ? List.of(PartialAggregate.END, 0, PartialAggregate.START)
                                : List.of(),
                        partials,
                        groups);
        var both = new Both(partial, groups);
        return new Made(both, List.of(both), groups.states());
    }

    private static StructType schema(List<Expression> keys, List<AggregateCall> calls) {
        var schema = new StructType();
        for (var expression : GroupAggregate.inputs(keys, calls)) {
            schema = schema.add("c" + schema.size(), expression.type());
        }
        return schema;
    }

    private static Object[] inputRow(Object[] row, boolean panes, boolean retracting) {
        List<Expression> keys = panes ? List.of(column("k"), column("t")) : List.of();
        return GroupAggregate.inputs(keys, calls(retracting)).stream()
                .map(expression -> row[((Expression.Input) expression).index()])
                .toArray();
    }

    private static Story story(RandomGenerator random, boolean panes, boolean retracting) {
        var story = new Story();
        var present = new ArrayList<Object[]>();
        long watermark = 0;
        for (int i = 0; i < 60; i++) {
            long least = watermark;
            present.removeIf(row -> row[1] != null && micros(row[1]) < least);
            if (panes && random.nextInt(8) == 0) {
                watermark += random.nextInt(4_000_000);
                story.time(watermark, 0);
            } else if (retracting && !present.isEmpty() && random.nextInt(3) == 0) {
                var row = present.remove(random.nextInt(present.size()));
                story.change(0, -1, inputRow(row, panes, true));
            } else {
                var row =
                        new Object[] {
                            random.nextInt(8) == 0 ? null : "k" + random.nextInt(2),
                            random.nextInt(8) == 0
                                    ? null
                                    : time(watermark + random.nextInt(9_000_000)),
                            random.nextInt(6) == 0 ? null : (Object) random.nextLong(-9, 9),
                            random.nextInt(6) == 0 ? null : "s" + random.nextInt(20),
                            random.nextInt(6) == 0
                                    ? null
                                    : new BigDecimal(new BigInteger(70, Random.from(random)), 2)
                                            .subtract(new BigDecimal("5902958103587056517.12")),
                            random.nextInt(6) == 0 ? null : (Object) random.nextBoolean()
                        };
                present.add(row);
                story.add(0, inputRow(row, panes, retracting));
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

    private static Map<List<Object>, Long> expected(
            Prefix prefix, Windows windows, boolean retracting, boolean onlyComplete) {
        var groups = new HashMap<List<Object>, List<List<Object>>>();
        for (var row : prefix.rows(0)) {
            if (row.get(1) != null) {
                int count = windows.find(micros(row.get(1)));
                for (int i = 0; i < count; i++) {
                    var key =
                            Arrays.asList(time(windows.end(i)), row.get(0), time(windows.start(i)));
                    boolean complete =
                            prefix.last() || windows.end(i) - 1 < prefix.watermarkMicros();
                    if (complete || !onlyComplete) {
                        groups.computeIfAbsent(key, _ -> new ArrayList<>()).add(row);
                    }
                }
            }
        }
        var rows = new ArrayList<List<Object>>();
        groups.forEach((key, group) -> rows.add(row(key, group, 2, retracting)));
        return OperatorHarness.table(rows);
    }

    private static List<Object> row(
            List<Object> key, List<List<Object>> group, int keys, boolean retracting) {
        var row = new ArrayList<>(key);
        int value = keys;
        var calls = calls(retracting);
        int filter = keys + calls.stream().mapToInt(call -> call.arguments().size()).sum();
        for (var call : calls) {
            int width = call.arguments().size();
            int from = value;
            int passes = call.filter().isEmpty() ? -1 : filter++;
            var values = new ArrayList<List<Object>>();
            for (var in : group) {
                if (passes < 0 || Boolean.TRUE.equals(in.get(passes))) {
                    values.add(in.subList(from, from + width));
                }
            }
            row.add(
                    call.type().equals(DataType.fromDDL("DECIMAL(38,2)"))
                            ? values.stream()
                                    .map(List::getFirst)
                                    .filter(Objects::nonNull)
                                    .map(v -> (BigDecimal) v)
                                    .reduce(BigDecimal::add)
                                    .orElse(null)
                            : PlainAggregates.of(call, values));
            value += width;
        }
        return row;
    }

    @Test
    void windowsThatShareTheirPanesAreWhatTheyWereWithRowsOfTheirOwn() {
        var cuts =
                List.of(
                        new PartialAggregate.Panes(
                                Windows.hopping(6_000_000, 4_000_000, 1_000_000),
                                2_000_000,
                                1_000_000),
                        new PartialAggregate.Panes(
                                Windows.cumulating(6_000_000, 2_000_000, 0), 2_000_000, 0));
        for (long seed = 0; seed < 40; seed++) {
            var random = new SplittableRandom(seed);
            var cut = cuts.get(random.nextInt(2));
            boolean retracting = random.nextBoolean();
            var emission = random.nextBoolean() ? Emission.FINAL : Emission.CHANGES;
            var keys = List.of(column("k"), column("t"));
            var harness =
                    new OperatorHarness(
                            (worker, workers, out) ->
                                    made(
                                            Optional.of(cut),
                                            emission,
                                            retracting,
                                            worker,
                                            workers,
                                            out),
                            new Input(schema(keys, calls(retracting)), 1));
            if (emission == Emission.FINAL) {
                harness.insertOnlyOut();
            } else {
                harness.upsertOut(0, 1, 2);
            }
            if (!retracting) {
                harness.insertOnlyIn();
            }
            // The state's owner is that of the whole key, so one worker at a time is driven here.
            var story = story(random, true, retracting);
            for (int rows : new int[] {0, 1, 5}) {
                for (var epoch :
                        harness.run(
                                story,
                                random,
                                new OperatorHarness.Way(rows, 1, rows == 5, retracting, true))) {
                    org.assertj.core.api.Assertions.assertThat(epoch.table())
                            .as("seed %d", seed)
                            .isEqualTo(
                                    expected(
                                            epoch.prefix(),
                                            cut.windows(),
                                            retracting,
                                            emission == Emission.FINAL));
                }
            }
        }
    }

    @Test
    void oneGroupOfAllRowsIsTheSameInParts() {
        for (long seed = 0; seed < 30; seed++) {
            var random = new SplittableRandom(seed);
            boolean retracting = random.nextBoolean();
            var harness =
                    new OperatorHarness(
                            (worker, workers, out) ->
                                    made(
                                            Optional.empty(),
                                            Emission.CHANGES,
                                            retracting,
                                            worker,
                                            workers,
                                            out),
                            new Input(schema(List.of(), calls(retracting)), 0));
            if (!retracting) {
                harness.insertOnlyIn();
            }
            harness.check(
                    story(random, false, retracting),
                    random,
                    prefix ->
                            OperatorHarness.table(
                                    List.of(row(List.of(), prefix.rows(0), 0, retracting))));
        }
    }
}
