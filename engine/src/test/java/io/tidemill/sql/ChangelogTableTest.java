package io.tidemill.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tables whose records are changes of rows: Debezium's envelope, and rows with `_op`.
class ChangelogTableTest {
    @TempDir private Path directory;
    private TidemillSession session;

    @BeforeEach
    void begin() throws IOException {
        session = Sessions.in(directory);
        Files.createDirectories(directory.resolve("in"));
    }

    @AfterEach
    void end() {
        session.close();
    }

    private static Row row(Object... values) {
        return RowFactory.create(values);
    }

    private void file(String name, String... lines) throws IOException {
        Files.writeString(directory.resolve("in").resolve(name), String.join("\n", lines) + "\n");
    }

    private List<Row> rows(String query) {
        return session.sql(query).collectAsList();
    }

    @Test
    void debeziumsRecordsAreTheRowsThatAreThere() throws IOException {
        file(
                "a.json",
                "{\"before\":null,\"after\":{\"id\":1,\"town\":\"Oslo\"},\"op\":\"c\",\"ts_ms\":1}",
                "{\"before\":null,\"after\":{\"id\":2,\"town\":\"Rome\"},\"op\":\"r\",\"ts_ms\":2}",
                "{\"before\":{\"id\":1,\"town\":\"Oslo\"},\"after\":{\"id\":1,\"town\":\"Bonn\"},"
                        + "\"op\":\"u\",\"ts_ms\":3}",
                "{\"payload\":{\"before\":{\"id\":2,\"town\":\"Rome\"},\"after\":null,"
                        + "\"op\":\"d\",\"ts_ms\":4}}");
        session.sql(
                "CREATE TABLE people (id INT, town STRING) USING json OPTIONS (path 'in',"
                        + " changelog 'debezium')");

        assertThat(rows("SELECT * FROM people")).containsExactly(row(1, "Bonn"));
        assertThat(rows("SELECT count(*), max(town) FROM people")).containsExactly(row(1L, "Bonn"));
        assertThat(session.table("people").schema().toDDL()).isEqualTo("id INT, town STRING");
    }

    @Test
    void anOperationStandsInAColumn() throws IOException {
        file(
                "a.json",
                "{\"id\":1,\"n\":10,\"_op\":\"+I\"}",
                "{\"id\":2,\"n\":20,\"_op\":\"c\"}",
                "{\"id\":1,\"n\":10,\"_op\":\"-U\"}",
                "{\"id\":1,\"n\":11,\"_op\":\"+U\"}",
                "{\"id\":2,\"n\":20,\"_op\":\"-D\"}");
        session.sql(
                "CREATE TABLE t (id INT, n INT) USING json OPTIONS (path 'in', changelog 'op')");

        assertThat(rows("SELECT id, n FROM t")).containsExactly(row(1, 11));
        assertThat(rows("SELECT sum(n) FROM t WHERE n > 10")).containsExactly(row(11L));
    }

    @Test
    void withAKeyTheLastRecordOfItCounts() throws IOException {
        file(
                "a.json",
                "{\"after\":{\"id\":1,\"town\":\"Oslo\"},\"op\":\"u\",\"ts_ms\":5}",
                "{\"after\":{\"id\":1,\"town\":\"Bonn\"},\"op\":\"u\",\"ts_ms\":9}",
                "{\"after\":{\"id\":1,\"town\":\"Late\"},\"op\":\"u\",\"ts_ms\":7}",
                "{\"after\":{\"id\":2,\"town\":\"Rome\"},\"op\":\"c\",\"ts_ms\":1}",
                "{\"before\":{\"id\":2},\"op\":\"d\",\"ts_ms\":2}");
        session.sql(
                "CREATE TABLE people (id INT PRIMARY KEY, town STRING) USING json OPTIONS (path"
                        + " 'in', changelog 'debezium')");

        assertThat(rows("SELECT * FROM people")).containsExactly(row(1, "Bonn"));
    }

    @Test
    void aVersionOrdersTheRecordsOfAKey() throws IOException {
        file(
                "a.json",
                "{\"id\":1,\"n\":10,\"v\":2,\"_op\":\"u\"}",
                "{\"id\":1,\"n\":9,\"v\":1,\"_op\":\"c\"}",
                "{\"id\":2,\"n\":1,\"v\":1,\"_op\":\"c\"}",
                "{\"id\":2,\"v\":2,\"_op\":\"d\"}");
        var table =
                "CREATE TABLE t (id INT, n INT, v INT, PRIMARY KEY (id) NOT ENFORCED) USING json"
                        + " OPTIONS (path 'in', changelog 'op'%s)";
        assertThatThrownBy(() -> session.sql(table.formatted("")))
                .isInstanceOf(AnalysisException.class)
                .hasMessageContaining("changelog.order");
        session.sql(table.formatted(", changelog.order 'v'"));
        assertThat(rows("SELECT id, n FROM t")).containsExactly(row(1, 10));
    }

