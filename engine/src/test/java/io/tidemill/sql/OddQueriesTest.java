package io.tidemill.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Forms of SQL that few people write, with the answers that Spark's documentation or DuckDB gives.
class OddQueriesTest {
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
    void aComparisonWithAnyOrAllRowsKnowsNull() {
        assertThat(
                        rows(
                                "SELECT 5 = ANY (SELECT 5), 5 > ALL (SELECT 3),"
                                        + " 5 > ALL (SELECT a FROM VALUES (1), (NULL) t(a)),"
                                        + " 5 < ANY (SELECT a FROM VALUES (1), (NULL) t(a)),"
                                        + " 5 > ANY (SELECT a FROM VALUES (1), (NULL) t(a)),"
                                        + " 5 > ALL (SELECT a FROM VALUES (9), (NULL) t(a)),"
                                        + " 5 <> ALL (SELECT 4), 5 > ALL (SELECT 1 WHERE false),"
                                        + " 5 > SOME (SELECT 1 WHERE false),"
                                        + " NULL > ALL (SELECT 1 WHERE false)"))
                .containsExactly(row(true, true, null, null, true, false, true, true, false, true));
        assertThat(
                        rows(
                                "SELECT a FROM VALUES (1), (2), (3) t(a) WHERE a >= ALL (SELECT b"
                                        + " FROM VALUES (1), (2) u(b) WHERE u.b <= t.a) AND a > ANY"
                                        + " (WITH w AS (SELECT 1 AS x) SELECT x FROM w)"))
                .containsExactlyInAnyOrder(row(2), row(3));
    }

    @Test
    void aSampleIsAPartOfTheRowsUnderTheSameName() {
        var part =
                "SELECT count(x.id) FROM range(1000) AS x TABLESAMPLE (50 PERCENT) REPEATABLE (3)";
        assertThat(rows(part).getFirst().getLong(0)).isBetween(400L, 600L);
        assertThat(rows(part)).isEqualTo(rows(part));
        assertThat(rows("SELECT count(*) FROM range(9) TABLESAMPLE (100 PERCENT)"))
                .containsExactly(row(9L));
    }

    @Test
    void orderByAllTakesEveryItemInTurn() {
        var values = " FROM VALUES (1), (2), (2) t(a) GROUP BY ALL ORDER BY ALL";
        assertThat(rows("SELECT count(*) AS c, a" + values + " DESC"))
                .containsExactly(row(2L, 2), row(1L, 1));
        assertThat(rows("SELECT 2 AS a UNION SELECT NULL UNION SELECT 1 ORDER BY ALL NULLS LAST"))
                .containsExactly(row(1), row(2), row((Object) null));
        assertThatThrownBy(() -> rows("SELECT * FROM range(2) ORDER BY ALL"))
                .hasMessageContaining("ORDER BY ALL with *");
    }

    @Test
    void aCrossJoinMayHaveACondition() {
        assertThat(rows("SELECT a.id FROM range(2) a CROSS JOIN range(3) b ON a.id + 1 = b.id"))
                .containsExactlyInAnyOrder(row(0L), row(1L));
    }

    @Test
    void pivotsStandBehindTablesWithNames() {
        var sales = "VALUES ('a', 1), ('b', 2) AS t(k, v)";
        assertThat(rows("SELECT * FROM " + sales + " PIVOT (sum(v) FOR k IN ('a' AS x, 'b'))"))
                .containsExactly(row(1L, 2L));
        assertThat(
                        rows(
                                "SELECT * FROM VALUES (7) z(q), (SELECT * FROM VALUES (1, 2) t(a,"
                                        + " b)) s UNPIVOT (v FOR n IN (a, b))"))
                .containsExactlyInAnyOrder(row(7, "a", 1), row(7, "b", 2));
    }

    @Test
    void aJoinByTimeUsesColumnsOfBothSides() {
        var joined =
                "FROM VALUES (1, 5), (2, 5) l(k, t) ASOF LEFT JOIN"
                        + " VALUES (1, 3, 'x'), (1, 9, 'y'), (3, 1, 'z') r(k, t, v) USING (k, t)";
        assertThat(session.sql("SELECT * " + joined).columns()).containsExactly("k", "t", "v");
        assertThat(rows("SELECT * " + joined))
                .containsExactlyInAnyOrder(row(1, 5, "x"), row(2, 5, null));
        assertThat(rows("SELECT l.k, r.t " + joined))
                .containsExactlyInAnyOrder(row(1, 3), row(2, null));
    }

    @Test
    void resultsAreNamedAsSparkNamesThem() {
        assertThat(
                        session.sql(
                                        "SELECT 2 NOT BETWEEN 1 AND 3, 'a' NOT LIKE 'b', 'a' ILIKE"
                                                + " 'A', 1 IS NOT DISTINCT FROM 1, 1 IS DISTINCT FROM"
                                                + " 1, 'a' RLIKE 'b', 1 NOT IN (2)")
                                .columns())
                .containsExactly(
                        "(NOT between(2, 1, 3))",
                        "(NOT a LIKE b)",
                        "ilike(a, A)",
                        "(1 <=> 1)",
                        "(NOT (1 <=> 1))",
                        "RLIKE(a, b)",
                        "(NOT (1 IN (2)))");
    }

    @Test
    void messagesNameWhatIsWrong() {
        assertThatThrownBy(() -> rows("SELECT * FROM VALUES (1, 2) t(a)"))
                .hasMessageContaining("NUM_COLUMNS_MISMATCH")
                .hasMessageContaining("the list has 1 names, the rows have 2 columns");
        assertThatThrownBy(() -> rows("SELECT (SELECT a FROM VALUES (1), (2) t(a))"))
                .hasMessageContaining("it has 2");
        assertThatThrownBy(() -> rows("SELECT typeof(proctime()), explod(array(1))"))
                .hasMessageContaining("write explode");
    }

    @Test
    void rowsAreSortedByWhatTheyAreGroupedBy() {
        assertThat(
                        rows(
                                "SELECT b, sum(c) FROM VALUES (1, 'x', 5), (1, 'y', 7) t(a, b, c)"
                                        + " GROUP BY a, b WITH ROLLUP ORDER BY grouping_id(), b DESC"))
                .containsExactly(row("y", 7L), row("x", 5L), row(null, 12L), row(null, 12L));
        assertThatThrownBy(() -> rows("SELECT DISTINCT a FROM VALUES (1, 2) t(a, b) ORDER BY b"))
                .hasMessageContaining("add it to the select list");
    }

    @Test
    void aColumnThatTwoSidesUseKeepsItsKeyAndItsTime() {
        session.sql(
                "CREATE TABLE l (k INT, t TIMESTAMP, WATERMARK FOR t AS t - INTERVAL 1 SECOND)"
                        + " USING json OPTIONS (path 'l')");
        var counted = "(SELECT k, count(*) AS n FROM STREAM l GROUP BY k)";
        for (var type : List.of("", "LEFT ", "RIGHT ")) {
            assertThat(
                            rows("EXPLAIN SELECT * FROM %s a %sJOIN %s b USING (k)"
                                            .formatted(counted, type, counted))
                                    .getFirst()
                                    .getString(0))
                    .as(type)
                    .containsPattern("Project \\[k0?( AS k)?, .*upsert by k");
        }
        assertThat(
                        rows("EXPLAIN SELECT t, count(*) FROM STREAM l FULL JOIN STREAM l r"
                                        + " USING (t) GROUP BY t")
                                .getFirst()
                                .getString(0))
                .contains("event time t");
    }
}
