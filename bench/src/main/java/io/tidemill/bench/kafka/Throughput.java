package io.tidemill.bench.kafka;

import io.tidemill.bench.DataSet;
import io.tidemill.bench.Engines;
import io.tidemill.bench.Query;
import io.tidemill.bench.Report;
import io.tidemill.bench.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How fast each engine takes what a topic holds, through a query, into another topic: the command
/// `bench/run kafka`.
final class Throughput {
    private final Engines engines;
    private final Map<String, String> options;
    private final List<String> queries;

    private Throughput(Engines engines, Map<String, String> options, List<String> queries) {
        this.engines = engines;
        this.options = options;
        this.queries = queries;
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
        var bench = new Throughput(engines, options, queries);
        System.exit(bench.run() ? 0 : 1);
    }

    private String rules() {
        return """
        From a topic of two partitions (JSON, lz4, batches of 256 KB) into a topic of two \
        partitions, one broker of one node in a process of its own on the same machine. Each run \
        is a cold process with -Xmx%s; engines take turns. Seconds go from the first call of the \
        engine until all of its output is committed (start of the JVM and of the session not \
        counted), CPU is that of the engine's process meanwhile, without the broker's. Tidemill, \
        Flink (checkpoints every 10 s) and Kafka Streams (exactly_once_v2, commits every 100 ms) \
        write exactly once, Spark at least once, as its sink cannot do better. The result is \
        read back by a plain consumer of committed records, rows that replace or take back \
        others are folded, and what is left equals DuckDB's rows over the same files where it \
        says so.

        """
                .formatted(engines.heap());
    }

    private boolean run() throws IOException, InterruptedException {
        var folder = engines.work().resolve("kafka-" + ProcessHandle.current().pid());
        Files.createDirectories(folder);
        var report = new Report(options, rules());
        boolean good = true;
        try (var broker = BrokerProcess.start(engines, folder.resolve("broker"));
                var topics = new Topics(broker.address())) {
            for (var name : queries.isEmpty() ? List.of("q1", "q2", "q12") : queries) {
                good &= measure(KafkaQuery.named(name), broker, topics, folder, report);
            }
        } finally {
            Engines.delete(folder);
        }
        System.out.println(report.text());
        report.write(engines.home().resolve("results"));
        return good;
    }

    private boolean measure(
            KafkaQuery query, BrokerProcess broker, Topics topics, Path folder, Report report)
            throws IOException, InterruptedException {
        long rows = Long.parseLong(options.getOrDefault("rows", "4000000"));
        var data = DataSet.in(engines.work(), rows, query.query().rows());
        data.ensure();
        var from = "bid-" + query.query().rows();
        if (!topics.has(from)) {
            System.err.printf("filling %s%n", from);
            topics.fill(from, data.folder(query.table()));
        }
        var names =
                List.of(
                        options.getOrDefault("engines", String.join(",", KafkaEngines.NAMES))
                                .split(","));
        int repeat = Integer.parseInt(options.getOrDefault("repeat", "3"));
        var results = new LinkedHashMap<String, List<Result>>();
        var failures = new ArrayList<String>();
        for (int i = 0; i < repeat; i++) {
            for (var engine : names) {
                if (!KafkaEngines.serves(engine, query)) {
                    continue;
                }
                try {
                    var result = once(engine, query, from, broker, topics, folder);
                    System.err.printf("%s %s %s%n", query.query().name(), engine, result);
                    results.computeIfAbsent(engine, _ -> new ArrayList<>()).add(result);
                } catch (IOException e) {
                    System.err.printf("%s %s %s%n", query.query().name(), engine, e.getMessage());
                    failures.add("%s: %s".formatted(engine, e.getMessage()));
                }
            }
        }
        return report.add(
                query.query(), data, results, engines.check(query.query(), data), failures);
    }

    private Result once(
            String engine,
            KafkaQuery query,
            String from,
            BrokerProcess broker,
            Topics topics,
            Path folder)
            throws IOException, InterruptedException {
        var to = "%s-%s-%d".formatted(query.query().name(), engine, System.nanoTime());
        var work = Files.createDirectories(folder.resolve(to));
        topics.create(to);
        long before = broker.cpuMillis();
        var result =
                new KafkaEngines(engines, broker.address())
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
        System.err.printf("broker: %.1f CPU s%n", (broker.cpuMillis() - before) / 1e3);
        var out = Files.createDirectories(work.resolve("out"));
        topics.read(to, out.resolve("rows.json"));
        topics.delete(to);
        var checked = rows(query.query(), out);
        Engines.delete(work);
        return result.withRows(checked);
    }

    private Result rows(Query query, Path out) throws IOException, InterruptedException {
        return engines.duck(
                "SELECT * FROM answer",
                "check",
                List.of("answer", out + "/*.json", query.duckResult()),
                engines.work().resolve("logs/kafka-out.log"));
    }
}