    @Test
    void aChangelogIsKeptUpToDateAsAStream() throws Exception {
        file(
                "a.json",
                "{\"after\":{\"id\":1,\"town\":\"Oslo\"},\"op\":\"c\",\"ts_ms\":1}",
                "{\"after\":{\"id\":2,\"town\":\"Oslo\"},\"op\":\"c\",\"ts_ms\":1}");
        session.sql(
                "CREATE TABLE people (id INT PRIMARY KEY, town STRING) USING json OPTIONS (path"
                        + " 'in', changelog 'debezium', maxFilesPerTrigger 1)");
        var query =
                session.sql("SELECT town, count(*) AS n FROM STREAM people GROUP BY town")
                        .writeStream()
                        .format("memory")
                        .queryName("towns")
                        .outputMode("complete")
                        .start();
        try {
            query.processAllAvailable();
            assertThat(session.table("towns").collectAsList()).containsExactly(row("Oslo", 2L));
            file(
                    "b.json",
                    "{\"after\":{\"id\":2,\"town\":\"Rome\"},\"op\":\"u\",\"ts_ms\":2}",
                    "{\"before\":{\"id\":1},\"op\":\"d\",\"ts_ms\":2}");
            query.processAllAvailable();
            assertThat(session.table("towns").collectAsList()).containsExactly(row("Rome", 1L));
        } finally {
            query.stop();
        }
    }

    @Test
    void aRowTakenAwayThatNeverCameIsNotThere() throws IOException {
        file("a.json", "{\"id\":1,\"n\":10,\"_op\":\"+I\"}", "{\"id\":2,\"n\":20,\"_op\":\"-D\"}");
        session.sql(
                "CREATE TABLE t (id INT, n INT) USING json OPTIONS (path 'in', changelog 'op')");

        assertThat(rows("SELECT id, n FROM t")).containsExactly(row(1, 10));
        assertThat(rows("SELECT count(*), sum(n), min(n), max(n) FROM t"))
                .containsExactly(row(1L, 10L, 10, 10));
        assertThat(rows("SELECT id, row_number() OVER (ORDER BY n DESC) FROM t"))
                .containsExactly(row(1, 1));
        assertThat(rows("SELECT a.id, b.n FROM t a LEFT JOIN t b ON a.id = b.id"))
                .containsExactly(row(1, 10));
        assertThat(rows("SELECT * FROM t UNION ALL SELECT 2, 20"))
                .containsExactlyInAnyOrder(row(1, 10), row(2, 20));
        assertThatThrownBy(() ->
                        session.sql("SELECT * FROM STREAM t")
                                .writeStream()
                                .format("memory")
                                .queryName("refused")
                                .outputMode("append")
                                .start())
                .hasMessageContaining("UNSUPPORTED_OUTPUT_MODE");
    }

    @Test
    void aStreamMakesUpForARowTakenAwayTooEarly() throws Exception {
        file("a.json", "{\"id\":1,\"n\":10,\"_op\":\"+I\"}", "{\"id\":2,\"n\":20,\"_op\":\"-D\"}");
        session.sql(
                "CREATE TABLE t (id INT, n INT) USING json OPTIONS (path 'in', changelog 'op')");
        var whole = started("whole", "complete", "SELECT * FROM STREAM t");
        var ranked =
                started(
                        "ranked",
                        "complete",
                        "SELECT id, row_number() OVER (ORDER BY n DESC) AS r FROM STREAM t");
        var changes = started("changes", "changelog", "SELECT * FROM STREAM t");
        try {
            assertThat(shown(whole)).containsExactly(row(1, 10));
            assertThat(shown(ranked)).containsExactly(row(1, 1));
            assertThat(shown(changes))
                    .containsExactlyInAnyOrder(row("+I", 1, 10), row("-D", 2, 20));

            whole.stop();
            whole = started("whole", "complete", "SELECT * FROM STREAM t");
            file("b.json", "{\"id\":2,\"n\":20,\"_op\":\"+I\"}");
            assertThat(shown(whole)).containsExactly(row(1, 10));
            assertThat(shown(ranked)).containsExactly(row(1, 1));

            file("c.json", "{\"id\":2,\"n\":20,\"_op\":\"+I\"}");
            assertThat(shown(whole)).containsExactlyInAnyOrder(row(1, 10), row(2, 20));
            assertThat(shown(ranked)).containsExactlyInAnyOrder(row(2, 1), row(1, 2));
        } finally {
            whole.stop();
            ranked.stop();
            changes.stop();
        }
    }

    private StreamingQuery started(String name, String mode, String query) throws Exception {
        return session.sql(query)
                .writeStream()
                .format("memory")
                .queryName(name)
                .outputMode(mode)
                .option("checkpointLocation", directory.resolve("checkpoint-" + name).toString())
                .start();
    }

    private List<Row> shown(StreamingQuery query) throws Exception {
        query.processAllAvailable();
        return session.table(query.name()).collectAsList();
    }

    @Test
    void whatSaysTooLittleIsRefused() throws IOException {
        file("a.json", "{\"after\":{\"id\":1},\"op\":\"u\",\"ts_ms\":5}");
        session.sql("CREATE TABLE p (id INT) USING json OPTIONS (path 'in', changelog 'debezium')");
        assertThatThrownBy(() -> rows("SELECT * FROM p")).hasMessageContaining("PRIMARY KEY");
        file("a.json", "{\"id\":1,\"_op\":\"?\"}");
        session.sql("CREATE TABLE q (id INT) USING json OPTIONS (path 'in', changelog 'op')");
        assertThatThrownBy(() -> rows("SELECT * FROM q"))
                .hasMessageContaining("table q has the operation ?");
        assertThatThrownBy(() ->
                        session.sql(
                                "CREATE TABLE r (id INT PRIMARY KEY) USING json OPTIONS (path"
                                        + " 'in')"))
                .hasMessageContaining("changelog");
        assertThatThrownBy(() ->
                        session.sql(
                                "CREATE TABLE r (id INT) USING json OPTIONS (path 'in', changelog"
                                        + " 'x')"))
                .hasMessageContaining("debezium");
    }
}
