package io.tidemill.plan.calcite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.data.TidemillException;
import io.tidemill.parse.Analyzer;
import io.tidemill.parse.ColumnTree;
import io.tidemill.parse.Relation;
import io.tidemill.parse.SqlException;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructType;
import org.junit.jupiter.api.Test;

/// Operations of Datasets are queries over the relation before: same plans, types and errors.
class DatasetPlansTest {
    private final Analyzer analyzer = new Analyzer(new SampleCatalog());

    private static ColumnTree sql(String expression) {
        return ColumnTree.parse(expression, ZoneOffset.UTC);
    }

    private static ColumnTree name(String name) {
        return ColumnTree.name(name);
    }

    private static ColumnTree literal(int value) {
        return ColumnTree.literal(value, DataTypes.IntegerType);
    }

    private static String plan(Relation relation) {
        return PlanText.of(Planner.plan(relation));
    }

    private Relation query(String sql) {
        return analyzer.query(sql, ZoneOffset.UTC);
    }

    @Test
    void aChainOfOperationsPlansLikeTheQueryItIs() {
        var readings = analyzer.table("readings", true);
        var strong = analyzer.filter(readings, sql("signal > 15"));
        var chained = analyzer.select(strong, List.of(name("device"), sql("signal * 2 AS twice")));

        assertThat(plan(chained))
                .isEqualTo(
                        plan(
                                query(
                                        "SELECT device, signal * 2 AS twice FROM STREAM readings"
                                                + " WHERE signal > 15")));
        assertThat(chained.isStreaming()).isTrue();
        assertThat(chained.schema().toDDL()).isEqualTo("device STRING, twice DOUBLE");
    }

    @Test
    void treesMadeByCallsPlanLikeText() {
        var t = analyzer.table("t", false);
        var sum =
                ColumnTree.call(
                        "+",
                        List.of(name("a"), ColumnTree.call("*", List.of(name("b"), literal(2)))));
        var tested =
                ColumnTree.call(
                        "and",
                        List.of(name("f"), ColumnTree.call(">", List.of(name("a"), literal(1)))));

        assertThat(
                        plan(
                                analyzer.select(
                                        t,
                                        List.of(
                                                sum.as("x"),
                                                name("s.y.z"),
                                                name("arr").item(literal(0))))))
                .isEqualTo(plan(query("SELECT a + b * 2 AS x, s.y.z, arr[0] FROM t")));
        assertThat(plan(analyzer.filter(t, tested)))
                .isEqualTo(plan(query("SELECT * FROM t WHERE f AND a > 1")));
        assertThat(analyzer.select(t, List.of(sum)).schema().fieldNames())
                .containsExactly("(a + (b * 2))");
    }

    @Test
    void groupsAreTheKeysAndThenTheAggregates() {
        var t = analyzer.table("t", false);
        var grouped =
                analyzer.aggregate(
                        t,
                        List.of(name("c"), sql("a % 2 AS parity")),
                        List.of(
                                ColumnTree.call("count", List.of(name("*"))).as("n"),
                                ColumnTree.distinct("sum", List.of(name("b")))));

        assertThat(plan(grouped))
                .isEqualTo(
                        plan(
                                query(
                                        "SELECT c, a % 2 AS parity, count(*) AS n, sum(DISTINCT b)"
                                                + " FROM t GROUP BY c, a % 2")));
        assertThat(plan(analyzer.aggregate(t, List.of(), List.of(sql("max(a)")))))
                .isEqualTo(plan(query("SELECT max(a) FROM t")));
    }

    @Test
    void sortsLimitsUnionsAndDistinctAreThere() {
        var t = analyzer.select(analyzer.table("t", false), List.of(name("a")));
        var u = analyzer.select(analyzer.table("u", false), List.of(name("a")));

        assertThat(plan(analyzer.sort(t, List.of(name("a").sorted(false, Optional.of(true))))))
                .isEqualTo(plan(query("SELECT a FROM t ORDER BY a DESC NULLS FIRST")));
        assertThat(plan(analyzer.limit(t, 2, Optional.of(3L))))
                .isEqualTo(plan(query("SELECT a FROM t LIMIT 3 OFFSET 2")));
        assertThat(plan(analyzer.union(t, u)))
                .isEqualTo(plan(query("SELECT a FROM t UNION ALL SELECT a FROM u")));
        assertThat(plan(analyzer.distinct(t))).isEqualTo(plan(query("SELECT DISTINCT a FROM t")));
    }

