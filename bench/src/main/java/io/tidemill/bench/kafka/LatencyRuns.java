package io.tidemill.bench.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemill.bench.Engines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// [Latency] for one engine after the other, each in a process of its own beside the broker's and
/// the load's: the command `bench/run latency`.
///
/// Arguments: queries (`q1`, `count`); options `--engines` (`floor` is a bare copy in transactions,
/// `spark` its real-time mode), `--rate`, `--warmup`, `--seconds`, `--delivery` (`exactly`,
/// `atleast`), `--commit` (milliseconds between commits of Flink and Kafka Streams).
final class LatencyRuns {
    private static final String ENGINES = "floor,tidemill,flink,streams,spark";
    private static final long START_SECONDS = 25;

    private final Engines engines;
    private final Map<String, String> options;

    private LatencyRuns(Engines engines, Map<String, String> options) {
        this.engines = engines;
        this.options = options;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var options = new TreeMap<String, String>();
        var queries = new ArrayList<String>();
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].startsWith("--")) {
                options.put(arguments[i].substring(2), arguments[++i]);
            } else {
                queries.add(arguments[i]);
            }
        }
        var engines = Engines.of(options, "json");
        options.remove("cache");
        new LatencyRuns(engines, options).run(queries.isEmpty() ? List.of("q1", "count") : queries);
    }

    private void run(List<String> queries) throws IOException, InterruptedException {
        var folder = engines.work().resolve("latency-" + ProcessHandle.current().pid());
        Files.createDirectories(folder);
        var report = new StringBuilder();
        report.append("# Latency, Kafka to Kafka, ")
                .append(Instant.now().toString(), 0, 16)
                .append("\n\nOptions: ")
                .append(options)
                .append(
                        ". From the time at which a bid was to be sent until a plain consumer of"
                                + " committed records has its result.\n\n| query | engine |"
                                + " result |\n|---|---|---|\n");
        try (var broker = BrokerProcess.start(engines, folder.resolve("broker"));
                var topics = new Topics(broker.address())) {
            for (var query : queries) {
                for (var engine : List.of(options.getOrDefault("engines", ENGINES).split(","))) {
                    if (engine.equals("floor") && !query.equals("q1")) {
                        continue; // it computes nothing
                    }
                    var line = once(query, engine, broker, topics, folder);
                    System.err.printf("%s %s %s%n", query, engine, line);
                    report.append("| %s | %s | %s |%n".formatted(query, engine, line));
                }
            }
        } finally {
            Engines.delete(folder);
        }
        System.out.println(report);
        var name = "latency-" + Instant.now().toString().substring(0, 16).replaceAll("[T:]", "-");
        Files.writeString(engines.home().resolve("results").resolve(name + ".md"), report, UTF_8);
    }

    private String once(
            String query, String engine, BrokerProcess broker, Topics topics, Path folder)
            throws IOException, InterruptedException {
        var name = "%s-%s-%d".formatted(query, engine, System.nanoTime());
        topics.create("in-" + name);
        topics.create(name);
        var work = Files.createDirectories(folder.resolve(name));
        var log = engines.work().resolve("logs/latency-%s-%s.log".formatted(query, engine));
        Files.createDirectories(log.getParent());
        var process =
                new ProcessBuilder(command(query, engine, broker, "in-" + name, name, work))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            if (process.waitFor(START_SECONDS, TimeUnit.SECONDS)) {
                return "ended by itself; see " + log.getFileName();
            }
            return measured(query, broker, "in-" + name, name);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private List<String> command(
            String query, String engine, BrokerProcess broker, String from, String to, Path work)
            throws IOException {
        if (engine.equals("floor")) {
            return List.of(
                    engines.java().resolve("bin/java").toString(),
                    "-Xmx1g",
                    "-cp",
                    Engines.own(),
                    BareCopy.class.getName(),
                    broker.address(),
                    from,
                    to);
        }
        return new KafkaEngines(engines, broker.address())
                .command(
                        new KafkaEngines.Run(
                                engine,
                                KafkaQuery.named(query),
                                from,
                                to,
                                work,
                                engine.equals("spark") ? "realtime" : "endless",
                                options.getOrDefault("delivery", "exactly").equals("exactly"),
                                Long.parseLong(options.getOrDefault("commit", "100"))));
    }

    /// What [Latency] prints, run in a process of its own so that nothing here disturbs it.
    private String measured(String query, BrokerProcess broker, String from, String to)
            throws IOException, InterruptedException {
        var command =
                List.of(
                        engines.java().resolve("bin/java").toString(),
                        "-Xmx1g",
                        "-cp",
                        Engines.own(),
                        Latency.class.getName(),
                        "--brokers",
                        broker.address(),
                        "--from",
                        from,
                        "--to",
                        to,
                        "--rows",
                        query.equals("count") ? "last" : "all",
                        "--rate",
                        options.getOrDefault("rate", "20000"),
                        "--warmup",
                        options.getOrDefault("warmup", "20"),
                        "--seconds",
                        options.getOrDefault("seconds", "30"));
        var process =
                new ProcessBuilder(command)
                        .redirectError(engines.work().resolve("logs/latency.log").toFile())
                        .start();
        var said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        process.waitFor();
        return said.isEmpty() ? "no result; see latency.log" : said;
    }
}
