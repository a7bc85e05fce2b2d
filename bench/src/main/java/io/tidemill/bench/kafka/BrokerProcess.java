package io.tidemill.bench.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemill.bench.Engines;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The broker that all engines talk to, in a process of its own.
final class BrokerProcess implements AutoCloseable {
    private static final String READY = "listening on ";

    private final Process process;
    private final String address;

    private BrokerProcess(Process process, String address) {
        this.process = process;
        this.address = address;
    }

    /// @param folder for its logs of records; deleted by the caller
    static BrokerProcess start(Engines engines, Path folder) throws IOException {
        var module = engines.home().resolveSibling("connectors/kafka-dev/target/quick");
        var path =
                module.resolve("classes")
                        + ":"
                        + Files.readString(module.resolve("cp.txt"), UTF_8).strip();
        Files.createDirectories(folder);
        Files.createDirectories(engines.work().resolve("logs"));
        var process =
                new ProcessBuilder(
                                List.of(
                                        engines.java().resolve("bin/java").toString(),
                                        "-Xmx1g",
                                        "-XX:+UseParallelGC",
                                        "--enable-native-access=ALL-UNNAMED",
                                        "-Dlogback.configurationFile=io/tidemill/kafka/dev/broker-log.xml",
                                        "-Dtidemill.broker.log="
                                                + engines.work().resolve("logs/broker.log"),
                                        "-cp",
                                        path,
                                        "io.tidemill.kafka.dev.BrokerMain",
                                        folder.toString(),
                                        "0"))
                        .redirectError(engines.work().resolve("logs/broker.err").toFile())
                        .start();
        var lines = process.inputReader(UTF_8);
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(READY)) {
                // or the broker would stand still when what it says has filled the pipe
                Thread.ofVirtual().start(() -> skip(lines));
                return new BrokerProcess(process, line.substring(READY.length()).strip());
            }
        }
        throw new IOException("the broker did not start; see logs/broker.err");
    }

    private static void skip(Reader lines) {
        try {
            lines.transferTo(Writer.nullWriter());
        } catch (IOException e) {
            // the broker has ended
        }
    }

    String address() {
        return address;
    }

    /// Processor time that it has used so far.
    long cpuMillis() {
        return process.info().totalCpuDuration().orElseThrow().toMillis();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
