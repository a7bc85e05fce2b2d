package io.tidemill.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import org.junit.jupiter.api.Test;

/// What the README shows is what lies in `examples`, which other tests run.
class ReadmeTest {
    private static final Path ROOT = root();
    private static final Pattern BLOCK = Pattern.compile("```(java|sql)\n(.*?)```", Pattern.DOTALL);

    @Test
    void itsProgramAndStatementsAreThoseOfTheExamples() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        var examples = new StringBuilder();
        try (var files = Files.list(ROOT.resolve("examples"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                examples.append(oneLine(Files.readString(file))).append('\n');
            }
        }
        var blocks = BLOCK.matcher(readme).results().map(block -> block.group(2)).toList();
        assertThat(blocks).isNotEmpty();
        assertThat(blocks.stream().flatMap(block -> Stream.of(block.split("\n\n", -1))))
                .allSatisfy(part -> assertThat(examples.toString()).contains(oneLine(part)));
    }

    /// Line breaks and indentation are for the eye.
    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s+", " ").replaceAll("\\( ", "(").replaceAll(" \\)", ")");
    }

    private static Path root() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("mvnw"))) {
            at = at.getParent();
        }
        return at;
    }
}
