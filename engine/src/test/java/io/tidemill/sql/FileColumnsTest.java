package io.tidemill.sql;

import static io.tidemill.sql.functions.col;
import static io.tidemill.sql.functions.input_file_name;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.sql.streaming.Trigger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a row can say of the file that it is from.
class FileColumnsTest {
    @TempDir private Path directory;
    private TidemillSession session;

    @BeforeEach
    void open() throws Exception {
        session = Sessions.in(directory);
        for (int day = 1; day <= 2; day++) {
            var folder = Files.createDirectories(directory.resolve("in/day=" + day));
            Files.writeString(
                    folder.resolve("a b" + day + ".json"),
                    "{\"n\":%d}\n{\"n\":%d}\n".formatted(day, 10 * day));
        }
        session.sql("CREATE TABLE t (n INT, day INT) USING json OPTIONS (path 'in')");
    }

    @AfterEach
    void close() {
        session.close();
    }

    private String uri(int day) {
        return directory.resolve("in/day=" + day + "/a b" + day + ".json").toUri().toString();
    }

    private static Row row(Object... values) {
        return RowFactory.create(values);
    }

    @Test
    void aRowNamesItsFile() {
        assertThat(session.sql("SELECT n, input_file_name() FROM t WHERE n > 5").collectAsList())
                .containsExactlyInAnyOrder(row(10, uri(1)), row(20, uri(2)));
        assertThat(uri(1)).endsWith("/a%20b1.json");
        assertThat(
                        session.sql(
                                        "SELECT count(*) FROM t WHERE input_file_name() LIKE"
                                                + " '%b2.json'")
                                .first())
                .isEqualTo(row(2L));
    }

    @Test
    void rowsAreGroupedByTheirFile() {
        var grouped =
                session.sql(
                        "SELECT _metadata.file_name AS f, sum(n) FROM t"
                                + " GROUP BY _metadata.file_name ORDER BY f");
        assertThat(grouped.collectAsList())
                .containsExactly(row("a b1.json", 11L), row("a b2.json", 22L));
        assertThat(
                        session.table("t")
                                .withColumn("file", input_file_name())
                                .groupBy("file")
                                .count()
                                .collectAsList())
                .containsExactlyInAnyOrder(row(uri(1), 2L), row(uri(2), 2L));
    }

    @Test
    void metadataIsAStructThatAStarLeavesOut() {
        assertThat(session.sql("SELECT * FROM t").columns()).containsExactly("n", "day");
        var all = session.sql("SELECT t._metadata FROM t WHERE n = 2").first().getStruct(0);
        assertThat(all.schema().fieldNames())
                .containsExactly(
                        "file_path",
                        "file_name",
                        "file_size",
                        "file_block_start",
                        "file_block_length",
                        "file_modification_time");
        assertThat(all.getString(0)).isEqualTo(uri(2));
        assertThat(all.getLong(2)).isEqualTo(17);
        assertThat(all.getLong(3)).isZero();
        assertThat(all.getLong(4)).isEqualTo(17);
        assertThat(all.get(5)).isInstanceOf(Instant.class);
        assertThat(session.table("t").select("_metadata.file_name").columns())
                .containsExactly("file_name");
        assertThatThrownBy(() -> session.sql("SELECT _metadata.size FROM t"))
                .hasMessageContaining("FIELD_NOT_FOUND")
                .hasMessageContaining("file_size");
    }

    @Test
    void aColumnOfThatNameComesFirst() {
        assertThat(
                        session.sql(
                                        "SELECT _metadata.x FROM VALUES (named_struct('x', 1)) AS"
                                                + " v(_metadata)")
                                .first())
                .isEqualTo(row(1));
    }

    @Test
    void aStreamKeepsTheFileThroughUnionsAndSubQueries() throws Exception {
        var stream =
                session.readStream()
                        .schema("n INT")
                        .json("in/*")
                        .select(col("n"), input_file_name());
        var query =
                stream.union(stream)
                        .distinct()
                        .writeStream()
                        .format("memory")
                        .queryName("seen")
                        .outputMode("complete")
                        .trigger(Trigger.AvailableNow())
                        .start();
        query.awaitTermination();
        assertThat(session.table("seen").collectAsList())
                .containsExactlyInAnyOrder(
                        row(1, uri(1)), row(10, uri(1)), row(2, uri(2)), row(20, uri(2)));
    }

    @Test
    void rowsOfNoFileHaveNone() {
        assertThat(
                        session.range(1)
                                .selectExpr(
                                        "input_file_name()",
                                        "input_file_block_start()",
                                        "input_file_block_length()")
                                .first())
                .isEqualTo(row("", -1L, -1L));
        assertThatThrownBy(() -> session.sql("SELECT _metadata.file_name FROM range(1)").collect())
                .hasMessageContaining("UNRESOLVED_COLUMN");
    }

    @Test
    void rowsOfSeveralFilesAreRefused() {
        assertThatThrownBy(() ->
                        session.sql("SELECT input_file_name() FROM t JOIN t AS u ON t.n" + " = u.n")
                                .collect())
                .hasMessageContaining("MULTI_SOURCES_UNSUPPORTED_FOR_EXPRESSION");
        assertThatThrownBy(() ->
                        session.sql(
                                        "SELECT _metadata.file_name FROM (SELECT sum(n)"
                                                + " FROM t) AS s")
                                .collect())
                .hasMessageContaining("no one table of files");
    }
}
