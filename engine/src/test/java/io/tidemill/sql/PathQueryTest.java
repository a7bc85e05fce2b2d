package io.tidemill.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files named in place of a table, as Spark has it.
class PathQueryTest {
    @TempDir Path directory;

    @Test
    void filesAreReadByFormatAndPath() throws Exception {
        Files.writeString(directory.resolve("rides.v1.json"), "{\"city\":\"Oslo\",\"fare\":5}\n");
        try (var session = TidemillSession.builder().directory(directory).create()) {
            var rows = session.sql("SELECT city, fare + 1 AS more FROM json.`rides.v1.json`");
            assertThat(rows.collectAsList()).containsExactly(RowFactory.create("Oslo", 6L));
            assertThatThrownBy(() -> session.sql("SELECT * FROM json.`nowhere.json`"))
                    .isInstanceOf(AnalysisException.class)
                    .hasMessageContaining("PATH_NOT_FOUND");
            assertThatThrownBy(() -> session.sql("SELECT * FROM jsn.`rides.v1.json`"))
                    .hasMessageContaining("TABLE_OR_VIEW_NOT_FOUND");
        }
    }
}
