package io.tidemill.format.json;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.connect.FileOpener;
import io.tidemill.connect.ReadRequest;
import io.tidemill.connect.option.OptionReader;
import io.tidemill.connect.option.Options;
import io.tidemill.data.Batch;
import io.tidemill.sql.types.StructType;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The files of JSONTestSuite: those named `y_` are JSON, those named `n_` are not, and whatever
/// stands in a file, reading it as rows ends.
@Timeout(120)
class JsonSuiteTest {
    private static final Map<String, String> STRICT =
            Map.of("allowSingleQuotes", "false", "allowNonNumericNumbers", "false");

    private Path suite;

    @BeforeEach
    void findTheData() {
        String folder = System.getenv("TIDEMILL_REAL_DATA");
        Assumptions.assumeTrue(folder != null, "skipped: TIDEMILL_REAL_DATA is not set");
        suite = Path.of(folder).toAbsolutePath().resolve("formats/json-nst");
        assertThat(suite).isDirectory();
    }

    @Test
    void whatIsJsonIsTakenAndWhatIsNotIsRefused() throws IOException {
        List<String> wrong = new ArrayList<>();
        int seen = 0;
        for (Path file : files("test_parsing")) {
            String name = file.getFileName().toString();
            boolean taken = isJson(Files.readAllBytes(file));
            seen++;
            if (name.startsWith("y_") && !taken || name.startsWith("n_") && taken) {
                wrong.add(name);
            }
        }
        assertThat(seen).isEqualTo(318);
        assertThat(wrong).isEmpty();
    }

    @Test
    void readingAnyOfThemAsRowsEnds() throws IOException {
        StructType columns = StructType.fromDDL("a STRING, b DOUBLE, c ARRAY<MAP<STRING, INT>>");
        int rows = 0;
        List<Path> all = new ArrayList<>(files("test_parsing"));
        all.addAll(files("test_transform"));
        for (Path file : all) {
            byte[] bytes = Files.readAllBytes(file);
            for (String multiLine : List.of("true", "false")) {
                rows += rows(bytes, columns, Map.of("multiLine", multiLine));
            }
        }
        assertThat(rows).isPositive();
    }

    private List<Path> files(String folder) throws IOException {
        try (Stream<Path> files = Files.list(suite.resolve(folder))) {
            return files.sorted().toList();
        }
    }

    private static boolean isJson(byte[] bytes) {
        JsonCursor cursor =
                new JsonCursor(new OptionReader("t", Options.of(STRICT)).read(JsonOptions.class));
        cursor.bytes = Arrays.copyOf(bytes, 2 * bytes.length + 128);
        cursor.end = bytes.length;
        cursor.arena = bytes.length + 64;
        try {
            cursor.skip();
            return cursor.peek() < 0;
        } catch (JsonSyntaxException e) {
            return false;
        }
    }

    private static int rows(byte[] bytes, StructType columns, Map<String, String> options)
            throws IOException {
        FileOpener opener =
                new FileOpener() {
                    @Override
                    public InputStream open(Path file, long offset) {
                        return new ByteArrayInputStream(bytes);
                    }

                    @Override
                    public long size(Path file) {
                        return bytes.length;
                    }
                };
        int rows = 0;
        Batch batch = Batch.create(columns, 0);
        try (var reader =
                new JsonFormat()
                        .configure(new OptionReader("t", Options.of(options)))
                        .reader(
                                opener,
                                Path.of("f"),
                                0,
                                bytes.length,
                                new ReadRequest(columns, (_, _, _, _, _, _) -> {}))) {
            while (reader.next(batch)) {
                for (int row = 0; row < batch.rows(); row++) {
                    rows += batch.row(row).length > 0 ? 1 : 0;
                }
            }
        }
        return rows;
    }
}
