package io.tidemill.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;
import module java.compiler;

import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The Java in the documents compiles as it stands there, and the README's does what it says.
class DocumentsTest {
    private static final Path PROJECT = Path.of("").toAbsolutePath().getParent();
    private static final Pattern BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
    private static final String IMPORTS =
            """
            import module java.base;
            import static io.tidemill.sql.functions.*;
            import static io.tidemill.testkit.CrashPoint.*;
            import static io.tidemill.testkit.StreamTest.row;
            import io.tidemill.sql.*;
            import io.tidemill.sql.streaming.*;
            import io.tidemill.testkit.*;
            import org.junit.jupiter.api.Test;
            import org.junit.jupiter.api.extension.ExtendWith;
            """;

    @TempDir private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "docs/concepts.md",
                "docs/coming-from-spark.md",
                "docs/testing.md"
            })
    void theJavaOfAPageCompiles(String page) throws IOException {
        var blocks = blocks(page);
        assertThat(blocks).isNotEmpty();
        for (int i = 0; i < blocks.size(); i++) {
            compile("Block" + i, blocks.get(i));
        }
    }

    @Test
    void theReadmesProgramReadsTheExamplesAndShowsStrongSignals() throws Exception {
        compile("Readme", blocks("README.md").getFirst());
        copy(PROJECT.resolve("examples/data/readings"), directory.resolve("examples/data/readings"));
        var first = run("Readme");
        assertThat(first).contains("|  device|signal|").contains("|boiler-1|").doesNotContain("fan-4");
        assertThat(run("Readme")).as("a second run adds nothing").isEqualTo(first);
    }

    private static List<String> blocks(String page) throws IOException {
        return BLOCK.matcher(Files.readString(PROJECT.resolve(page)))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /// Statements become the body of a main method that has a session; a class stays what it is.
    private void compile(String name, String block) throws IOException {
        boolean isClass = block.contains("class ");
        boolean needsSession = !block.contains("TidemillSession");
        var body =
                isClass
                        ? block
                        : """
                          class %s {
                              public static void main(String[] arguments) throws Exception {
                                  %s
                                  %s
                              }
                          }
                          """
                                .formatted(
                                        name,
                                        needsSession
                                                ? "var session = TidemillSession.builder().create();"
                                                : "",
                                        block);
        var source = Files.writeString(directory.resolve(name + ".java"), IMPORTS + body);
        var compiler = ToolProvider.getSystemJavaCompiler();
        var problems = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled =
                    compiler.getTask(
                                    problems,
                                    files,
                                    null,
                                    List.of(
                                            "-proc:none",
                                            "-cp",
                                            System.getProperty("java.class.path"),
                                            "-d",
                                            directory.toString()),
                                    null,
                                    files.getJavaFileObjects(source))
                            .call();
            assertThat(compiled).as("%s%n%s", body, problems).isTrue();
        }
    }

    /// What a compiled program prints.
    private String run(String main) throws Exception {
        var process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Dlogback.configurationFile="
                                        + PROJECT.resolve(".mvn/logback-test.xml"),
                                "-Duser.timezone=UTC",
                                "-cp",
                                directory + File.pathSeparator + System.getProperty("java.class.path"),
                                main)
                        .directory(directory.toFile())
                        .start();
        try (var output = process.inputReader(StandardCharsets.UTF_8)) {
            var printed = output.readAllAsString();
            var errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(errors).isZero();
            return printed;
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (var files = Files.list(from)) {
            for (var file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
