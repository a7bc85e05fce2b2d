package io.tidemill.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionZoneTest {
    @TempDir Path directory;

    @Test
    void timesWithoutAZoneInFilesAreInTheSessions() throws Exception {
        Files.writeString(
                directory.resolve("a.json"),
                "{\"t\":\"2026-01-01T12:00:00\"}\n{\"t\":\"2026-01-01T12:00:00Z\"}\n");
        try (var session =
                TidemillSession.builder()
                        .config("spark.sql.session.timeZone", "Asia/Tokyo")
                        .directory(directory)
                        .create()) {
            var rows = session.read().schema("t TIMESTAMP").json("a.json").orderBy("t");
            assertThat(rows.collectAsList())
                    .containsExactly(
                            RowFactory.create(Instant.parse("2026-01-01T03:00:00Z")),
                            RowFactory.create(Instant.parse("2026-01-01T12:00:00Z")));
        }
    }
}