    @Test
    void aColumnOfADatasetIsFoundInWhatWasMadeOfIt() {
        var t = analyzer.table("t", false);
        var filtered =
                analyzer.filter(
                        t, ColumnTree.call(">", List.of(ColumnTree.of(t, "a"), literal(1))));

        assertThat(plan(analyzer.select(filtered, List.of(ColumnTree.of(t, "b")))))
                .isEqualTo(plan(query("SELECT b FROM t WHERE a > 1")));
        var other = analyzer.table("u", false);
        assertThatThrownBy(() -> analyzer.select(t, List.of(ColumnTree.of(other, "a"))))
                .isInstanceOf(SqlException.class)
                .hasMessageContaining("belongs to another Dataset");
    }

    @Test
    void anAliasQualifiesColumns() {
        var t = analyzer.alias(analyzer.table("t", false), "left");
        assertThat(plan(analyzer.select(t, List.of(name("left.a"), sql("left.s.x")))))
                .isEqualTo(plan(query("SELECT a, s.x FROM t")));
    }

    @Test
    void rowsThatAProgramHandsOverAreATable() {
        var schema = StructType.fromDDL("a INT, b STRING");
        var rows = analyzer.rows(schema, List.of(List.of(1, "x"), Arrays.asList(null, "y")));
        assertThat(plan(analyzer.filter(rows, sql("a = 1"))))
                .isEqualTo("Filter (a = 1)\n  Values 2 rows [a, b]\n");
    }

    @Test
    void aWatermarkStandsOnItsColumn() {
        var t = analyzer.withWatermark(analyzer.table("t", true), "TS", 5_000_000);
        assertThat(plan(analyzer.select(t, List.of(name("a")))))
                .isEqualTo(
                        "Project [a]\n  Watermark on ts - 5 s\n    Scan STREAM t json [a, ts]\n");
        assertThatThrownBy(() -> analyzer.withWatermark(t, "nope", 1))
                .isInstanceOf(TidemillException.class)
                .hasMessageContaining("there is no column 'nope'");
    }

    @Test
    void rowsAreFittedToTheTableThatTakesThem() {
        var table = StructType.fromDDL("id BIGINT, name STRING, price DECIMAL(10,2)");
        var rows = query("SELECT a, c, e FROM t");

        assertThat(plan(analyzer.insertion(rows, table, List.of())))
                .isEqualTo(
                        "Project [CAST(a AS BIGINT) AS id, c AS name, CAST(e AS DECIMAL(10,2)) AS price]\n"
                                + "  Scan t json [a, c, e]\n");
        assertThat(plan(analyzer.insertion(query("SELECT c FROM t"), table, List.of("NAME"))))
                .isEqualTo("Project [NULL AS id, c AS name, NULL AS price]\n  Scan t json [c]\n");
        assertThatThrownBy(
                        () -> analyzer.insertion(query("SELECT c, c, e FROM t"), table, List.of()))
                .hasMessageContaining("INCOMPATIBLE_DATA_FOR_TABLE");
        assertThatThrownBy(() -> analyzer.insertion(query("SELECT a FROM t"), table, List.of()))
                .hasMessageContaining("NOT_ENOUGH_DATA_COLUMNS");
    }

    @Test
    void lambdasSeeTheirParametersAndTheColumnsAround() {
        assertThat(plan(query("SELECT transform(arr, x -> x + a) AS sums FROM t")))
                .matches(
                        "(?s)Project \\[transform\\(arr, \\(x#\\d+\\) -> \\(x#\\d+ \\+ a\\)\\) AS sums\\].*");
        var made =
                ColumnTree.call(
                        "filter",
                        List.of(
                                name("arr"),
                                ColumnTree.lambda(
                                        List.of("x"),
                                        ColumnTree.call(">", List.of(name("x"), literal(1))))));
        var relation = analyzer.select(analyzer.table("t", false), List.of(made.as("large")));
        assertThat(relation.schema().toDDL()).isEqualTo("large ARRAY<INT>");
    }

    @Test
    void columnsOfOneNameArePassedOn() {
        var t = analyzer.table("t", false);
        var twice = analyzer.select(t, List.of(name("a"), name("b").as("A")));
        var limited = analyzer.limit(twice, 0, Optional.of(2L));

        assertThat(limited.schema().fieldNames()).containsExactly("a", "A");
        assertThat(Planner.plan(limited).schema().fieldNames()).containsExactly("a", "A");
    }

    @Test
    void errorsInFragmentsHaveTheirPlaceInTheFragment() {
        var t = analyzer.table("t", false);
        assertThatThrownBy(() -> analyzer.select(t, List.of(sql("a + nope"))))
                .hasMessageContaining("there is no column 'nope' here, at line 1:5");
        assertThatThrownBy(() -> sql("a, b")).hasMessageContaining("is not one expression");
    }
}
