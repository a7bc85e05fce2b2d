package io.tidemill.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Runs one engine once, as a process of its own, and reads what it came to.
final class PeerProcess {
    private PeerProcess() {}

    /// @param command that starts it
    /// @param patience after which it is ended
    /// @throws IOException when it does not end well; its output is then in `log`
    static Result run(List<String> command, Path log, Duration patience)
            throws IOException, InterruptedException {
        Files.createDirectories(log.getParent());
        long begin = System.nanoTime();
        var process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            if (!process.waitFor(patience)) {
                throw new IOException(
                        "it did not end in %d minutes; see %s"
                                .formatted(patience.toMinutes(), log));
            }
        } finally {
            process.destroyForcibly();
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        return Result.find(Files.readString(log, StandardCharsets.UTF_8), seconds)
                .orElseThrow(() ->
                        new IOException(
                                "it ended with exit code %d and no result; see %s"
                                        .formatted(process.exitValue(), log)));
    }
}
