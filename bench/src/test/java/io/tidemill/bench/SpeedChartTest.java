package io.tidemill.bench;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.NodeList;
import picocli.CommandLine;

class SpeedChartTest {
    @TempDir private Path folder;

    @Test
    void eachQueryHasABarAsLongAsItIsTimesAsFast() throws Exception {
        var first =
                file(
                        "first.md",
                        query("q4", "tidemill 2.00 equal", "flink 30.00 equal")
                                + query("q0", "tidemill 1.00 equal", "spark 9.00 equal"));
        var second =
                file(
                        "second.md",
                        query(
                                "q4",
                                "tidemill 4.00 equal",
                                "spark 99.00 WRONG",
                                "flink 18.00 equal",
                                "duckdb 1.00 reference"));
        var texts = draw(first, second);
        assertThat(texts)
                .containsExactly(
                        "Times as fast as the fastest other stream engine",
                        "q0 pass through",
                        "9.0 × 1.00 s, Spark 9.0 s",
                        "q4 average of closing prices",
                        "4.5 × 4.00 s, Flink 18.0 s");
    }

    @Test
    void whatHasNothingToCompareHasNoBar() throws Exception {
        var alone = file("a.md", query("q0", "tidemill 1.00 equal", "duckdb 1.00 reference"));
        var wrong = file("b.md", query("q1", "tidemill 1.00 WRONG", "flink 9.00 equal"));
        assertThat(draw(alone, wrong)).hasSize(1);
    }

    private List<String> draw(Path... results) throws Exception {
        var picture = folder.resolve("speed.svg");
        var arguments = new ArrayList<>(Arrays.stream(results).map(Path::toString).toList());
        arguments.addAll(List.of("-o", picture.toString()));
        assertThat(new CommandLine(new SpeedChart()).execute(arguments.toArray(String[]::new)))
                .isZero();
        NodeList texts =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(picture.toFile())
                        .getElementsByTagName("text");
        return IntStream.range(0, texts.getLength())
                .mapToObj(i -> texts.item(i).getTextContent().strip().replaceAll("\\s+", " "))
                .toList();
    }

    private static String query(String name, String... engines) {
        return """
        ## %s

        | engine | M rows/s | seconds (range) | CPU s | M rows/CPU s | peak MiB | process s | result |
        |---|---|---|---|---|---|---|---|
        """
                        .formatted(name)
                + Arrays.stream(engines)
                        .map(engine -> engine.split(" "))
                        .map(e ->
                                "| %s | 1.0 | %s (1–2) | 1.0 | 1.0 | 100 | 1.0 | %s |\n"
                                        .formatted(e[0], e[1], e[2]))
                        .collect(Collectors.joining());
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
