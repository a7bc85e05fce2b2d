package io.tidemill.sql;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.sql.streaming.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rows that come too late are counted, and kept with their cause and their place where the table
/// says so.
class LateRowsKeptTest {
    @Test
    void aLateRowIsWrittenWithItsCauseFileAndOffset(@TempDir Path directory) throws Exception {
        Files.createDirectories(directory.resolve("in"));
        Files.writeString(
                directory.resolve("in/1.json"),
                """
                {"city":"Oslo","time":"2026-01-01T10:00:00Z"}
                {"city":"Rom","time":"2026-01-01T11:00:00Z"}
                {"city":"Bonn","time":"2026-01-01T10:30:00Z"}
                """);
        try (var session = Sessions.in(directory)) {
            var query =
                    session.readStream()
                            .schema("city STRING, time TIMESTAMP")
                            .option("badRecordsPath", "rejected")
                            .json("in")
                            .withWatermark("time", "10 minutes")
                            .groupBy(functions.window(functions.col("time"), "1 hour"))
                            .count()
                            .writeStream()
                            .format("memory")
                            .queryName("hours")
                            .outputMode("append")
                            .option("checkpointLocation", "checkpoint")
                            .trigger(Trigger.AvailableNow())
                            .start();
            query.awaitTermination();
            var progress = query.recentProgress()[0];
            assertThat(progress.rejectedRows()).containsEntry("late", 1L);
            assertThat(progress.stateOperators()[0].numRowsDroppedByWatermark()).isEqualTo(1);
            var kept = session.read().json("rejected/hours").collectAsList();
            assertThat(kept).hasSize(1);
            assertThat(kept.getFirst().json())
                    .contains("late: its time 2026-01-01T10:30:00Z is before 2026-01-01T10:50:00Z")
                    .contains("1.json")
                    .contains("2026-01-01 10:30:00");
        }
    }
}
