package io.tidemill.expression.compile;

import module java.base;

import io.tidemill.data.Batch;
import io.tidemill.expression.Evaluation;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Position;
import io.tidemill.expression.function.Functions;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.StructType;
import java.lang.management.ManagementFactory;

/// What filter and projection of NEXMark's bids cost a row, in nanoseconds of CPU, and what the
/// first batch costs. Run by hand: the main of a test, not a test.
final class ExpressionSpeed {
    private static final StructType BID =
            StructType.fromDDL(
                    "auction BIGINT, bidder BIGINT, price BIGINT, channel STRING, url STRING,"
                            + " dateTime TIMESTAMP, extra STRING");
    private static final Evaluation EVALUATION = new Evaluation(0, 0, ZoneOffset.UTC);
    private static final int ROUNDS = 6;
    private static final int CALLS = 10_000;

    private ExpressionSpeed() {}

    public static void main(String[] arguments) {
        var bids = bids();
        var converted = call("*", literal(new BigDecimal("0.908"), "DECIMAL(3,3)"), bid("price"));
        var every123 =
                call(
                        "=",
                        call("%", bid("auction"), literal(123L, "BIGINT")),
                        literal(0L, "BIGINT"));
        measure("q0", Optional.empty(), columns("auction bidder price dateTime extra"), bids);
        var q1 = columns("auction bidder dateTime extra");
        q1.add(converted);
        measure("q1", Optional.empty(), q1, bids);
        measure("q2", Optional.of(every123), columns("auction price"), bids);
        var q14 = columns("auction bidder dateTime extra");
        q14.add(converted);
        q14.add(
                new Expression.Case(
                        List.of(
                                new Expression.Branch(
                                        call("=", call("hour", bid("dateTime")), literal(8, "INT")),
                                        literal("day", "STRING"))),
                        literal("other", "STRING"),
                        DataType.fromDDL("STRING")));
        var dear = call(">", converted, literal(new BigDecimal("1000000"), "DECIMAL(7,0)"));
        measure("q14", Optional.of(dear), q14, bids);
        var parts = call("split", bid("url"), literal("/", "STRING"));
        measure(
                "q22",
                Optional.empty(),
                List.of(bid("auction"), call("[]", parts, literal(3, "INT"))),
                bids);
        for (int row = 0; row < bids.rows(); row += 7) {
            bids.column(0).setNull(row);
        }
        measure("q2 with NULLs", Optional.of(every123), columns("auction price"), bids);
    }

    private static void measure(
            String name, Optional<Expression> filter, List<Expression> projections, Batch bids) {
        var output = new StructType();
        for (var projection : projections) {
            output = output.add("c" + output.size(), projection.type());
        }
        long start = cpu();
        var function = GeneratedRowFunctions.eager(BID, filter, projections, output);
        int rows = function.apply(bids, EVALUATION).rows();
        long first = cpu() - start;
        long best = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = cpu();
            for (int i = 0; i < CALLS; i++) {
                rows = function.apply(bids, EVALUATION).rows();
            }
            best = Math.min(best, cpu() - before);
        }
        System.out.printf(
                "%-14s %6.3f ns a row, first batch %.1f ms, %d of %d rows%n",
                name, best / (double) CALLS / bids.rows(), first / 1e6, rows, bids.rows());
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static Batch bids() {
        var random = new SplittableRandom(1);
        var batch = Batch.create(BID, Batch.ROWS);
        for (int row = 0; row < Batch.ROWS; row++) {
            batch.append(
                    random.nextLong(100_000),
                    random.nextLong(100_000),
                    random.nextLong(10_000_000),
                    "Google",
                    "https://www.nexmark.com/googl/item.htm?query=1",
                    Instant.ofEpochSecond(1_700_000_000L + row),
                    "a text of no use");
        }
        return batch;
    }

    private static List<Expression> columns(String names) {
        return Arrays.stream(names.split(" "))
                .map(ExpressionSpeed::bid)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static Expression bid(String name) {
        int index = BID.indexOf(name);
        return new Expression.Input(index, name, BID.typeOf(index), true);
    }

    private static Expression literal(Object value, String type) {
        return new Expression.Literal(value, DataType.fromDDL(type));
    }

    private static Expression call(String function, Expression... arguments) {
        return Functions.get(function).call(List.of(arguments), Position.NONE);
    }
}
