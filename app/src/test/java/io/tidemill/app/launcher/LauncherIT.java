package io.tidemill.app.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script `tidemill` in the root of the clone: the first thing that people type.
class LauncherIT {
    @TempDir Path folder;

    @Test
    void itBuildsWhatIsMissingAndThenStartsAtOnceFromAnywhere() throws Exception {
        Path link = folder.resolve("a link to it");
        Files.createSymbolicLink(link, Shell.root().resolve("tidemill"));
        var shell = new Shell(folder, environment());

        var first = shell.run("'./a link to it' --version");
        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.out()).startsWith("tidemill ");

        var second = shell.run("'./a link to it' --version");
        assertThat(second.out()).isEqualTo(first.out());
        assertThat(second.err()).as("nothing to build, nothing to warn of").isEmpty();
        Files.delete(link);
    }

    @Test
    void itsExitCodeIsTheCommands() throws Exception {
        var shell = new Shell(folder, environment());
        assertThat(shell.run("'%s' nonsense".formatted(Shell.root().resolve("tidemill"))))
                .satisfies(ended -> assertThat(ended.exitCode()).isEqualTo(2))
                .satisfies(ended -> assertThat(ended.out()).isEmpty());
    }

    @Test
    void lettersThatAreNotAsciiSurviveTheLocaleC() throws Exception {
        var containers = new HashMap<>(environment());
        containers.put("LC_ALL", "C");
        var ended =
                new Shell(folder, containers)
                        .run(
                                "'%s' sql -q -o csv \"SELECT length('$(printf '\\303\\244')') AS n\""
                                        .formatted(Shell.root().resolve("tidemill")));
        assertThat(ended.out()).as(ended.err()).isEqualTo("n\n1\n");
    }

    /// The tests' own, which tells a build inside a build by the lock that it inherits.
    private static Map<String, String> environment() {
        return System.getenv();
    }
}
