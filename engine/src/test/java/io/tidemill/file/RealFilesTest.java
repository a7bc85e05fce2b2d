package io.tidemill.file;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.connect.Connector;
import io.tidemill.connect.Table;
import io.tidemill.data.Json;
import io.tidemill.data.TidemillException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Real files of JSON and CSV, many of which once broke a reader: no crash, no hang, the right rows
/// or a right reason.
///
/// The folder is in the environment variable TIDEMILL_REAL_DATA; without it these tests are
/// skipped, and the cases of [SparkCasesTest] cover the same code.
@Timeout(120)
class RealFilesTest {
    @TempDir private Path temp;
    private Path data;

    @BeforeEach
    void findTheData() {
        String folder = System.getenv("TIDEMILL_REAL_DATA");
        Assumptions.assumeTrue(folder != null, "skipped: TIDEMILL_REAL_DATA is not set");
        data = Path.of(folder).toAbsolutePath();
        assertThat(data).isDirectory();
    }

    @Test
    void csvSpectrumMeansWhatItSays() throws IOException {
        Path csvs = data.resolve("formats/csv-spectrum/csvs");
        try (Stream<Path> files = Files.list(csvs)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString().replace(".csv", ".json");
                if (name.equals("location_coordinates.json")) {
                    continue; // The answer that comes with it is of another row.
                }
                // The files lie here with plain line ends, also the one that is about CRLF.
                Object expected =
                        Json.parse(
                                Files.readString(csvs.resolveSibling("json").resolve(name))
                                        .replace("\\r\\n", "\\n"));
                Table table =
                        TestTables.csv(
                                file, "", "header", "true", "multiLine", "true", "escape", "\"");
                String[] columns = table.schema().fieldNames();
                List<Map<String, Object>> rows = new ArrayList<>();
                for (Object[] row : TestTables.all(table).rows()) {
                    Map<String, Object> map = new LinkedHashMap<>();
                    for (int i = 0; i < columns.length; i++) {
                        map.put(columns[i], row[i] == null ? "" : row[i]);
                    }
                    rows.add(map);
                }
                assertThat(rows).as(name).isEqualTo(expected);
            }
        }
    }

    @Test
    void theSameRowsAreInEveryFormat() throws IOException {
        String ddl = "time BIGINT, ticker STRING, quantity BIGINT, price BIGINT";
        Path trades = data.resolve("trades");
        var json = TestTables.all(TestTables.json(trades.resolve("trades.jsonl"), ""));
        var csv =
                TestTables.all(
                        TestTables.csv(
                                trades.resolve("trades.csv"),
                                "",
                                "header",
                                "true",
                                "inferSchema",
                                "true"));
        assertThat(json.rows()).as(ddl).hasSize(1934);
        assertThat(csv.rows()).hasSize(1934);
        assertThat(json.bad()).isEmpty();
        assertThat(csv.bad()).isEmpty();
    }

    @Test
    void realEventsAreReadWithoutABadRecord() throws IOException {
        for (var expected :
                Map.of(
                                "wikipedia/wikiticker-2015-09-12-sampled.json.gz",
                                39_244,
                                "github/events-2016-07-07.ndjson.gz",
                                2_000,
                                "github/events-2021-07-21.ndjson.gz",
                                800,
                                "logs/nginxplus_status.ndjson.gz",
                                500)
                        .entrySet()) {
            var read = TestTables.all(TestTables.json(data.resolve(expected.getKey()), ""));
            assertThat(read.rows()).as(expected.getKey()).hasSize(expected.getValue());
            assertThat(read.bad()).as(expected.getKey()).isEmpty();
        }
        var taxi = TestTables.all(TestTables.csv(data.resolve("nyc-taxi"), "", "header", "true"));
        assertThat(taxi.rows()).hasSize(360_000);
        var flights =
                TestTables.all(
                        TestTables.json(
                                data.resolve("vega/flights-20k.json.gz"), "", "multiLine", "true"));
        assertThat(flights.rows()).hasSize(20_000);
    }

    @Test
    void noneOfTheFilesThatBrokeReadersBreaksThisOne() throws IOException {
        int seen = 0;
        try (ZipFile zip =
                new ZipFile(data.resolve("formats/duckdb-csv-json-cases.zip").toFile())) {
            for (var entry : Collections.list(zip.entries())) {
                if (!entry.isDirectory()) {
                    String name = entry.getName().toLowerCase(Locale.ROOT);
                    String end = name.endsWith(".gz") ? ".gz" : name.endsWith(".zst") ? ".zst" : "";
                    Path file = temp.resolve("case-" + seen++ + end);
                    try (InputStream in = zip.getInputStream(entry)) {
                        Files.copy(in, file);
                    }
                    readInEveryWay(entry.getName(), file);
                }
            }
        }
        assertThat(seen).isGreaterThan(1000);
    }

    private void readInEveryWay(String name, Path file) {
        boolean json = name.contains("json");
        Connector connector = json ? new JsonFiles() : new CsvFiles();
        for (String[] options :
                new String[][] {
                    {},
                    {"multiLine", "true"},
                    {"mode", "DROPMALFORMED", "encoding", "ISO-8859-1"},
                    json
                            ? new String[] {"allowComments", "true", "prefersDecimal", "true"}
                            : new String[] {
                                "header",
                                "true",
                                "inferSchema",
                                "true",
                                "escape",
                                "\"",
                                "comment",
                                "#"
                            }
                }) {
            try {
                var read = TestTables.all(TestTables.table(connector, file, "", options));
                assertThat(read.rows()).as(name).isNotNull();
                if (!json) {
                    continue;
                }
                TestTables.all(TestTables.json(file, "a BIGINT, id INT, name STRING", options));
            } catch (TidemillException e) {
                assertThat(e.getCondition())
                        .as(name)
                        .isIn("INVALID_SCHEMA", "FAILED_READ_FILE", "MALFORMED_RECORD_IN_PARSING");
            } catch (IOException e) {
                throw new UncheckedIOException(name, e);
            } catch (RuntimeException e) {
                throw new IllegalStateException(name + " " + Arrays.toString(options), e);
            }
        }
    }
}
