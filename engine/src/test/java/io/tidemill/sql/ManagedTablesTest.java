package io.tidemill.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.sql.streaming.MemoryStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tables that writers make: `saveAsTable`, `toTable`.
class ManagedTablesTest {
    @TempDir private Path directory;
    private TidemillSession session;

    @BeforeEach
    void open() {
        session = Sessions.in(directory);
    }

    @AfterEach
    void close() {
        session.close();
    }

    private DataFrameWriter<Long> numbers(long count) {
        return session.range(count).write().format("json");
    }

    private long sum(String table) {
        return session.sql("SELECT sum(id) FROM " + table).first().getLong(0);
    }

    @Test
    void aTableIsMadeAddedToAndReplaced() {
        numbers(3).saveAsTable("t");
        assertThat(directory.resolve("spark-warehouse/t")).isDirectory();
        assertThat(sum("t")).isEqualTo(3);
        numbers(4).mode("append").saveAsTable("t");
        assertThat(sum("t")).isEqualTo(9);
        assertThatThrownBy(() -> numbers(1).saveAsTable("t"))
                .hasMessageContaining("TABLE_OR_VIEW_ALREADY_EXISTS");
        numbers(1).mode("ignore").saveAsTable("t");
        assertThat(sum("t")).isEqualTo(9);
        session.range(2)
                .withColumn("n", functions.col("id"))
                .write()
                .format("json")
                .mode("overwrite")
                .saveAsTable("t");
        assertThat(session.table("t").columns()).containsExactly("id", "n");
        assertThat(sum("t")).isEqualTo(1);
    }

    @Test
    void aPathAndTheWarehouseSayWhere() {
        session.conf().set("spark.sql.warehouse.dir", "house");
        numbers(2).saveAsTable("a");
        numbers(2).option("path", "elsewhere").saveAsTable("b");
        assertThat(directory.resolve("house/a")).isDirectory();
        assertThat(directory.resolve("elsewhere")).isDirectory();
        assertThat(sum("b")).isEqualTo(1);
        session.sql("DROP TABLE a");
        assertThatThrownBy(() -> numbers(1).saveAsTable("a"))
                .hasMessageContaining("PATH_ALREADY_EXISTS");
    }

    @Test
    void aStreamMakesItsTable() throws Exception {
        var stream = MemoryStream.create(session, Encoders.LONG());
        var query =
                stream.toDF()
                        .writeStream()
                        .format("json")
                        .option("checkpointLocation", "checkpoint")
                        .toTable("values");
        stream.addData(List.of(1L, 2L));
        query.processAllAvailable();
        query.stop();
        assertThat(session.table("values").collectAsList())
                .containsExactlyInAnyOrder(RowFactory.create(1L), RowFactory.create(2L));
        assertThatThrownBy(() ->
                        stream.toDF()
                                .writeStream()
                                .format("console")
                                .option("checkpointLocation", "other")
                                .toTable("nowhere"))
                .hasMessageContaining("TABLE_OR_VIEW_NOT_FOUND");
    }
}
