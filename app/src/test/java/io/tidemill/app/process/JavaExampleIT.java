package io.tidemill.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The README's program, started as it stands, against the packaged library.
class JavaExampleIT {
    @TempDir Path folder;

    @Test
    void itKeepsTheStrongSignalsAndEndsByItself() throws Exception {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("mvnw"))) {
            root = root.getParent();
        }
        Path input = Files.createDirectories(folder.resolve("examples/data/readings"));
        try (var files = Files.list(root.resolve("examples/data/readings"))) {
            for (Path file : files.toList()) {
                Files.copy(file, input.resolve(file.getFileName()));
            }
        }
        Path libraries = Path.of(System.getProperty("tidemill.jar")).resolveSibling("lib");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                libraries + File.separator + "*",
                                root.resolve("examples/StrongSignals.java").toString())
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        long rows = 0;
        try (var files =
                Files.newDirectoryStream(
                        folder.resolve("target/strong-signals/out"), "part-*.json")) {
            for (Path file : files) {
                rows += Files.readAllLines(file).size();
            }
        }
        assertThat(rows).isEqualTo(17);
    }
}
