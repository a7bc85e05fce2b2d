package io.tidemill.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What people type who know Spark's SQL, with the answers that Spark gives.
class AnalystQueriesTest {
    @TempDir private Path directory;
    private TidemillSession session;

    @BeforeEach
    void open() {
        session = Sessions.in(directory);
    }

    private static Row row(Object... values) {
        return RowFactory.create(values);
    }

    private List<Row> rows(String query) {
        return session.sql(query).collectAsList();
    }

    @Test
    void aStarInsideACallIsItsColumns() {
        assertThat(
                        rows(
                                "SELECT to_json(struct(*)), to_json(struct(t.*, 5 AS c)),"
                                        + " concat(t.*), struct(* EXCEPT (a)).b"
                                        + " FROM VALUES (1, 'x') t(a, b)"))
                .containsExactly(
                        row("{\"a\":1,\"b\":\"x\"}", "{\"a\":1,\"b\":\"x\",\"c\":5}", "1x", "x"));
        assertThat(rows("SELECT struct(s.*).y FROM VALUES (struct(1 AS x, 2 AS y)) t(s)"))
                .containsExactly(row(2));
        assertThat(rows("SELECT max(struct(*)).b FROM VALUES (1, 'x'), (2, 'y') t(a, b)"))
                .containsExactly(row("y"));
    }

    @Test
    void aStarInsideACallOfTheJavaApiIsItsColumnsToo() {
        var rows = session.sql("SELECT 1 AS a, 'x' AS b");
        assertThat(
                        rows.select(
                                        functions.to_json(functions.struct("*")),
                                        functions.struct(
                                                functions.col("*"), functions.lit(5).as("c")),
                                        functions.struct(functions.lit(5), functions.col("b")))
                                .toJSON()
                                .collectAsList())
                .containsExactly(
                        "{\"to_json(struct(*))\":\"{\\\"a\\\":1,\\\"b\\\":\\\"x\\\"}\","
                                + "\"struct(*, 5)\":{\"a\":1,\"b\":\"x\",\"c\":5},"
                                + "\"struct(5, b)\":{\"col1\":5,\"b\":\"x\"}}");
        assertThat(
                        rows.selectExpr("to_json(struct(*)) AS value")
                                .as(Encoders.STRING())
                                .collectAsList())
                .containsExactly("{\"a\":1,\"b\":\"x\"}");
    }

    @Test
    void aStarIsRefusedWhereSparkRefusesIt() {
        assertThatThrownBy(() -> rows("SELECT count(t.*) FROM VALUES (1, NULL) t(a, b)"))
                .hasMessageContaining("only count(*) takes *, at line 1:8");
        assertThatThrownBy(() -> rows("SELECT 1 FROM VALUES (1) t(a) WHERE struct(*) IS NULL"))
                .hasMessageContaining("* stands for columns in a select list only, at line 1:37");
    }

    @Test
    void rowsOfValuesAreComparedWithoutRegardToTheNamesOfTheirFields() {
        assertThat(
                        rows(
                                "SELECT a FROM VALUES (1, 2), (5, 6) t(a, b)"
                                        + " WHERE (a, b) IN ((1, 2), (3, 4L))"))
                .containsExactly(row(1));
        assertThat(
                        rows(
                                "SELECT a FROM VALUES (1, 2) t(a, b)"
                                        + " WHERE (a, b) = (1, 2) AND (b, a) > (1, 9)"))
                .containsExactly(row(1));
    }

    @Test
    void aConditionOfCaseMayBeNull() {
        assertThat(rows("SELECT CASE WHEN NULL THEN 1 ELSE 2 END, CASE WHEN NULL THEN 1 END"))
                .containsExactly(row(2, null));
    }

    @Test
    void aJoinWithoutAConditionJoinsEachRowWithEach() {
        assertThat(rows("SELECT * FROM VALUES (1), (2) t(a) JOIN VALUES (3) u(b)"))
                .containsExactlyInAnyOrder(row(1, 3), row(2, 3));
        assertThat(rows("SELECT * FROM VALUES (1) t(a) LEFT JOIN VALUES (3) u(b)"))
                .containsExactly(row(1, 3));
        assertThat(rows("SELECT * FROM VALUES (1) t(a) FULL JOIN (SELECT 2 AS b WHERE false) u"))
                .containsExactly(row(1, null));
    }

    @Test
    void theRightSideOfASemiJoinIsHiddenAlsoUnderOtherNames() {
        assertThat(
                        rows(
                                "SELECT * FROM VALUES (1, 2) t(a, b) LEFT ANTI JOIN VALUES (2) u(a)"
                                        + " ON t.a = u.a LEFT SEMI JOIN (SELECT 1) v(z) ON v.z = t.a"))
                .containsExactly(row(1, 2));
    }

