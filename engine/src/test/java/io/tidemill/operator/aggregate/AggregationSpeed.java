package io.tidemill.operator.aggregate;

import module java.base;

import io.tidemill.data.Batch;
import io.tidemill.expression.AggregateCall;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Position;
import io.tidemill.operator.EpochEnd;
import io.tidemill.operator.KeyedOperator;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructType;

/// How many rows a second one core adds to groups of a bigint key: `count(*), sum(x), max(x)`, by
/// the number of different keys. Run by hand: the main of a test, not a test.
///
/// Arguments: how many keys (default 1000 100000 10000000), as many as are wanted. With `kept`
/// before them: as many different values in a single group, of `count(DISTINCT x)` with four
/// filters, and of `max(x)` where half of the rows take an earlier one away.
final class AggregationSpeed {
    private static final int BATCHES = 512;

    private AggregationSpeed() {}

    public static void main(String[] arguments) {
        var keys = arguments.length == 0 ? new String[] {"1000", "100000", "10000000"} : arguments;
        for (var count : keys) {
            if (count.equals("kept")) {
                continue;
            }
            if (keys[0].equals("kept")) {
                measureDistinct(Integer.parseInt(count));
                measureExtreme(Integer.parseInt(count));
            } else {
                measure(Integer.parseInt(count));
            }
        }
    }

    private static void measureDistinct(int values) {
        Expression x = new Expression.Input(1, "x", DataTypes.LongType, false);
        var input = new StructType().add("key", "bigint");
        var calls = new ArrayList<AggregateCall>();
        for (int i = 0; i < 4; i++) {
            input = input.add("x" + i, "bigint");
            Optional<Expression> filter =
                    i == 0
                            ? Optional.empty()
                            : Optional.of(
                                    new Expression.Input(4 + i, "f", DataTypes.BooleanType, false));
            calls.add(
                    new AggregateCall(
                            "count",
                            List.of(x),
                            true,
                            filter,
                            DataTypes.LongType,
                            true,
                            Position.NONE));
        }
        for (int i = 1; i < 4; i++) {
            input = input.add("f" + i, "boolean");
        }
        var spec =
                new GroupAggregate.Spec(
                        "aggregate",
                        input,
                        1,
                        calls,
                        StructType.fromDDL("key BIGINT, a BIGINT, b BIGINT, c BIGINT, d BIGINT"),
                        false,
                        false);
        var operator = GroupAggregate.create(spec, 0, 1, batch -> {});
        var random = new SplittableRandom(1);
        var batch = Batch.create(input, Batch.ROWS);
        batch.setRows(Batch.ROWS);
        report(
                "count(DISTINCT)",
                values,
                operator,
                batch,
                () -> {
                    for (int row = 0; row < Batch.ROWS; row++) {
                        batch.longs(0).setLong(row, 1);
                        long value = random.nextInt(values) * 7L;
                        for (int i = 1; i < 5; i++) {
                            batch.longs(i).setLong(row, value);
                        }
                        for (int i = 5; i < 8; i++) {
                            batch.longs(i).setLong(row, random.nextInt(3) == 0 ? 1 : 0);
                        }
                    }
                });
    }

    private static void measureExtreme(int values) {
        Expression x = new Expression.Input(1, "x", DataTypes.LongType, false);
        var spec =
                new GroupAggregate.Spec(
                        "aggregate",
                        StructType.fromDDL("key BIGINT, x BIGINT"),
                        1,
                        List.of(call("max", List.of(x))),
                        StructType.fromDDL("key BIGINT, most BIGINT"),
                        true,
                        false);
        var operator = GroupAggregate.create(spec, 0, 1, batch -> {});
        var random = new SplittableRandom(1);
        var batch = Batch.create(spec.input(), Batch.ROWS);
        batch.setRows(Batch.ROWS);
        var weights = new long[Batch.ROWS];
        batch.setWeights(weights);
        var present = new long[values];
        report(
                "max",
                values,
                operator,
                batch,
                () -> {
                    for (int row = 0; row < Batch.ROWS; row += 2) {
                        int place = random.nextInt(values);
                        batch.longs(0).setLong(row, 1);
                        batch.longs(1).setLong(row, present[place]);
                        weights[row] = present[place] == 0 ? 0 : -1;
                        present[place] = 1L + random.nextInt(1 << 30);
                        batch.longs(0).setLong(row + 1, 1);
                        batch.longs(1).setLong(row + 1, present[place]);
                        weights[row + 1] = 1;
                    }
                });
    }

