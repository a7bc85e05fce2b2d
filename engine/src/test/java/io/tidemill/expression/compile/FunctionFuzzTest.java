package io.tidemill.expression.compile;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;
import module java.management;

import com.sun.management.ThreadMXBean;
import io.tidemill.data.Batch;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.Evaluation;
import io.tidemill.expression.Expression;
import io.tidemill.expression.ExtremeValues;
import io.tidemill.expression.Position;
import io.tidemill.expression.RowFunction;
import io.tidemill.expression.RowFunctions;
import io.tidemill.expression.function.Function;
import io.tidemill.expression.function.Functions;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.NullType;
import io.tidemill.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Every function with values that are hard on it: it answers, or raises an error that people can
/// read; the interpreter and generated code say the same; and no row takes much time or memory.
///
/// `-Dseed=N` runs one seed alone, `-Dfuzz=N` as many from 0 on, `-Dfunction=name` one function.
class FunctionFuzzTest {
    private static final StructType TABLE =
            StructType.fromDDL(
                    "b BOOLEAN, ti TINYINT, si SMALLINT, i INT, i2 INT, l BIGINT, l2 BIGINT,"
                            + " f FLOAT, d DOUBLE, d2 DOUBLE, s STRING, s2 STRING, s3 STRING,"
                            + " x BINARY, x2 BINARY, dt DATE, ts TIMESTAMP, ntz TIMESTAMP_NTZ,"
                            + " dti INTERVAL DAY TO SECOND, ymi INTERVAL YEAR TO MONTH,"
                            + " m DECIMAL(7,2), m2 DECIMAL(38,0), m3 DECIMAL(38,38),"
                            + " al ARRAY<BIGINT>, al2 ARRAY<BIGINT>, ax ARRAY<STRING>,"
                            + " aa ARRAY<ARRAY<BIGINT>>, ast ARRAY<STRUCT<k: STRING, v: INT>>,"
                            + " st STRUCT<p: BIGINT, q: STRING>, mp MAP<STRING, BIGINT>,"
                            + " mp2 MAP<STRING, BIGINT>");

    /// Far above what any row needs, and far below what would hurt.
    private static final long BYTES_A_BATCH = 1L << 30;

    private static final long NANOS_A_BATCH = 10_000_000_000L;

    private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    @Timeout(300)
    void everyFunctionAnswersOrRaisesAnErrorForPeople() {
        var only = System.getProperty("function");
        var functions =
                Functions.all().stream()
                        .filter(f -> !f.isAggregate() && f.deterministic())
                        .filter(f -> only == null || f.name().equals(only))
                        .sorted(Comparator.comparing(Function::name))
                        .toList();
        var seed = Long.getLong("seed");
        var failures = new ArrayList<String>();
        var tried = new TreeSet<String>();
        for (var function : functions) {
            for (long i = 0; i < Integer.getInteger("fuzz", 3); i++) {
                try {
                    if (tryOut(function, seed == null ? i : seed)) {
                        tried.add(function.name());
                    }
                } catch (AssertionError | RuntimeException | LinkageError | StackOverflowError e) {
                    failures.add("%s, seed %d: %s".formatted(function.name(), i, first(e, 12)));
                    break;
                }
            }
        }
        assertThat(failures).as("functions that fail").isEmpty();
        var never = functions.stream().map(Function::name).filter(f -> !tried.contains(f)).toList();
        assertThat(never).as("functions that no arguments were found for").isEmpty();
    }

    private static String first(Throwable e, int lines) {
        var text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return text.toString()
                .lines()
                .limit(lines)
                .map(l -> l.length() > 600 ? l.substring(0, 600) : l)
                .collect(Collectors.joining("\n"));
    }

    private boolean tryOut(Function function, long seed) {
        var random = new SplittableRandom(seed * 31 + function.name().hashCode());
        var values = new ExtremeValues(random);
        var call = call(function, random, values);
        if (call.isEmpty() || call.get().type() instanceof NullType) {
            return call.isPresent();
        }
        var projections = List.of(call.get());
        var output = new StructType().add("c", call.get().type());
        RowFunction interpreted;
        try {
            interpreted = RowFunctions.interpreted(TABLE, Optional.empty(), projections, output);
        } catch (TidemillException e) {
            return true;
        }
        var generated = GeneratedRowFunctions.eager(TABLE, Optional.empty(), projections, output);
        var evaluation = new Evaluation(1_700_000_000_000_000L, seed, ZoneId.of("Europe/Berlin"));
        for (int row = 0; row < 8; row++) {
            var batch = Batch.create(TABLE, 1);
            batch.append(TABLE.fieldList().stream().map(f -> values.maybe(f.dataType())).toArray());
            var expected = outcome(interpreted, batch, evaluation);
            assertThat(outcome(generated, batch, evaluation))
                    .as("generated code for %s on row %s", call.get(), readable(batch.row(0)))
                    .isEqualTo(expected);
        }
        return true;
    }

