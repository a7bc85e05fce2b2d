package io.tidemill.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.connect.option.OptionTable;
import org.junit.jupiter.api.Test;

/// The table of options in `docs/parquet.md` is the record's that they are read into.
class ParquetOptionsTest {
    @Test
    void thePageSaysWhatTheRecordSays() throws IOException {
        assertThat(Files.readString(Path.of("../../docs/parquet.md")))
                .contains(OptionTable.of(ParquetOptions.class));
    }
}
