package io.tidemill.bench.kafka;

import io.tidemill.bench.AtLeastOne;
import io.tidemill.bench.DataSet;
import io.tidemill.bench.EngineOptions;
import io.tidemill.bench.Engines;
import io.tidemill.bench.Names;
import io.tidemill.bench.Query;
import io.tidemill.bench.Report;
import io.tidemill.bench.Result;
import io.tidemill.bench.RunProgress;
import io.tidemill.bench.Turns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// How fast each engine takes what a topic holds, through a query, into another topic: the command
/// `bench/run kafka`.
@Command(
        name = "kafka",
        description = {
            "How fast each engine takes what a topic holds, through a query, into another topic.",
            "Queries: q0 q1 q2 count q5 q12.",
            "Engines: tidemill spark flink streams (Kafka Streams).%n"
        })
public final class Throughput implements Callable<Integer> {
    @Spec private CommandSpec command = CommandSpec.create();
    @Mixin private EngineOptions options = new EngineOptions();
    @Mixin private Turns turns = new Turns();

    @Parameters(
            paramLabel = "[QUERY...]",
            hideParamSyntax = true,
            split = ",",
            defaultValue = "q1,q2,q12",
            description = "Which queries.")
    private List<String> queries = List.of();

    @Option(
            names = "--rows",
            paramLabel = "N",
            converter = AtLeastOne.class,
            description = "How many rows the topic holds.")
    private long rows = 4_000_000;

    @Option(
            names = "--codec",
            paramLabel = "NAME",
            description =
                    "How all engines compress what they write: none, lz4, snappy, zstd, gzip.")
    private String codec = "none";

    /// The exit code: 0 when all results were right.
    @Override
    public Integer call() throws IOException, InterruptedException {
        var names = turns.engines(command, KafkaEngines.NAMES, KafkaEngines.NAMES);
        var wanted =
                Names.known(command, "query", queries, KafkaQuery.NAMES).stream()
                        .map(KafkaQuery::named)
                        .toList();
        return run(options.engines("json"), wanted, names) ? 0 : 1;
    }

    private boolean run(Engines engines, List<KafkaQuery> wanted, List<String> names)
            throws IOException, InterruptedException {
        engines.prepare(Stream.concat(Stream.of("broker"), names.stream()).toList());
        var report = new Report(Names.line(command), rules(engines.heap(), codec));
        boolean good = true;
        try (var site = KafkaSite.open(engines, "kafka")) {
            for (var query : wanted) {
                var data = DataSet.in(engines.work(), rows, query.query().rows());
                data.ensure();
                var from = filled(site.topics(), query, data);
                var ofBroker = new TreeMap<String, List<Double>>();
                var measured =
                        turns.measure(
                                query.query().name(),
                                names,
                                engine -> KafkaEngines.serves(engine, query),
                                (engine, progress) -> {
                                    long before = site.broker().cpuMillis();
                                    var result = once(site, engine, query, from);
                                    double cpu = (site.broker().cpuMillis() - before) / 1e3;
                                    ofBroker.computeIfAbsent(engine, _ -> new ArrayList<>())
                                            .add(Math.round(cpu * 10) / 10.0);
                                    progress.say("broker: %.1f CPU s".formatted(cpu));
                                    return result;
                                });
                good &=
                        report.add(
                                query.query(), data, measured, engines.check(query.query(), data));
                report.note("CPU seconds of the broker in each run: " + ofBroker);
            }
        }
        report.write(engines.home());
        return good;
    }

    private static String rules(String heap, String codec) {
        return """
        From a topic of two partitions (JSON, lz4, batches of 256 KB) into a topic of two \
        partitions (codec %s), one broker of one node in a process of its own on the same \
        machine; plain clients have copied the topic once in transactions before anything is \
        measured, so that it is as warm for the first engine as for the last. Each run is a cold process with -Xmx%s; engines take turns. Seconds go from the first call of the \
        engine until all of its output is committed (start of the JVM and of the session not \
        counted), CPU is that of the engine's process meanwhile; the broker's stands below, for the \
        whole life of the engine's process. Tidemill, \
        Flink (checkpoints every 10 s) and Kafka Streams (exactly_once_v2, commits every 100 ms) \
        write exactly once, Spark at least once, as its sink cannot do better. The result is \
        read back by a plain consumer of committed records, rows that replace or take back \
        others are folded, and what is left equals DuckDB's rows over the same files where it \
        says so.

        """
                .formatted(codec, heap);
    }

    private String filled(Topics topics, KafkaQuery query, DataSet data)
            throws IOException, InterruptedException {
        var topic = "bid-" + query.query().rows();
        if (!topics.has(topic)) {
            try (var _ = new RunProgress("filling " + topic)) {
                topics.fill(topic, data.folder(query.table()));
                topics.create(List.of("warm-" + topic), Topics.PARTITIONS);
                topics.copy(topic, "warm-" + topic, codec);
                topics.delete("warm-" + topic);
            }
        }
        return topic;
    }

    private Result once(KafkaSite site, String engine, KafkaQuery query, String from)
            throws IOException, InterruptedException {
        var to = "%s-%s-%d".formatted(query.query().name(), engine, System.nanoTime());
        var work = Files.createDirectories(site.folder().resolve(to));
        site.topics().create(List.of(to), Topics.PARTITIONS);
        var result =
                new KafkaEngines(site.engines(), site.broker().address(), codec)
                        .run(
                                new KafkaEngines.Run(
                                        engine,
                                        query,
                                        from,
                                        to,
                                        work,
                                        "bounded",
                                        true,
                                        engine.equals("flink") ? 10_000 : 100));
        var out = Files.createDirectories(work.resolve("out"));
        site.topics().read(to, out.resolve("rows.json"));
        site.topics().delete(to);
        var checked = rows(site.engines(), query.query(), out);
        Engines.delete(work);
        return result.withRows(checked);
    }

    private static Result rows(Engines engines, Query query, Path out)
            throws IOException, InterruptedException {
        return engines.duck(
                "SELECT * FROM answer",
                "check",
                List.of("answer", out + "/*.json", query.duckResult()),
                engines.work().resolve("logs/kafka-out.log"));
    }
}