    private String outcome(RowFunction function, Batch batch, Evaluation evaluation) {
        long bytes = thread.getCurrentThreadAllocatedBytes();
        long nanos = thread.getCurrentThreadCpuTime();
        try {
            var value = readable(function.apply(batch, evaluation).row(0));
            return value.length() + " " + value.substring(0, Math.min(value.length(), 300));
        } catch (TidemillException e) {
            return e.getMessage();
        } finally {
            assertThat(thread.getCurrentThreadAllocatedBytes() - bytes)
                    .as("bytes allocated")
                    .isLessThan(BYTES_A_BATCH);
            assertThat(thread.getCurrentThreadCpuTime() - nanos)
                    .as("time taken")
                    .isLessThan(NANOS_A_BATCH);
        }
    }

    /// A call of the function that its typing takes, if one is found.
    private static Optional<Expression> call(
            Function function, RandomGenerator random, ExtremeValues values) {
        for (int attempt = 0; attempt < 40_000; attempt++) {
            try {
                int count = random.nextInt(attempt % 2 == 0 ? 4 : 6);
                var arguments = new ArrayList<Expression>();
                for (int i = 0; i < count; i++) {
                    arguments.add(
                            function.lambdas().isPresent() && i > 0 && random.nextBoolean()
                                    ? lambda(function, arguments, i, random, values)
                                    : argument(random, values));
                }
                return Optional.of(function.call(arguments, new Position(1, 8, function.name())));
            } catch (TidemillException _) {
                // Other arguments, then.
            }
        }
        return Optional.empty();
    }

    private static Expression argument(RandomGenerator random, ExtremeValues values) {
        int index = random.nextInt(TABLE.size());
        var type = TABLE.typeOf(index);
        return random.nextInt(3) == 0
                ? new Expression.Literal(values.maybe(type), type)
                : new Expression.Input(index, TABLE.field(index).name(), type, true);
    }

    private static Expression lambda(
            Function function,
            List<Expression> before,
            int index,
            RandomGenerator random,
            ExtremeValues values) {
        int count = 1 + random.nextInt(3);
        var types = function.lambdaParameters(before, index, count);
        var parameters = new ArrayList<Expression.Parameter>();
        for (int i = 0; i < Math.min(count, types.size()); i++) {
            parameters.add(new Expression.Parameter("p" + index + "_" + i, types.get(i), true));
        }
        Expression one = parameters.get(random.nextInt(parameters.size()));
        Expression other = parameters.get(random.nextInt(parameters.size()));
        var body =
                switch (random.nextInt(6)) {
                    case 0 -> call("isnull", one);
                    case 1 -> call("=", one, other);
                    case 2 -> call("concat", one, other);
                    case 3 -> call("+", one, other);
                    case 4 ->
                            new Expression.Literal(
                                    values.maybe(DataTypes.IntegerType), DataTypes.IntegerType);
                    default -> one;
                };
        return new Expression.Lambda(parameters, body);
    }

    private static Expression call(String name, Expression... arguments) {
        return Functions.get(name).call(List.of(arguments), new Position(1, 9, name));
    }

    /// The values so that two that differ look different.
    private static String readable(Object value) {
        return switch (value) {
            case Float number -> "float " + number;
            case byte[] bytes -> HexFormat.of().formatHex(bytes);
            case Object[] fields ->
                    Arrays.stream(fields).map(FunctionFuzzTest::readable).toList().toString();
            case List<?> list -> list.stream().map(FunctionFuzzTest::readable).toList().toString();
            case Map<?, ?> map ->
                    map.entrySet().stream()
                            .map(e -> readable(e.getKey()) + "=" + readable(e.getValue()))
                            .toList()
                            .toString();
            case null, default -> String.valueOf(value);
        };
    }
}
