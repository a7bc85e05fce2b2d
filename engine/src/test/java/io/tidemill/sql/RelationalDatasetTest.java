package io.tidemill.sql;

import static io.tidemill.sql.functions.col;
import static io.tidemill.sql.functions.count;
import static io.tidemill.sql.functions.lit;
import static io.tidemill.sql.functions.sum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Joins, set operations and groups of Datasets, as a program written against Spark uses them.
class RelationalDatasetTest {
    private TidemillSession session;
    private Dataset<Row> people;
    private Dataset<Row> towns;

    @BeforeEach
    void begin(@TempDir Path directory) {
        session = Sessions.in(directory, new ByteArrayOutputStream());
        people =
                session.createDataFrame(
                        List.of(row(1, "Ada", 10), row(2, "Bo", 20), row(3, "Cy", null)),
                        StructType.fromDDL("id INT, name STRING, town INT"));
        towns =
                session.createDataFrame(
                        List.of(row(10, "Oslo"), row(20, "Rome"), row(30, "Lima")),
                        StructType.fromDDL("id INT, name STRING"));
    }

    @AfterEach
    void end() {
        session.close();
    }

    private static Row row(Object... values) {
        return RowFactory.create(values);
    }

    @Test
    void columnsOfBothSidesAreTakenFromTheirDatasets() {
        var joined = people.join(towns, people.col("town").equalTo(towns.col("id")));

        assertThat(joined.columns()).containsExactly("id", "name", "town", "id", "name");
        assertThat(joined.select(people.col("name"), towns.col("name")).collectAsList())
                .containsExactlyInAnyOrder(row("Ada", "Oslo"), row("Bo", "Rome"));
        assertThat(joined.drop(towns.col("name")).columns())
                .containsExactly("id", "name", "town", "id");
        assertThat(
                        joined.filter(towns.col("name").equalTo("Rome"))
                                .select(people.col("id"))
                                .first())
                .isEqualTo(row(2));
        assertThatThrownBy(() -> joined.select("name"))
                .isInstanceOf(AnalysisException.class)
                .hasMessageContaining("AMBIGUOUS_REFERENCE");
    }

    @Test
    void namesOfSidesGoOnBehindTheJoin() {
        var joined = people.as("p").join(towns.as("t"), col("p.town").equalTo(col("t.id")), "left");

        assertThat(joined.select("p.name", "t.name").collectAsList())
                .containsExactlyInAnyOrder(row("Ada", "Oslo"), row("Bo", "Rome"), row("Cy", null));
        assertThat(joined.select("t.*").columns()).containsExactly("id", "name");
        assertThat(joined.where("t.id IS NULL").select("p.id").collectAsList())
                .containsExactly(row(3));
    }

    @Test
    void aDatasetJoinedWithItselfNeedsNames() {
        var a = people.as("a");
        var b = people.as("b");
        assertThat(
                        a.join(b, col("a.id").equalTo(col("b.id").plus(1)))
                                .select("a.name", "b.name")
                                .collectAsList())
                .containsExactlyInAnyOrder(row("Bo", "Ada"), row("Cy", "Bo"));
        assertThatThrownBy(() -> people.join(people, people.col("id").equalTo(people.col("town"))))
                .isInstanceOf(AnalysisException.class)
                .hasMessageContaining("AMBIGUOUS_REFERENCE");
    }

    @Test
    void aColumnOfBothSidesStandsOnceWhenItIsJoinedBy() {
        var ages =
                session.createDataFrame(
                        List.of(row(1, 30), row(4, 40)), StructType.fromDDL("id INT, age INT"));

        assertThat(people.join(ages, "id").collectAsList()).containsExactly(row(1, "Ada", 10, 30));
        assertThat(people.join(ages, "id", "outer").orderBy("id").select("id", "age"))
                .extracting(Dataset::collectAsList)
                .isEqualTo(List.of(row(1, 30), row(2, null), row(3, null), row(4, 40)));
        assertThat(people.join(ages, "id", "left_semi").columns())
                .containsExactly("id", "name", "town");
        assertThat(people.join(ages, new String[] {"id"}, "left_anti").count()).isEqualTo(2);
    }

