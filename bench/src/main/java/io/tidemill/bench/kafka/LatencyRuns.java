package io.tidemill.bench.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemill.bench.AtLeastOne;
import io.tidemill.bench.EngineOptions;
import io.tidemill.bench.Engines;
import io.tidemill.bench.Names;
import io.tidemill.bench.Report;
import io.tidemill.bench.RunProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// [Latency] for one engine after the other, each in a process of its own beside the broker's and
/// the load's: the command `bench/run latency`.
@Command(
        name = "latency",
        description = {
            "How long a bid takes from topic to topic at a steady rate.",
            "Queries: q0 q1, and count, which counts bids by bidder.",
            "Engines: floor tidemill flink streams spark; floor is a bare copy in transactions,"
                    + " spark its real-time mode, which is at least once.%n"
        })
public final class LatencyRuns implements Callable<Integer> {
    private static final List<String> ENGINES =
            List.of("floor", "tidemill", "flink", "streams", "spark");
    private static final List<String> QUERIES = List.of("q0", "q1", "count");
    private static final long START_SECONDS = 25;

    @Spec private CommandSpec command = CommandSpec.create();
    @Mixin private EngineOptions options = new EngineOptions();
    @Mixin private Load load = new Load(20_000, 20, 30);

    @Parameters(
            paramLabel = "[QUERY...]",
            hideParamSyntax = true,
            split = ",",
            defaultValue = "q1,count",
            description = "Which queries.")
    private List<String> queries = List.of();

    @Option(
            names = "--engines",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "floor,tidemill,flink,streams,spark",
            description = "Which engines.")
    private List<String> engines = List.of();

    @Option(
            names = "--delivery",
            paramLabel = "HOW",
            description = "What engines promise: ${COMPLETION-CANDIDATES}.")
    private Delivery delivery = Delivery.EXACTLY;

    @Option(
            names = "--commit",
            paramLabel = "MILLIS",
            converter = AtLeastOne.class,
            description = "How long Flink and Kafka Streams wait between commits.")
    private long commitMillis = 100;

    /// Exactly once, or at least once.
    enum Delivery {
        EXACTLY,
        ATLEAST;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// The exit code, which is 0: what an engine lost stands in its line.
    @Override
    public Integer call() throws IOException, InterruptedException {
        var wanted = Names.known(command, "query", queries, QUERIES);
        var names = Names.known(command, "engine", engines, ENGINES);
        run(options.engines("json"), wanted, names);
        return 0;
    }

    private void run(Engines engines, List<String> wanted, List<String> names)
            throws IOException, InterruptedException {
        engines.prepare(
                Stream.concat(
                                Stream.of("broker"),
                                names.stream().filter(name -> !name.equals("floor")))
                        .toList());
        var begun = Instant.now();
        var report = new StringBuilder();
        report.append("# Latency, Kafka to Kafka, ")
                .append(begun.toString(), 0, 16)
                .append("\n\nCommand: `")
                .append(Names.line(command))
                .append(
                        "`. From the time at which a bid was to be sent until a plain consumer of"
                                + " committed records has its result.\n\n| query | engine |"
                                + " result |\n|---|---|---|\n");
        try (var site = KafkaSite.open(engines, "latency")) {
            for (var query : wanted) {
                for (var engine : names) {
                    if (engine.equals("floor") && !query.equals("q1")) {
                        continue; // it computes nothing
                    }
                    try (var progress = new RunProgress(query + " " + engine)) {
                        var line = once(query, engine, site);
                        progress.say(line);
                        report.append("| %s | %s | %s |%n".formatted(query, engine, line));
                    }
                }
            }
        }
        Report.write(engines.home(), begun, "latency-", report.toString());
    }

    private String once(String query, String engine, KafkaSite site)
            throws IOException, InterruptedException {
        var name = "%s-%s-%d".formatted(query, engine, System.nanoTime());
        var from = "in-" + name;
        site.topics().create(List.of(from, name), Topics.PARTITIONS);
        var log = site.engines().work().resolve("logs/latency-%s-%s.log".formatted(query, engine));
        Files.createDirectories(log.getParent());
        var process =
                new ProcessBuilder(command(query, engine, site, from, name))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            if (process.waitFor(START_SECONDS, TimeUnit.SECONDS)) {
                return "ended by itself; see " + log.getFileName();
            }
            return measured(query, site, from, name);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private List<String> command(
            String query, String engine, KafkaSite site, String from, String to)
            throws IOException {
        if (engine.equals("floor")) {
            return own(site, BareCopy.class, List.of(site.broker().address(), from, to));
        }
        return new KafkaEngines(site.engines(), site.broker().address(), "none")
                .command(
                        new KafkaEngines.Run(
                                engine,
                                KafkaQuery.named(query),
                                from,
                                to,
                                Files.createDirectories(site.folder().resolve(to)),
                                engine.equals("spark") ? "realtime" : "endless",
                                delivery == Delivery.EXACTLY,
                                commitMillis));
    }

    /// What [Latency] prints, run in a process of its own so that nothing here disturbs it.
    private String measured(String query, KafkaSite site, String from, String to)
            throws IOException, InterruptedException {
        var arguments =
                List.of(
                        site.broker().address(),
                        from,
                        to,
                        query.equals("count") ? "last" : "all",
                        Long.toString(load.rate()),
                        Long.toString(load.warmup()),
                        Long.toString(load.seconds()));
        var process =
                new ProcessBuilder(own(site, Latency.class, arguments))
                        .redirectError(site.engines().work().resolve("logs/latency.log").toFile())
                        .start();
        var said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        process.waitFor();
        return said.isEmpty() ? "no result; see latency.log" : said;
    }

    /// The command that runs a program of this module.
    private static List<String> own(KafkaSite site, Class<?> main, List<String> arguments) {
        return Stream.concat(
                        Stream.of(
                                site.engines().java().resolve("bin/java").toString(),
                                "-Xmx1g",
                                "-cp",
                                Engines.own(),
                                main.getName()),
                        arguments.stream())
                .toList();
    }
}
