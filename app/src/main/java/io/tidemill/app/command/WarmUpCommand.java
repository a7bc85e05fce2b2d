package io.tidemill.app.command;

import io.tidemill.app.CommandLines;
import io.tidemill.app.ExitCode;
import io.tidemill.app.Terminal;
import io.tidemill.app.kafka.BrokerProcess;
import io.tidemill.app.kafka.DevTopics;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/// `tidemill warm-up`: does a little of everything, so that a JVM that records its start into an
/// AOT cache sees the classes that people's commands will need, and how the code that reads rows
/// branches. The launcher calls it after a build.
@Command(name = "warm-up", hidden = true, description = "Do a little of everything.")
public final class WarmUpCommand implements Callable<Integer> {
    private static final String SCRIPT =
            """
            CREATE TABLE reading (device STRING, signal DOUBLE, time TIMESTAMP,
              WATERMARK FOR time AS time - INTERVAL 10 SECONDS)
              USING json OPTIONS (path 'in', badRecordsPath 'rejected');
            CREATE TABLE strong (device STRING, signal DOUBLE, time TIMESTAMP)
              USING json OPTIONS (path 'out');
            CREATE FLOW keep OPTIONS (trigger 'available now') AS
              INSERT INTO strong SELECT device, signal, time FROM STREAM reading WHERE signal > 15;
            CREATE FLOW count OPTIONS (trigger 'available now', outputMode 'complete') AS
              INSERT INTO console
              SELECT device, count(*) AS n, avg(signal) AS mean FROM STREAM reading GROUP BY device;
            """;

    /// The same through Kafka, where there is a broker to start: rows into a topic, then from topic
    /// to topic.
    private static final String INTO_TOPIC =
            "INSERT INTO told SELECT device, signal, time FROM STREAM reading";

    private static final String THROUGH_TOPICS =
            "INSERT INTO strong SELECT device, signal * 2 AS twice, time FROM STREAM told";

    /// Enough for the compiler to see which way rows mostly go; the cache keeps that too.
    private static final int ROWS = 100_000;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("tidemill-warm-up");
        try {
            Path script = folder.resolve("flows.sql");
            Files.writeString(script, SCRIPT);
            Files.createDirectories(folder.resolve("in"));
            Files.writeString(folder.resolve("in").resolve("rows.json"), rows());
            var commands =
                    List.of(
                            List.of("--version"),
                            List.of("--help"),
                            List.of("doctor"),
                            List.of("run", script.toString()),
                            List.of("run", script.toString()),
                            List.of("explain", "-f", script.toString()),
                            List.of("checkpoint", "verify", folder + "/.tidemill/flows.sql/keep"),
                            List.of(
                                    "sql",
                                    "SELECT a, count(*) AS n, upper(a) FROM VALUES ('x') AS t(a)"
                                            + " GROUP BY a ORDER BY n"));
            int worst = ExitCode.DONE.number();
            for (List<String> command : commands) {
                worst = Math.max(worst, run(command));
            }
            return Math.max(worst, throughKafka(folder));
        } finally {
            Files.walkFileTree(folder, new Deletion());
        }
    }

    private static int throughKafka(Path folder) throws IOException, InterruptedException {
        try (var broker = BrokerProcess.start(folder.resolve("kafka"), 0, List.of())) {
            new DevTopics(broker.address()).make(List.of("told:2", "strong:2"));
            return Math.max(
                    run(folder, broker.address(), "fill", INTO_TOPIC),
                    run(folder, broker.address(), "through", THROUGH_TOPICS));
        } catch (FileNotFoundException _) { // nobody has put one there
            return ExitCode.DONE.number();
        }
    }

    private static int run(Path folder, String brokers, String flow, String statement)
            throws IOException {
        Path script = folder.resolve(flow + ".sql");
        Files.writeString(script, topics(brokers, flow, statement));
        return run(List.of("run", script.toString()));
    }

    private static String topics(String brokers, String flow, String statement) {
        return """
        CREATE TABLE reading (device STRING, signal DOUBLE, time TIMESTAMP)
          USING json OPTIONS (path 'in', badRecordsPath 'rejected-too');
        CREATE TABLE told (device STRING, signal DOUBLE, time TIMESTAMP,
          WATERMARK FOR time AS time - INTERVAL 10 SECONDS) USING kafka OPTIONS (
          'kafka.bootstrap.servers' '%1$s', subscribe 'told', topic 'told', format 'json',
          startingOffsets 'earliest');
        CREATE TABLE strong (device STRING, twice DOUBLE, time TIMESTAMP) USING kafka OPTIONS (
          'kafka.bootstrap.servers' '%1$s', topic 'strong', format 'json');
        CREATE FLOW %2$s OPTIONS (trigger 'available now') AS
          %3$s;
        """
                .formatted(brokers, flow, statement);
    }

    /// Lines of JSON, the last of them broken.
    private static String rows() {
        var text = new StringBuilder();
        for (int i = 0; i < ROWS; i++) {
            text.append("{\"device\": \"pump ")
                    .append(i % 100)
                    .append("\", \"signal\": ")
                    .append(i % 40)
                    .append(".5, \"time\": \"2026-01-02T03:04:")
                    .append(10 + i % 50)
                    .append("Z\"}\n");
        }
        return text.append("{\"device\": \"fan\", \"signal\": 1\n").toString();
    }

    private static int run(List<String> command) {
        var nowhere =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return CommandLines.run(
                new Terminal(nowhere, nowhere, false, false), command.toArray(String[]::new));
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException error)
                throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