    private static void report(
            String name, int values, KeyedOperator operator, Batch batch, Runnable scramble) {
        long adding = 0;
        long ending = 0;
        int epochs = 20;
        for (int epoch = 0; epoch < epochs; epoch++) {
            for (int i = 0; i < BATCHES; i++) {
                scramble.run();
                long start = cpu();
                operator.push(batch);
                adding += cpu() - start;
            }
            long start = cpu();
            operator.endEpoch(new EpochEnd(Long.MIN_VALUE, 0, false));
            operator.states().forEach(state -> state.writeChanges(_ -> {}));
            ending += cpu() - start;
        }
        double rows = (double) BATCHES * Batch.ROWS * epochs;
        System.out.printf(
                "%s, %,d values: %.1f million rows/s; %.1f ns a row for changes; %,.1f MB%n",
                name,
                values,
                rows * 1e3 / adding,
                ending / rows,
                operator.states().stream().mapToLong(state -> state.stateSize().bytes()).sum()
                        / 1e6);
    }

    private static void measure(int keys) {
        var operator = GroupAggregate.create(spec(), 0, 1, batch -> {});
        var random = new SplittableRandom(1);
        var batch = batch(random, keys);
        int epochs = Math.max(20, keys / 50_000);
        long adding = 0;
        long ending = 0;
        long best = Long.MAX_VALUE;
        for (int epoch = 0; epoch < epochs; epoch++) {
            long epochNanos = 0;
            for (int i = 0; i < BATCHES; i++) {
                scramble(batch, random, keys);
                long start = cpu();
                operator.push(batch);
                epochNanos += cpu() - start;
            }
            long start = cpu();
            operator.endEpoch(new EpochEnd(Long.MIN_VALUE, 0, false));
            operator.writeChanges(rows -> {});
            ending += cpu() - start;
            adding += epochNanos;
            best = Math.min(best, epochNanos);
        }
        double rows = (double) BATCHES * Batch.ROWS;
        System.out.printf(
                "%,11d keys: %6.1f million rows/s (best epoch %.1f); %.1f ns a row for changes"
                        + " emitted and saved; %,d groups, %,.1f MB%n",
                keys,
                rows * epochs * 1e3 / adding,
                rows * 1e3 / best,
                ending / rows / epochs,
                operator.stateSize().rows(),
                operator.stateSize().bytes() / 1e6);
    }

    private static long cpu() {
        return java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static Batch batch(SplittableRandom random, int keys) {
        var batch = Batch.create(spec().input(), Batch.ROWS);
        batch.setRows(Batch.ROWS);
        scramble(batch, random, keys);
        return batch;
    }

    private static void scramble(Batch batch, SplittableRandom random, int keys) {
        for (int row = 0; row < Batch.ROWS; row++) {
            batch.longs(0).setLong(row, random.nextInt(keys) * 7L);
            batch.longs(1).setLong(row, random.nextInt(1000));
            batch.longs(2).setLong(row, random.nextInt(1000));
        }
    }

    private static GroupAggregate.Spec spec() {
        Expression x = new Expression.Input(1, "x", DataTypes.LongType, false);
        return new GroupAggregate.Spec(
                "aggregate",
                StructType.fromDDL("key BIGINT, x BIGINT, y BIGINT"),
                1,
                List.of(call("count", List.of()), call("sum", List.of(x)), call("max", List.of(x))),
                StructType.fromDDL("key BIGINT, n BIGINT, total BIGINT, most BIGINT"),
                false,
                false);
    }

    private static AggregateCall call(String function, List<Expression> arguments) {
        return new AggregateCall(
                function,
                arguments,
                false,
                Optional.empty(),
                DataTypes.LongType,
                true,
                Position.NONE);
    }
}
