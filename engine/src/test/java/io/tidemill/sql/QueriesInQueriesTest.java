package io.tidemill.sql;

import static io.tidemill.sql.functions.col;
import static io.tidemill.sql.functions.count;
import static io.tidemill.sql.functions.lit;
import static io.tidemill.sql.functions.max;
import static io.tidemill.sql.functions.sum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.sql.streaming.MemoryStream;
import io.tidemill.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Datasets as parts of expressions of others: `scalar`, `exists`, `isin`, `lateralJoin`, `outer`.
class QueriesInQueriesTest {
    @TempDir private Path directory;
    private TidemillSession session;
    private Dataset<Row> rides;
    private Dataset<Row> cities;

    @BeforeEach
    void open() {
        session = Sessions.in(directory);
        rides =
                session.sql(
                        "SELECT * FROM VALUES ('Oslo', 5), ('Oslo', 7), ('Rom', 2), ('Bonn', 4)"
                                + " AS t(city, fare)");
        cities = session.sql("SELECT * FROM VALUES ('Oslo', 6), ('Rom', 1) AS t(name, most)");
    }

    @AfterEach
    void close() {
        session.close();
    }

    private static Row row(Object... values) {
        return RowFactory.create(values);
    }

    @Test
    void theValueOfAQueryStandsInAnExpression() {
        var greatest = rides.agg(max("fare"));
        assertThat(rides.where(col("fare").equalTo(greatest.scalar())).collectAsList())
                .containsExactly(row("Oslo", 7));
        assertThat(cities.select(col("name"), greatest.scalar().as("m")).collectAsList())
                .containsExactlyInAnyOrder(row("Oslo", 7), row("Rom", 7));
        assertThat(cities.select(rides.where("fare > 99").select("fare").scalar()).collectAsList())
                .containsOnly(row((Object) null));
    }

    @Test
    void anInnerQueryNamesColumnsOfTheOuterOne() {
        var total = rides.where(col("city").equalTo(cities.col("name").outer())).agg(sum("fare"));
        assertThat(cities.select(col("name"), total.scalar().as("s")).collectAsList())
                .containsExactlyInAnyOrder(row("Oslo", 12L), row("Rom", 2L));
        var dearer =
                rides.as("r")
                        .where(
                                col("r.city")
                                        .equalTo(col("c.name").outer())
                                        .and(col("r.fare").gt(col("c.most").outer())));
        assertThat(cities.as("c").where(dearer.exists()).select("name").collectAsList())
                .containsExactlyInAnyOrder(row("Oslo"), row("Rom"));
        assertThat(
                        rides.where(
                                        functions.not(
                                                cities.where(
                                                                cities.col("name")
                                                                        .equalTo(
                                                                                rides.col("city")
                                                                                        .outer()))
                                                        .exists()))
                                .collectAsList())
                .containsExactly(row("Bonn", 4));
    }

    @Test
    void aValueIsLookedForInAQuery() {
        assertThat(rides.where(col("city").isin(cities.select("name"))).count()).isEqualTo(3);
        var same = cities.where(col("most").lt(rides.col("fare").outer())).select(col("name"));
        assertThat(rides.where(col("city").isin(same)).collectAsList())
                .containsExactlyInAnyOrder(row("Oslo", 7), row("Rom", 2));
    }

    @Test
    void eachRowIsJoinedWithAQueryOverIt() {
        var best =
                rides.where(col("city").equalTo(col("name").outer()))
                        .orderBy(col("fare").desc())
                        .limit(1)
                        .select(col("fare"));
        assertThat(cities.lateralJoin(best).collectAsList())
                .containsExactlyInAnyOrder(row("Oslo", 6, 7), row("Rom", 1, 2));
        var dear =
                rides.where(col("city").equalTo(col("name").outer()).and(col("fare").gt(lit(4))))
                        .groupBy("city")
                        .agg(count("*").as("n"))
                        .select("n");
        assertThat(cities.lateralJoin(dear, "left").collectAsList())
                .containsExactlyInAnyOrder(row("Oslo", 6, 2L), row("Rom", 1, null));
        assertThat(cities.lateralJoin(dear, col("n").gt(2)).count()).isZero();
        assertThat(cities.lateralJoin(rides).count()).isEqualTo(8);
        assertThatThrownBy(() -> cities.lateralJoin(dear, "full"))
                .hasMessageContaining("inner, cross or left");
    }

    @Test
    void functionsThatMakeRowsAreJoinedWithEachRow() {
        var lists =
                session.sql("SELECT * FROM VALUES (1, array(4, 5)), (2, array(6)) AS t(id, list)");
        assertThat(
                        lists.lateralJoin(session.tvf().explode(col("list").outer()))
                                .select("id", "col")
                                .collectAsList())
                .containsExactlyInAnyOrder(row(1, 4), row(1, 5), row(2, 6));
        assertThat(session.tvf().posexplode(functions.array(lit(7), lit(8))).collectAsList())
                .containsExactlyInAnyOrder(row(0, 7), row(1, 8));
        assertThat(session.tvf().stack(lit(2), lit(1), lit(2)).count()).isEqualTo(2);
        assertThat(session.tvf().range(3).count()).isEqualTo(3);
    }

    @Test
    void anOpenQueryHasNoColumnsAndNoRows() {
        var open = rides.where(col("city").equalTo(col("name").outer()));
        for (Runnable use :
                List.<Runnable>of(
                        open::schema, open::collectAsList, open::isStreaming, open::show)) {
            assertThatThrownBy(use::run)
                    .isInstanceOf(AnalysisException.class)
                    .hasMessageContaining("outer()")
                    .hasMessageContaining("exists()");
        }
        assertThatThrownBy(() -> session.range(1).where(open.exists()).count())
                .hasMessageContaining("UNRESOLVED_COLUMN");
    }

    @Test
    void aStreamIsFilteredByWhatAnotherHas() throws Exception {
        var schema = StructType.fromDDL("city STRING, fare INT");
        var in = MemoryStream.create(session, Encoders.row(schema));
        var stream = in.toDF();
        var later =
                stream.as("o")
                        .where(
                                col("o.city")
                                        .equalTo(stream.col("city").outer())
                                        .and(col("o.fare").gt(stream.col("fare").outer())));
        var query =
                stream.where(functions.not(later.exists()))
                        .writeStream()
                        .format("memory")
                        .queryName("best")
                        .outputMode("complete")
                        .start();
        in.addData(row("Oslo", 1), row("Rom", 5));
        query.processAllAvailable();
        in.addData(row("Oslo", 2), row("Rom", 3));
        query.processAllAvailable();
        assertThat(session.table("best").collectAsList())
                .containsExactlyInAnyOrder(row("Oslo", 2), row("Rom", 5));
        query.stop();
    }
}