    @Test
    void everyTypeOfJoinHasSparksNames() {
        var on = people.col("town").equalTo(towns.col("id"));
        var counts = new LinkedHashMap<String, Long>();
        for (var type :
                List.of(
                        "inner",
                        "cross",
                        "outer",
                        "fullouter",
                        "left",
                        "left_outer",
                        "right",
                        "rightouter",
                        "semi",
                        "leftanti")) {
            counts.put(type, people.join(towns, on, type).count());
        }
        assertThat(counts.values()).containsExactly(2L, 2L, 4L, 4L, 3L, 3L, 3L, 3L, 2L, 1L);
        assertThat(people.crossJoin(towns).count()).isEqualTo(9);
        assertThatThrownBy(() -> people.join(towns, on, "sideways"))
                .isInstanceOf(AnalysisException.class)
                .hasMessageContaining("left_semi");
    }

    @Test
    void setsAreComparedRowByRow() {
        var numbers = session.sql("SELECT * FROM VALUES (1), (1), (2), (NULL), (NULL) AS t(x)");
        var others = session.sql("SELECT * FROM VALUES (1), (3), (NULL) AS t(x)");

        assertThat(numbers.intersect(others).collectAsList())
                .containsExactlyInAnyOrder(row(1), row((Object) null));
        assertThat(numbers.intersectAll(numbers).count()).isEqualTo(5);
        assertThat(numbers.except(others).collectAsList()).containsExactly(row(2));
        assertThat(numbers.exceptAll(others).collectAsList())
                .containsExactlyInAnyOrder(row(1), row(2), row((Object) null));
        assertThat(numbers.distinct().count()).isEqualTo(3);
    }

    @Test
    void oneRowIsKeptOfEachValue() {
        var visits =
                session.createDataFrame(
                        List.of(row("a", 1), row("a", 2), row("b", 3), row("b", 3)),
                        StructType.fromDDL("who STRING, n INT"));
        assertThat(visits.dropDuplicates("who").collectAsList())
                .containsExactlyInAnyOrder(row("a", 1), row("b", 3));
        assertThat(visits.dropDuplicates().count()).isEqualTo(3);
    }

    @Test
    void valuesBecomeColumnsAndColumnsRows() {
        var sales =
                session.createDataFrame(
                        List.of(
                                row("n", "x", 1),
                                row("n", "y", 2),
                                row("n", "x", 3),
                                row("s", "x", 4)),
                        StructType.fromDDL("region STRING, kind STRING, n INT"));

        var wide = sales.groupBy("region").pivot("kind").agg(sum("n"));
        assertThat(wide.columns()).containsExactly("region", "x", "y");
        assertThat(wide.orderBy("region").collectAsList())
                .containsExactly(row("n", 4L, 2L), row("s", 4L, null));
        assertThat(
                        sales.groupBy("region")
                                .pivot("kind", List.of("y", "z"))
                                .agg(count(lit(1)).as("c"), sum("n").as("s"))
                                .orderBy("region")
                                .collectAsList())
                .containsExactly(row("n", 1L, 2L, null, null), row("s", null, null, null, null));
        var narrow = wide.unpivot(new Column[] {col("region")}, "kind", "n");
        assertThat(narrow.columns()).containsExactly("region", "kind", "n");
        assertThat(narrow.where("n IS NOT NULL").orderBy("region", "kind").collectAsList())
                .containsExactly(row("n", "x", 4L), row("n", "y", 2L), row("s", "x", 4L));
    }

    @Test
    void generatorsMakeRows() {
        var lists =
                session.sql("SELECT 1 AS id, array('a', 'b') AS list UNION ALL SELECT 2, array()");
        assertThat(lists.select(col("id"), functions.explode(col("list")).as("x")).collectAsList())
                .containsExactlyInAnyOrder(row(1, "a"), row(1, "b"));
        assertThat(lists.select(col("id"), functions.posexplode_outer(col("list"))).collectAsList())
                .containsExactlyInAnyOrder(row(1, 0, "a"), row(1, 1, "b"), row(2, null, null));
        var named = functions.posexplode(col("list")).as(new String[] {"at", "x"});
        assertThat(lists.select(named).columns()).containsExactly("at", "x");
    }

    @Test
    void duplicatesAreKnownByColumnsThatThereAre() {
        assertThatThrownBy(() -> people.dropDuplicates("nobody"))
                .isInstanceOf(AnalysisException.class)
                .hasMessageContaining("town");
        assertThat(people.dropDuplicates("name").schema()).isEqualTo(people.schema());
    }

