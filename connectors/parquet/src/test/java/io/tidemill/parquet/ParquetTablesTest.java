package io.tidemill.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.sql.Row;
import io.tidemill.sql.TidemillSession;
import io.tidemill.sql.streaming.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Parquet as users meet it: the format of a file table, read and written, batch and stream.
class ParquetTablesTest {
    @TempDir private Path folder;

    @Test
    void aStreamOfParquetFilesIsWrittenAsParquetExactlyOnce() throws Exception {
        var in = folder.resolve("in").toString();
        var out = folder.resolve("out").toString();
        try (var session = TidemillSession.builder().getOrCreate()) {
            session.range(5000)
                    .selectExpr("id", "id % 7 AS k", "CAST(id AS STRING) AS s")
                    .write()
                    .format("parquet")
                    .save(in);
            for (int run = 0; run < 2; run++) {
                session.readStream()
                        .format("parquet")
                        .schema("id BIGINT, k BIGINT, s STRING")
                        .load(in)
                        .where("k = 3")
                        .writeStream()
                        .format("parquet")
                        .option("compression", "zstd")
                        .option("checkpointLocation", folder.resolve("checkpoint").toString())
                        .trigger(Trigger.AvailableNow())
                        .start(out)
                        .awaitTermination();
            }
            var read = session.read().parquet(out);
            assertThat(read.schema().toDDL()).isEqualTo("id BIGINT, k BIGINT, s STRING");
            assertThat(read.collectAsList().stream().map(Row::toString).sorted())
                    .isEqualTo(
                            LongStream.range(0, 5000)
                                    .filter(id -> id % 7 == 3)
                                    .mapToObj(id -> "[%d,3,%d]".formatted(id, id))
                                    .sorted()
                                    .toList());
        }
    }

    @Test
    void rowsNameTheirFileAndNeedNoOtherColumn() {
        var in = folder.resolve("in").toString();
        try (var session = TidemillSession.builder().getOrCreate()) {
            session.range(5).write().format("parquet").save(in);
            var names =
                    session.read()
                            .parquet(in)
                            .selectExpr("_metadata.file_name AS f", "input_file_name() AS p")
                            .where("p LIKE 'file:///%.parquet'");
            assertThat(names.count()).isEqualTo(5);
            assertThat(names.first().getString(0)).startsWith("part-").endsWith(".parquet");
        }
    }
}
