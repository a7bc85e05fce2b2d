package io.tidemill.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Runs one engine once, as a process of its own, and reads what it came to.
public final class PeerProcess {
    private PeerProcess() {}

    /// @param java home of the JDK
    /// @param patience after which it is ended
    /// @throws IOException when it does not end well; its output is then in `log`
    public static Result run(
            Path java,
            List<String> flags,
            String classPath,
            String main,
            List<String> arguments,
            Path log,
            Duration patience)
            throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(java.resolve("bin/java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath, main));
        command.addAll(arguments);
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
                        "%s did not end in %d minutes".formatted(main, patience.toMinutes()));
            }
        } finally {
            process.destroyForcibly();
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        return Result.find(Files.readString(log, StandardCharsets.UTF_8), seconds)
                .orElseThrow(() ->
                        new IOException(
                                "%s ended with exit code %d and no result; see %s"
                                        .formatted(main, process.exitValue(), log)));
    }
}
