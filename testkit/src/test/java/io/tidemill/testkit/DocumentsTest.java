package io.tidemill.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;
import module java.compiler;

import io.tidemill.sql.Pipeline;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The Java in the documents compiles as it stands there, and their SQL is SQL; the README's
/// program is run by the command's tests.
class DocumentsTest {
    private static final Path PROJECT = Path.of("").toAbsolutePath().getParent();
    private static final Pattern JAVA = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern SQL = Pattern.compile("```sql\\n(.*?)```", Pattern.DOTALL);
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
                "docs/concepts.md",
                "docs/coming-from-spark.md",
                "docs/testing.md",
                "docs/time.md"
            })
    void theJavaOfAPageCompiles(String page) throws IOException {
        var blocks = blocks(JAVA, page);
        assertThat(blocks).isNotEmpty();
        for (int i = 0; i < blocks.size(); i++) {
            compile("Block" + i, blocks.get(i));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/kafka.md", "docs/parquet.md", "docs/time.md"})
    void theSqlOfAPageIsUnderstood(String page) throws IOException {
        assertThat(blocks(SQL, page))
                .isNotEmpty()
                .allSatisfy(block -> assertThat(Pipeline.of(block, directory)).isNotNull());
    }

    private static List<String> blocks(Pattern pattern, String page) throws IOException {
        return pattern.matcher(Files.readString(PROJECT.resolve(page)))
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
                                                ? "var session ="
                                                        + " TidemillSession.builder().create();"
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
}
