package io.tidemill.plan.circuit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.connect.OutputMode;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.AggregateCall;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Position;
import io.tidemill.expression.SortKey;
import io.tidemill.expression.WindowCall;
import io.tidemill.expression.WindowCall.Bound;
import io.tidemill.expression.WindowCall.Frame;
import io.tidemill.expression.WindowCall.Unit;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.plan.node.TableRef;
import io.tidemill.plan.node.WatermarkSpec;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EdgeTest {
    private static final StructType RIDES =
            StructType.fromDDL("city STRING, fare BIGINT, time TIMESTAMP");

    private static PlanNode scan(boolean streaming) {
        var watermark = Optional.of(new WatermarkSpec("time", 10_000_000));
        var table = new TableRef("rides", "json", RIDES, watermark, new UnopenedTable(RIDES));
        return new PlanNode.Watermark(new PlanNode.Scan(table, RIDES, streaming), watermark.get());
    }

    private static Expression column(PlanNode input, int index) {
        var field = input.schema().field(index);
        return new Expression.Input(index, field.name(), field.dataType(), true);
    }

    private static PlanNode countByCity(PlanNode input) {
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
                input,
                List.of(column(input, 0)),
                List.of(count),
                StructType.fromDDL("city STRING, n BIGINT"));
    }

    private static PlanNode project(PlanNode input, int... columns) {
        var schema = new StructType();
        var expressions = new ArrayList<Expression>();
        for (int column : columns) {
            schema = schema.add(input.schema().field(column));
            expressions.add(column(input, column));
        }
        return new PlanNode.Project(input, expressions, schema);
    }

    private static PlanNode filter(PlanNode input) {
        return new PlanNode.Filter(input, new Expression.Literal(true, DataTypes.BooleanType));
    }

    private static String describe(PlanNode plan) {
        return Edge.of(plan, Style.CHANGING).describe(plan);
    }

    @Test
    void whatFlowsOutOfEachNodeIsInferred() {
        assertThat(describe(scan(true))).isEqualTo("insert-only; event time time; unbounded");
        assertThat(describe(scan(false))).isEqualTo("insert-only; event time time; bounded");
        assertThat(describe(project(filter(scan(true)), 1, 2)))
                .isEqualTo("insert-only; event time time; unbounded");
        assertThat(describe(project(scan(true), 0))).isEqualTo("insert-only; unbounded");
        assertThat(describe(countByCity(scan(true)))).isEqualTo("upsert by city; unbounded");
        assertThat(describe(countByCity(scan(false)))).isEqualTo("insert-only; bounded");
        assertThat(describe(filter(countByCity(scan(true)))))
                .isEqualTo("upsert by city, rows may vanish; unbounded");
        assertThat(describe(project(countByCity(scan(true)), 1, 0)))
                .isEqualTo("upsert by city; unbounded");
        assertThat(describe(project(countByCity(scan(true)), 1)))
                .isEqualTo("retracting, rows may vanish; unbounded");
    }

    @Test
    void explainShowsNodesEdgesAndState() {
        var plan = project(countByCity(filter(scan(true))), 1, 0);
        assertThat(Explain.of(plan, Manner.of(plan, Optional.empty(), StateTtl.NONE)))
                .isEqualTo(
                        """
                        Project [n, city]    -- upsert by city; unbounded
                          Aggregate by [city]: [count(*)]    -- upsert by city; unbounded
                            Filter true    -- insert-only; event time time; unbounded
                              Watermark on time - 10 s    -- insert-only; event time time; unbounded
                                Scan STREAM rides json [city, fare, time]    -- insert-only; unbounded
                        State: one row for each [city]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
                        """);
    }

    private static List<String> states(PlanNode plan, Style style) {
        var manner = new Manner(Optional.empty(), style, StateTtl.NONE);
        return States.of(plan, manner).stream().map(Kept::describe).toList();
    }

    private static void assertRefused(PlanNode plan, OutputMode mode, String reason) {
        assertThatThrownBy(() -> new CircuitSpec(plan, mode, 1))
                .isInstanceOf(TidemillException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void aModeThatMeansNothingIsRefusedWithTheOnesThatDo() {
        assertRefused(
                countByCity(scan(true)), OutputMode.APPEND, "use update, complete or changelog");
        assertRefused(
                project(countByCity(scan(true)), 1),
                OutputMode.UPDATE,
                "select the grouping columns");
        assertRefused(
                filter(countByCity(scan(true))), OutputMode.UPDATE, "the option deletes = ignore");
        new CircuitSpec(countByCity(scan(false)), OutputMode.APPEND, 1);
        new CircuitSpec(project(countByCity(scan(true)), 1), OutputMode.CHANGELOG, 1);
        new CircuitSpec(scan(true), OutputMode.COMPLETE, 1);
        assertRefused(limit(scan(true)), OutputMode.APPEND, "every new row may be among the first");
        assertRefused(
                limit(countByCity(scan(true))), OutputMode.UPDATE, "use complete or changelog");
        assertRefused(top(scan(true), 0, 3), OutputMode.APPEND, "none of these is event time");
    }

    @Test
    void aSinkThatTakesDeletesIsToldOfRowsThatVanish() {
        var plan = filter(countByCity(scan(true)));
        var spec = new CircuitSpec(plan, OutputMode.UPDATE, 1, Deletes.GIVEN);
        assertThat(spec.givesDeletes()).isTrue();
        assertThat(spec.key()).contains(List.of(0));
        assertThat(new CircuitSpec(plan, OutputMode.UPDATE, 1, Deletes.IGNORED).givesDeletes())
                .isFalse();
        var growing = countByCity(scan(true));
        assertThat(new CircuitSpec(growing, OutputMode.UPDATE, 1, Deletes.GIVEN).givesDeletes())
                .isFalse();
    }

    private static PlanNode limit(PlanNode input) {
        var order = List.of(new SortKey(column(input, 1), false, false));
        return new PlanNode.Limit(new PlanNode.Sort(input, order), 0, Optional.of(5L));
    }

    private static PlanNode top(PlanNode input, int partition, long last) {
        return new PlanNode.Top(
                input,
                List.of(column(input, partition)),
                List.of(new SortKey(column(input, 1), false, false)),
                PlanNode.Rank.ROW_NUMBER,
                1,
                last,
                true,
                input.schema().add("rank", DataTypes.IntegerType));
    }

    @Test
    void ofRanksItIsInferredWhatReplacesWhat() {
        assertThat(describe(top(scan(true), 0, 3))).isEqualTo("upsert by city, rank; unbounded");
        assertThat(describe(top(countByCity(scan(true)), 0, 3)))
                .isEqualTo("upsert by city, rank; unbounded");
        assertThat(describe(top(countByCity(scan(true)), 1, 3)))
                .isEqualTo("upsert by n, rank, rows may vanish; unbounded");
        assertThat(describe(top(filter(countByCity(scan(true))), 0, 3)))
                .isEqualTo("upsert by city, rank, rows may vanish; unbounded");
        assertThat(describe(top(scan(true), 2, 3)))
                .isEqualTo("upsert by time, rank; event time time; unbounded");
        assertThat(describe(limit(scan(true)))).isEqualTo("retracting, rows may vanish; unbounded");
        assertThat(Edge.of(top(scan(true), 2, 3), Style.FINAL).isInsertOnly()).isTrue();
        assertThat(describe(top(scan(false), 0, 3))).isEqualTo("insert-only; bounded");
    }

    @Test
    void whatRanksKeepIsSaid() {
        assertThat(states(top(scan(true), 0, 3), Style.CHANGING))
                .containsExactly(
                        "the first 3 rows of each [city]; grows with the number of"
                                + " partitions: nothing bounds it; a partition key of event time"
                                + " with a watermark, or tidemill.state.ttl, would");
        assertThat(states(top(countByCity(scan(true)), 0, 3), Style.CHANGING).getLast())
                .startsWith("all rows of each [city], since rows may be taken away; grows");
        assertThat(states(top(scan(true), 2, 3), Style.FINAL))
                .containsExactly(
                        "the first 3 rows of each [time]; bounded: forgotten when the"
                                + " watermark has passed time");
        assertThat(states(limit(scan(true)), Style.CHANGING))
                .containsExactly("the first 5 rows; bounded");
    }

    private static PlanNode over(PlanNode input, String function, boolean nullsFirst, Bound start) {
        var frame = new Frame(Unit.ROWS, start, new Bound.CurrentRow());
        var call =
                new WindowCall(
                        function,
                        function.equals("row_number") ? List.of() : List.of(column(input, 1)),
                        Optional.empty(),
                        false,
                        frame,
                        DataTypes.LongType,
                        true,
                        Position.NONE);
        int time = input.schema().size() - 1;
        return new PlanNode.Over(
                input,
                List.of(column(input, 0)),
                List.of(new SortKey(column(input, time), true, nullsFirst)),
                List.of(call),
                input.schema().add("value", DataTypes.LongType));
    }

    @Test
    void windowFunctionsOverTimeAreFinalWhereTheyOnlyLookBack() {
        var threeBack = new Bound.Preceding(new Expression.Literal(3L, DataTypes.LongType));
        var running = over(scan(true), "sum", false, threeBack);
        assertThat(describe(running)).isEqualTo("retracting, rows may vanish; unbounded");
        assertThat(Edge.of(running, Style.FINAL).describe(running))
                .isEqualTo("insert-only; event time time; unbounded");
        assertThat(states(running, Style.FINAL))
                .containsExactly(
                        "the rows that frames reach back to; bounded: others are forgotten when the"
                                + " watermark has passed them, in each partition [city]");
        assertThat(states(running, Style.CHANGING).getFirst())
                .startsWith("all rows of each [city]; grows");
        var numbered = over(scan(true), "row_number", false, threeBack);
        assertThat(describe(numbered)).isEqualTo("upsert by city, value; unbounded");
        assertThat(states(numbered, Style.FINAL).getFirst())
                .contains("functions count from the beginning");
        assertRefused(
                over(scan(true), "sum", true, threeBack),
                OutputMode.APPEND,
                "ORDER BY time NULLS LAST");
        assertThat(describe(over(countByCity(scan(true)), "sum", true, threeBack)))
                .isEqualTo("upsert by city; unbounded");
    }

    private static PlanNode deduplicate(PlanNode input, int key, boolean withinWatermark) {
        return new PlanNode.Deduplicate(input, List.of(column(input, key)), withinWatermark);
    }

    @Test
    void ofDuplicatesTheKeysAreKept() {
        assertThat(describe(deduplicate(scan(true), 0, false)))
                .isEqualTo("insert-only; event time time; unbounded");
        assertThat(states(deduplicate(scan(true), 0, false), Style.FINAL).getFirst())
                .startsWith("one key for each [city]; grows with the number of distinct keys");
        assertThat(states(deduplicate(scan(true), 2, false), Style.FINAL))
                .containsExactly(
                        "one key for each [time]; bounded: forgotten when the watermark has"
                                + " passed time");
        assertThat(states(deduplicate(scan(true), 0, true), Style.FINAL))
                .containsExactly(
                        "one key for each [city]; bounded: forgotten when the watermark has"
                                + " passed the row's time");
        var counts = countByCity(scan(true));
        assertThat(describe(deduplicate(counts, 1, false)))
                .isEqualTo("upsert by n, rows may vanish; unbounded");
        assertRefused(
                deduplicate(counts, 1, true),
                OutputMode.CHANGELOG,
                "behind a step whose rows change");
        assertRefused(
                deduplicate(project(scan(true), 0, 1), 0, true),
                OutputMode.APPEND,
                "needs a column of event time");
    }
}