    @Test
    void columnsOfUnpivotMayHaveNames() {
        assertThat(
                        rows(
                                "SELECT * FROM VALUES (2019, 10, 20) s(y, q1, q2) UNPIVOT (v FOR q"
                                        + " IN (q1 AS spring, q2 AS `the summer`))"))
                .containsExactlyInAnyOrder(row(2019, "spring", 10), row(2019, "the summer", 20));
        assertThat(
                        rows(
                                "SELECT * FROM VALUES (1, 2, 3, 4) s(a, b, c, d)"
                                        + " UNPIVOT ((v, w) FOR h IN ((a, b) AS first, (c, d)))"))
                .containsExactlyInAnyOrder(row("first", 1, 2), row("c_d", 3, 4));
    }

    @Test
    void anAggregateOverAnOrderIsCalledAsItIsWritten() {
        assertThat(
                        session.sql(
                                        "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY a DESC)"
                                                + " FROM VALUES (1) t(a)")
                                .columns())
                .containsExactly("percentile_cont(0.5) WITHIN GROUP (ORDER BY a DESC)");
    }

    @Test
    void aSequenceOfDaysKeepsMidnightWhereClocksChange() {
        session.conf().set("spark.sql.session.timeZone", "America/Los_Angeles");
        assertThat(
                        rows(
                                "SELECT explode(sequence(timestamp'2020-03-07',"
                                        + " timestamp'2020-03-09', interval 1 day))"))
                .containsExactlyInAnyOrder(
                        row(Instant.parse("2020-03-07T08:00:00Z")),
                        row(Instant.parse("2020-03-08T08:00:00Z")),
                        row(Instant.parse("2020-03-09T07:00:00Z")));
        assertThat(
                        rows(
                                "SELECT size(sequence(timestamp'2020-11-02', timestamp'2020-10-31',"
                                        + " interval '-12' hours))"))
                .containsExactly(row(5));
    }

    @Test
    void functionsThatMakeRowsStandAsTables() {
        assertThat(rows("SELECT * FROM explode(array(1, 2))"))
                .containsExactlyInAnyOrder(row(1), row(2));
        assertThat(
                        rows(
                                "SELECT t.id, x.k, x.v FROM VALUES (1, map('a', 5)) t(id, m),"
                                        + " LATERAL explode(t.m) AS x(k, v)"))
                .containsExactly(row(1, "a", 5));
        assertThat(rows("SELECT id, e.x FROM range(1) CROSS JOIN explode(array(10, 20)) AS e(x)"))
                .containsExactlyInAnyOrder(row(0L, 10), row(0L, 20));
        assertThat(rows("SELECT p, x FROM posexplode(array(if(true, 7, 8))) AS e(p, x)"))
                .containsExactly(row(0, 7));
    }

    @Test
    void viewsOfRowsNeedNoNames() {
        assertThat(
                        rows(
                                "SELECT x, y FROM VALUES (array(1), array('a', 'b')) t(xs, ys)"
                                        + " LATERAL VIEW explode(xs) AS x LATERAL VIEW explode(ys) AS"
                                        + " y"))
                .containsExactlyInAnyOrder(row(1, "a"), row(1, "b"));
    }

    @Test
    void twoQueriesOfOneNameInWithAreRefused() {
        assertThatThrownBy(() -> rows("WITH t AS (SELECT 1), T AS (SELECT 2) SELECT * FROM t"))
                .hasMessageContaining(
                        "[DUPLICATED_CTE_NAMES] WITH has two queries with the name 'T', at line"
                                + " 1:23");
    }

    @Test
    void aColumnThatIsMissingIsNotAnsweredWithItself() {
        assertThatThrownBy(() -> rows("SELECT a AS x FROM VALUES (1) t(a) WHERE x > 1"))
                .hasMessageContaining(
                        "there is no column 'x' here, at line 1:42. To go on: write a.");
        assertThatThrownBy(() -> rows("SELECT * EXCEPT (b) FROM VALUES (1) t(a)"))
                .hasMessageContaining(
                        "there is no column 'b' here, at line 1:18. To go on: write a.");
    }

    @Test
    void anAggregateIsComparedWithAnyOrAllRows() {
        session.sql(
                "CREATE TEMP VIEW t AS SELECT * FROM VALUES (1, 2), (1, 4), (2, 3), (3, NULL) t(a,"
                        + " b)");
        assertThat(
                        rows(
                                "SELECT a FROM t GROUP BY a HAVING count(*) >= ALL (SELECT count(*)"
                                        + " FROM t GROUP BY a)"))
                .containsExactly(row(1));
        assertThat(
                        rows(
                                "SELECT a, sum(b) > ANY (SELECT * FROM VALUES (2), (7)), sum(b) <"
                                        + " ALL (SELECT * FROM VALUES (2), (7)), sum(b) > ALL (SELECT 1"
                                        + " WHERE false), sum(b) > ANY (SELECT NULL), count(*) = ALL"
                                        + " (SELECT 1), count(*) <> ANY (SELECT 1), count(*) > ANY"
                                        + " (SELECT * FROM VALUES (1), (2), (NULL)) FROM t GROUP BY a"))
                .containsExactlyInAnyOrder(
                        row(1, true, false, true, null, false, true, true),
                        row(2, true, false, true, null, true, false, null),
                        row(3, null, null, true, null, true, false, null));
    }
}
