package io.tidemill.file;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Documents over several lines are read record by record, however large the file is.
class JsonDocumentsTest {
    private static final String DDL = "n INT, text STRING, list ARRAY<INT>";

    @TempDir private Path folder;

    private TestTables.Read read(String text, String... options) throws IOException {
        Path file = Files.writeString(folder.resolve("a.json"), text);
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of("multiLine", "true"));
        return TestTables.all(TestTables.json(file, DDL, all.toArray(String[]::new)));
    }

    private static String record(int n) {
        return "{\n  \"n\": %d,\n  \"text\": \"line\\n%s, ] } \\u00e4\",\n  \"list\": [\n    1,\n    %d\n  ]\n}"
                .formatted(n, "x".repeat(n % 97), n);
    }

    @Test
    void anArrayOverManyChunksIsItsElements() throws IOException {
        String text =
                IntStream.range(0, 40_000)
                        .mapToObj(JsonDocumentsTest::record)
                        .collect(Collectors.joining(",\n", "[\n", "\n]\n"));
        assertThat(text.length()).isGreaterThan(3_000_000);
        var read = read(text);
        assertThat(read.bad()).isEmpty();
        assertThat(read.rows()).hasSize(40_000);
        for (int i = 0; i < 40_000; i++) {
            assertThat(read.rows().get(i)[0]).isEqualTo(i);
            assertThat(read.rows().get(i)[2]).isEqualTo(List.of(1, i));
        }
        Path file = folder.resolve("a.json");
        assertThat(TestTables.json(file, "", "multiLine", "true").schema().toDDL())
                .isEqualTo("list ARRAY<BIGINT>, n BIGINT, text STRING");
    }

    @Test
    void documentsMayFollowEachOther() throws IOException {
        String text =
                IntStream.range(0, 20_000)
                        .mapToObj(JsonDocumentsTest::record)
                        .collect(Collectors.joining("\n"));
        var read = read(text);
        assertThat(read.bad()).isEmpty();
        assertThat(read.rows()).hasSize(20_000);
        assertThat(read(record(1) + record(2)).bad()).hasSize(1);
    }

    @Test
    void aFileThatIsCutOffKeepsWhatCameBefore() throws IOException {
        String text = "[" + record(1) + "," + record(2) + "]";
        for (int length = 1; length < text.length(); length++) {
            var read = read(text.substring(0, length), "mode", "DROPMALFORMED");
            assertThat(read.bad()).as("first %d", length).hasSize(1);
            int whole = length < 1 + record(1).length() ? 0 : length < text.length() - 1 ? 1 : 2;
            assertThat(read.rows()).as("first %d", length).hasSize(whole);
        }
        assertThat(read(text).bad()).isEmpty();
    }

    @Test
    void aRecordThatIsTooLongEndsTheFile() throws IOException {
        var read =
                read(
                        "[" + record(1) + ",{\"text\":\"" + "y".repeat(2_000_000) + "\"}]",
                        "maxRecordBytes",
                        "1MiB",
                        "mode",
                        "DROPMALFORMED");
        assertThat(read.rows()).hasSize(1);
        assertThat(read.bad()).hasSize(1);
        assertThat(read.bad().getFirst().reason()).contains("maxRecordBytes");
    }
}
