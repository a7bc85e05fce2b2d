package io.tidemill.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.connect.OutputMode;
import io.tidemill.connect.ReadLimit;
import io.tidemill.data.Batch;
import io.tidemill.expression.Evaluation;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Position;
import io.tidemill.expression.RowFunctions;
import io.tidemill.expression.function.Functions;
import io.tidemill.operator.Downstream;
import io.tidemill.operator.EpochEnd;
import io.tidemill.plan.circuit.CircuitSpec;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.plan.node.TableRef;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructType;
import io.tidemill.system.RealWorld;
import io.tidemill.system.World;
import org.junit.jupiter.api.Test;

/// Random numbers follow from the epoch's plan: neither the number of workers nor the form that
/// computes them makes a difference.
class RandomNumbersTest {
    private static final Expression N = new Expression.Input(0, "n", DataTypes.LongType, true);
    private static final StructType TABLE = StructType.fromDDL("n BIGINT");
    private static final StructType DRAWN =
            StructType.fromDDL(
                    "n BIGINT, a DOUBLE, b DOUBLE, c DOUBLE, d STRING, e ARRAY<BIGINT>, f DOUBLE");

    private static Expression call(String function, Expression... arguments) {
        return Functions.get(function).call(List.of(arguments), Position.NONE);
    }

    private static List<Expression> draws() {
        return List.of(
                N,
                call("rand"),
                call("+", call("rand"), call("rand")),
                call("randn", new Expression.Literal(42, DataTypes.IntegerType)),
                call("uuid"),
                call("shuffle", call("array", N, N, call("+", N, N), call("negative", N))),
                call("rand", new Expression.Literal(7L, DataTypes.LongType)));
    }

    @Test
    void aRerunDrawsTheSameWhateverTheNumberOfWorkers() throws Exception {
        var once = run(1);
        assertThat(run(1)).isEqualTo(once);
        assertThat(run(2)).isEqualTo(once);
        assertThat(run(5)).isEqualTo(once);
    }

    @Test
    void noTwoRowsAndNoTwoCallsDrawTheSame() throws Exception {
        var uuids = new HashSet<Object>();
        var numbers = new HashSet<Object>();
        for (var row : run(3)) {
            uuids.add(row.get(4));
            numbers.add(row.get(1));
            numbers.add((double) row.get(2) - (double) row.get(1));
        }
        assertThat(uuids).hasSize(500);
        assertThat(numbers).hasSize(1000);
    }

    @Test
    void theMeanOfManyNumbersIsThatOfTheirDistribution() throws Exception {
        var rows = run(2);
        assertThat(rows.stream().mapToDouble(r -> (double) r.get(1)).average().orElseThrow())
                .isBetween(0.45, 0.55);
        assertThat(rows.stream().mapToDouble(r -> (double) r.get(3)).average().orElseThrow())
                .isBetween(-0.15, 0.15);
    }

    @Test
    void generatedCodeDrawsWhatTheInterpreterDraws() {
        var filter =
                Optional.of(
                        call("<", call("rand"), new Expression.Literal(0.7, DataTypes.DoubleType)));
        var generated = RowFunctions.create(TABLE, filter, draws(), DRAWN);
        var interpreted = RowFunctions.interpreted(TABLE, filter, draws(), DRAWN);
        var epoch = new Evaluation(0, 99, ZoneOffset.UTC);
        for (int i = 0; i < 4; i++) { // the first batch goes through the interpreter anyway
            var batch = Batch.create(TABLE, Batch.ROWS);
            for (int row = 0; row < Batch.ROWS; row++) {
                batch.append(new Object[] {row % 7 == i ? null : (Object) (long) row});
            }
            var at = epoch.at(3, (long) i * Batch.ROWS);
            assertThat(rows(generated.apply(batch, at)))
                    .isEqualTo(rows(interpreted.apply(batch, at)))
                    .hasSizeBetween(1300, 1550);
        }
    }

    /// 500 rows in splits of 7, by so many workers, in the order of the first column.
    private static List<List<Object>> run(int workers) throws Exception {
        var table = new ListTable("n BIGINT", 1000, 7);
        for (long i = 0; i < 500; i++) {
            table.add(i);
        }
        var ref = new TableRef("t", "list", table.schema(), Optional.empty(), table);
        var plan =
                new PlanNode.Project(new PlanNode.Scan(ref, table.schema(), false), draws(), DRAWN);
        World world = RealWorld.create();
        var source = table.source(false);
        var slice = source.plan("0", "500", ReadLimit.NONE).orElseThrow();
        var input =
                new SourceInput(
                        source,
                        slice.splits(),
                        (_, _, _, _, _, _) -> {},
                        SourceTimes.fresh(OptionalLong.empty(), WatermarkPolicy.DEFAULT, 0),
                        false);
        var results = Collections.synchronizedList(new ArrayList<List<Object>>());
        Downstream sink = batch -> results.addAll(rows(batch));
        try (var threads = world.threads().workers("random", workers)) {
            new Circuit("random", new CircuitSpec(plan, OutputMode.APPEND, workers), world, threads)
                    .run(
                            List.of(input),
                            new Evaluation(0, 99, ZoneOffset.UTC),
                            (_, _) -> {
                                throw new IllegalStateException("no event time is watched");
                            },
                            () -> new EpochEnd(Long.MAX_VALUE, 0, true),
                            Collections.nCopies(workers, sink),
                            () -> false);
        }
        return results.stream().sorted(Comparator.comparing(row -> (Long) row.getFirst())).toList();
    }

    private static List<List<Object>> rows(Batch batch) {
        return IntStream.range(0, batch.rows()).mapToObj(r -> Arrays.asList(batch.row(r))).toList();
    }
}
