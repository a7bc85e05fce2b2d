package io.tidemill.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// `docs/errors.md` is made from [Condition]; `-Dgolden=update` writes it. Every condition stands
/// in some test of the repository, in code or in a golden file.
class ErrorsReferenceTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Path PAGE = ROOT.resolve("docs/errors.md");

    @Test
    void thePageListsEveryCondition() throws IOException {
        var page = page();
        if (System.getProperty("golden", "").equals("update")) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE).content().isEqualTo(page);
    }

    private static String page() {
        var text =
                new StringBuilder(
                        """
                        # Errors

                        Every error that Tidemill gives has a name, a SQLSTATE, and says what happened, where, why and
                        what to do: `[NAME] what happened. To go on: what to do. SQLSTATE: 22012`. Names and states are
                        Spark's where the meaning is the same. In Java it is a `TidemillException` (or one of its
                        subclasses that Spark's API promises) with `getCondition()` and `getSqlState()`.

                        This page is made from the code by a test.

                        | name | SQLSTATE | meaning |
                        |---|---|---|
                        """);
        for (var condition : Condition.values()) {
            text.append(
                    "| `%s` | %s | %s |%n"
                            .formatted(
                                    condition.condition(),
                                    condition.sqlState(),
                                    condition.description()));
        }
        return text.toString().replace(System.lineSeparator(), "\n");
    }

    @Test
    void everyConditionStandsInSomeTest() throws IOException {
        var tests = new StringBuilder();
        for (var module : List.of("engine", "app", "testkit", "connectors")) {
            var folder = ROOT.resolve(module);
            if (Files.isDirectory(folder)) {
                try (var files = Files.walk(folder)) {
                    for (var file : files.filter(ErrorsReferenceTest::isTest).toList()) {
                        tests.append(Files.readString(file)).append('\n');
                    }
                }
            }
        }
        var text = tests.toString();
        var missing =
                Arrays.stream(Condition.values())
                        .filter(condition -> !stands(condition, text))
                        .map(Condition::condition)
                        .toList();
        assertThat(missing).isEmpty();
    }

    private static boolean stands(Condition condition, String text) {
        return Pattern.compile(
                        "\\b(%s|%s)\\b"
                                .formatted(condition.name(), Pattern.quote(condition.condition())))
                .matcher(text)
                .find();
    }

    private static boolean isTest(Path file) {
        var path = file.toString();
        return path.contains("/src/test/")
                && !path.endsWith("ErrorsReferenceTest.java")
                && (path.endsWith(".java") || path.endsWith(".sql") || path.endsWith(".txt"));
    }
}