    @Test
    void groupsOfSeveralSets() {
        var sales =
                session.createDataFrame(
                        List.of(row("n", "x", 1), row("n", "y", 2), row("s", "x", 4)),
                        StructType.fromDDL("region STRING, kind STRING, n INT"));

        assertThat(sales.rollup("region", "kind").agg(sum("n")).collectAsList())
                .containsExactlyInAnyOrder(
                        row("n", "x", 1L),
                        row("n", "y", 2L),
                        row("s", "x", 4L),
                        row("n", null, 3L),
                        row("s", null, 4L),
                        row(null, null, 7L));
        assertThat(sales.cube("region", "kind").count().count()).isEqualTo(8);
        assertThat(
                        sales.groupingSets(
                                        List.of(
                                                List.of(col("kind")),
                                                List.of(col("region")),
                                                List.of()),
                                        col("region"),
                                        col("kind"))
                                .agg(count(lit(1)))
                                .collectAsList())
                .containsExactlyInAnyOrder(
                        row(null, "x", 2L),
                        row(null, "y", 1L),
                        row("n", null, 2L),
                        row("s", null, 1L),
                        row(null, null, 3L));
    }

    @Test
    void columnsOfASubQueryThatShareANameAllComeOut() {
        for (var query :
                List.of(
                        "SELECT * FROM (SELECT 1 AS a, 2 AS A)",
                        "SELECT s.* FROM (SELECT 1 AS a, 2 AS A) s",
                        "WITH w AS (SELECT 1 AS a, 2 AS A) SELECT * FROM w",
                        "SELECT * FROM (SELECT *, 2 AS A FROM VALUES (1) t(a))",
                        "SELECT * FROM (SELECT * FROM (SELECT 1 AS a, 2 AS A UNION SELECT 1, 2))",
                        "SELECT * EXCEPT (b) FROM (SELECT 1 AS a, 2 AS A, 3 AS b)")) {
            var result = session.sql(query);
            assertThat(result.schema().fieldNames()).as(query).containsExactly("a", "A");
            assertThat(result.collectAsList()).as(query).containsExactly(row(1, 2));
        }
    }

    @Test
    void aNameThatColumnsOfASubQueryShareMeansNoneOfThem() {
        for (var query :
                List.of(
                        "SELECT a FROM (SELECT 1 AS a, 2 AS a)",
                        "SELECT x.a FROM (SELECT 1 AS a, 2 AS a) x",
                        "SELECT * FROM (SELECT 1 AS a, 2 AS a) WHERE a > 0",
                        "SELECT a FROM (SELECT 1 AS a, 2 AS a) JOIN VALUES (7) t(a) ON true",
                        "SELECT * FROM VALUES (9) o(a) WHERE EXISTS"
                                + " (SELECT 1 FROM (SELECT 1 AS a, 2 AS a) WHERE a = 9)")) {
            assertThatThrownBy(() -> session.sql(query))
                    .as(query)
                    .hasMessageContaining("AMBIGUOUS_REFERENCE")
                    .hasMessageContaining("'a'");
        }
    }

    @Test
    void theFieldsOfAStructAreSelectedWithAStar() {
        var structs = "VALUES (named_struct('a', 1, 'b', 'x')) AS t(s)";
        var all = session.sql("SELECT s.*, 7 AS c FROM " + structs + " WHERE s.a = 1");
        assertThat(all.schema().fieldNames()).containsExactly("a", "b", "c");
        assertThat(all.collectAsList()).containsExactly(row(1, "x", 7));
        assertThat(session.sql("SELECT * FROM " + structs).select("s.*").columns())
                .containsExactly("a", "b");
        assertThatThrownBy(() -> session.sql("SELECT a.* FROM VALUES (1) AS t(a)"))
                .hasMessageContaining("'a' is INT, of which .* gives nothing");
    }

    @Test
    void aGeneratorsColumnMayHaveTheNameOfOneItReads() {
        var lists = "VALUES (array(1, 2)) AS t(xs)";
        assertThat(session.sql("SELECT explode(xs) AS xs FROM " + lists).collectAsList())
                .containsExactlyInAnyOrder(row(1), row(2));
        assertThat(session.sql("SELECT explode(xs) AS xs, size(xs) FROM " + lists).collectAsList())
                .containsExactlyInAnyOrder(row(1, 2), row(2, 2));
        assertThat(session.sql("SELECT inline(array(struct(id))) FROM range(1)").collectAsList())
                .containsExactly(row(0L));
        assertThat(
                        session.sql("SELECT explode(xs) AS x FROM " + lists + " ORDER BY x DESC")
                                .collectAsList())
                .containsExactly(row(2), row(1));
    }
}
