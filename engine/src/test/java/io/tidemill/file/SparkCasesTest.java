package io.tidemill.file;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.connect.Connector;
import io.tidemill.data.TidemillException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Files of JSON and CSV are read as Apache Spark 4.2 reads them.
///
/// A case has a schema, options, an input, and what Spark made of it. Where we mean to answer
/// otherwise, a last part `--- ours` says why and what.
class SparkCasesTest {
    private static final Path CASES = Path.of("src/test/resources/formats");

    @TempDir private Path folder;

    @TestFactory
    Stream<DynamicTest> jsonIsReadAsSparkReadsIt() throws IOException {
        return cases("json", new JsonFiles());
    }

    @TestFactory
    Stream<DynamicTest> csvIsReadAsSparkReadsIt() throws IOException {
        return cases("csv", new CsvFiles());
    }

    private Stream<DynamicTest> cases(String format, Connector connector) throws IOException {
        try (Stream<Path> files = Files.list(CASES.resolve(format))) {
            return files.sorted().toList().stream()
                    .map(file ->
                            DynamicTest.dynamicTest(
                                    file.getFileName().toString(), () -> check(file, connector)));
        }
    }

    private void check(Path file, Connector connector) throws IOException {
        String text = Files.readString(file);
        int input = text.indexOf("--- input\n");
        int spark = text.lastIndexOf("--- spark\n");
        int ours = text.lastIndexOf("--- ours\n");
        String body = text.substring(input + 10, spark);
        if (body.endsWith("<no line feed>\n")) {
            body = body.substring(0, body.length() - 15);
        }
        Path data = Files.writeString(folder.resolve(file.getFileName() + ".txt"), body);
        List<String> options = new ArrayList<>();
        String schema = "";
        for (String line : text.substring(0, input).split("\n")) {
            if (line.startsWith("schema ")) {
                schema = line.substring(7);
            } else if (line.startsWith("option ")) {
                String[] parts = line.split(" ", 3);
                options.add(parts[1]);
                options.add(parts.length > 2 ? parts[2] : "");
            }
        }
        String expected =
                ours > spark
                        ? text.substring(ours + 9).replaceAll("(?m)^#.*\n", "")
                        : text.substring(spark + 10);
        assertThat(read(connector, data, schema, options)).isEqualTo(expected);
    }

    private static String read(
            Connector connector, Path data, String schema, List<String> options) {
        try {
            return TestTables.all(
                            TestTables.table(
                                    connector, data, schema, options.toArray(String[]::new)))
                    .rows()
                    .stream()
                    .map(row -> TestTables.show(row) + "\n")
                    .collect(Collectors.joining());
        } catch (TidemillException e) {
            return "ERROR " + e.getCondition() + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
