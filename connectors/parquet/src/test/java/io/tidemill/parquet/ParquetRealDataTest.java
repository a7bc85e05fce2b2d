package io.tidemill.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.data.TidemillException;
import java.sql.SQLException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Every Parquet file of the shared data: the right rows, by DuckDB's answer, or the right reason.
/// The folder is in the environment variable TIDEMILL_REAL_DATA; without it these tests are
/// skipped.
class ParquetRealDataTest {
    /// Refused, and what the message must speak of. Files encrypted as a whole are known by their
    /// name.
    private static final Map<String, String> REFUSED =
            Map.ofEntries(
                    Map.entry("ARROW-GH-41317", "PageHeader"),
                    Map.entry("ARROW-GH-41321", "bitWidth"),
                    Map.entry("ARROW-GH-45185", "begins inside a list"),
                    Map.entry("ARROW-GH-47662", "Can't read value"),
                    Map.entry("ARROW-RS-GH-6229-DICTHEADER", "PageHeader"),
                    Map.entry("ARROW-RS-GH-6229-LEVELS", "past"),
                    Map.entry("PARQUET-1481", "footer"),
                    Map.entry("datapage_v1-corrupt-checksum", "checksum"),
                    Map.entry("rle-dict-uncompressed-corrupt-checksum", "checksum"),
                    Map.entry("large_string_map.brotli", "BROTLI"));

    /// Read by us and not, or not rightly, by DuckDB, with the number of rows.
    private static final Map<String, Integer> ONLY_OURS =
            Map.of(
                    "byte_stream_split_extended.gzip", 200,
                    "int96_from_spark", 6, // DuckDB counts its nanoseconds in 64 bits
                    "map_no_value", 3);

    private Path data;

    @BeforeEach
    void find() {
        var folder = System.getenv("TIDEMILL_REAL_DATA");
        Assumptions.assumeTrue(folder != null, "skipped: TIDEMILL_REAL_DATA is not set");
        data = Path.of(folder);
    }

    @Test
    void allOfParquetTestingIsReadOrRefusedWithAReason() throws IOException, SQLException {
        var files = new ArrayList<Path>();
        files.addAll(parquet("formats/parquet-testing/data"));
        files.addAll(parquet("formats/parquet-testing/bad_data"));
        assertThat(files).hasSizeGreaterThanOrEqualTo(75 + 8);
        try (var duck = new DuckDb()) {
            for (var file : files) {
                check(file, duck);
            }
        }
    }

    private static void check(Path file, DuckDb duck) throws IOException, SQLException {
        var name = file.getFileName().toString().replaceFirst("\\.parquet.*", "");
        var reason = file.toString().endsWith(".encrypted") ? "encrypted" : REFUSED.get(name);
        try {
            var rows = ParquetCaseFilesTest.canonical(file);
            assertThat(reason).as("%s should be refused", file).isNull();
            if (ONLY_OURS.containsKey(name)) {
                assertThat(rows).as(name).hasSize(ONLY_OURS.get(name));
            } else {
                assertThat(rows).as(name).isEqualTo(duck.rows(file));
            }
        } catch (TidemillException e) {
            assertThat(reason).as("%s: %s", file, e.getMessage()).isNotNull();
            assertThat(e).hasMessageContaining(reason);
        }
    }

    @Test
    void theSameRowsUnderTwoCodecsAreEqual() throws IOException, SQLException {
        var snappy =
                ParquetCaseFilesTest.canonical(data.resolve("airline/airlineStats.snappy.parquet"));
        var zstd =
                ParquetCaseFilesTest.canonical(data.resolve("airline/airlineStats.zstd.parquet"));
        assertThat(snappy).hasSize(19_492).isEqualTo(zstd);
        try (var duck = new DuckDb()) {
            assertThat(snappy)
                    .isEqualTo(duck.rows(data.resolve("airline/airlineStats.snappy.parquet")));
        }
    }

    @Test
    void wideNestedPagesPackedWithGzipEqualDuckDbs() throws IOException, SQLException {
        for (var name : List.of("github/events-2016-07-07.gzip.parquet", "trades/trades.parquet")) {
            var file = data.resolve(name);
            try (var duck = new DuckDb()) {
                assertThat(ParquetCaseFilesTest.canonical(file))
                        .isNotEmpty()
                        .isEqualTo(duck.rows(file));
            }
        }
    }

    private List<Path> parquet(String folder) throws IOException {
        try (var files = Files.walk(data.resolve(folder))) {
            return files.filter(file -> file.toString().matches(".*\\.parquet(\\.encrypted)?"))
                    .sorted()
                    .toList();
        }
    }
}
