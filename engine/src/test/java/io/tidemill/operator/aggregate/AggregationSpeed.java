package io.tidemill.operator.aggregate;

import module java.base;

import io.tidemill.data.Batch;
import io.tidemill.expression.AggregateCall;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Position;
import io.tidemill.operator.EpochEnd;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructType;

/// How many rows a second one core adds to groups of a bigint key: `count(*), sum(x), max(x)`, by
/// the number of different keys. Run by hand: the main of a test, not a test.
///
/// Arguments: how many keys (default 1000 100000 10000000), as many as are wanted.
final class AggregationSpeed {
    private static final int BATCHES = 512;

    private AggregationSpeed() {}

    public static void main(String[] arguments) {
        var keys = arguments.length == 0 ? new String[] {"1000", "100000", "10000000"} : arguments;
        for (var count : keys) {
            measure(Integer.parseInt(count));
        }
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
                operator.stateRows(),
                operator.stateBytes() / 1e6);
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
