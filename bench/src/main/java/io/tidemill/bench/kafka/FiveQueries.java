package io.tidemill.bench.kafka;

import io.tidemill.bench.Engines;
import io.tidemill.kafka.FreshTopics;
import io.tidemill.sql.Dataset;
import io.tidemill.sql.Pipeline;
import io.tidemill.sql.TidemillSession;
import io.tidemill.sql.streaming.StreamingQuery;
import io.tidemill.sql.streaming.StreamingQueryListener;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Five queries over one topic of eight partitions, from Kafka to Kafka exactly once, in one
/// process, while events come at a steady rate: does any of them stand still, and do all keep up?
/// Elsewhere such a shape is given a core for each partition of each query.
///
/// A stall is the time between two committed epochs of a query while events come. Load and queries
/// share this process and its cores; the broker is another one on the same machine.
///
/// The command `bench/run five`. Options: `--rate` (events a second, 50000), `--warmup` and
/// `--seconds` (15, 30). Prints a line for each query, and exits with 1 when one stood still for
/// more than 200 ms or has not read everything a second after the end.
final class FiveQueries {
    private static final int PARTITIONS = 8;
    private static final long STALL_NANOS = 200_000_000;
    private static final long BEHIND_NANOS = 1_000_000_000;
    private static final List<String> OUT = List.of("cheap", "dear", "counts", "windows", "tops");

    private final String brokers;
    private final long rate;
    private final long warmupNanos;
    private final long endNanos;
    private final String suffix = Long.toString(ProcessHandle.current().pid());
    private final Map<String, Watched> watched = new ConcurrentSkipListMap<>();
    private volatile long begun;
    private long sent;
    private long behindNanos;

    /// What was seen of a query; used by the listeners' thread.
    private static final class Watched {
        private long lastNanos;
        private volatile long longestNanos;
        private final AtomicLong rows = new AtomicLong();
        private final AtomicLong epochs = new AtomicLong();
    }

    private FiveQueries(String brokers, Map<String, String> options) {
        this.brokers = brokers;
        rate = Long.parseLong(options.getOrDefault("rate", "50000"));
        warmupNanos = Long.parseLong(options.getOrDefault("warmup", "15")) * 1_000_000_000L;
        endNanos =
                warmupNanos
                        + Long.parseLong(options.getOrDefault("seconds", "30")) * 1_000_000_000L;
    }

    public static void main(String[] arguments) throws Exception {
        Map<String, String> options = new TreeMap<>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            options.put(arguments[i].substring(2), arguments[i + 1]);
        }
        var engines = Engines.of(options, "json");
        options.remove("cache");
        var folder = engines.work().resolve("five-" + ProcessHandle.current().pid());
        Files.createDirectories(folder);
        boolean good;
        try (var broker = BrokerProcess.start(engines, folder.resolve("broker"))) {
            var run = new FiveQueries(broker.address(), options);
            good = run.run(folder);
            var text = run.report(options);
            System.out.println(text);
            var name = "five-" + Instant.now().toString().substring(0, 16).replaceAll("[T:]", "-");
            Files.writeString(engines.home().resolve("results").resolve(name + ".md"), text);
        } finally {
            Engines.delete(folder);
        }
        System.exit(good ? 0 : 1);
    }

    /// Says whether no query stood still and all kept up.
    private boolean run(Path directory) throws Exception {
        makeTopics();
        try (var session = TidemillSession.builder().directory(directory).create()) {
            session.streams().addListener(new Watch());
            List<StreamingQuery> queries =
                    Pipeline.of(script(), directory)
                            .run(
                                    session,
                                    new Pipeline.Settings(
                                            directory.resolve("checkpoints"),
                                            true,
                                            Dataset::show,
                                            plan -> plan.lines().forEach(System.out::println)));
            begun = System.nanoTime();
            load();
            long end = System.nanoTime();
            for (StreamingQuery query : queries) {
                query.processAllAvailable();
            }
            behindNanos = System.nanoTime() - end;
            for (StreamingQuery query : queries) {
                query.stop();
            }
        }
        return behindNanos <= BEHIND_NANOS
                && watched.size() == OUT.size()
                && watched.values().stream().allMatch(this::isFine);
    }

    private boolean isFine(Watched seen) {
        return seen.longestNanos <= STALL_NANOS && seen.rows.get() == sent;
    }

    private void makeTopics() throws InterruptedException, ExecutionException {
        List<NewTopic> topics = new ArrayList<>();
        topics.add(new NewTopic("five" + suffix, PARTITIONS, (short) 1));
        OUT.forEach(name -> topics.add(new NewTopic(name + suffix, PARTITIONS, (short) 1)));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
            FreshTopics.make(admin, topics);
        }
    }

    private String script() {
        var text = new StringBuilder();
        text.append(
                """
                CREATE TABLE events (id BIGINT, auction BIGINT, price BIGINT, time TIMESTAMP,
                                     WATERMARK FOR time AS time - INTERVAL 1 SECOND)
                  USING kafka OPTIONS ('kafka.bootstrap.servers' '%s', subscribe 'five%s',
                    format 'json', startingOffsets 'earliest');
                """
                        .formatted(brokers, suffix));
        flow(
                text,
                "cheap",
                "append",
                "id BIGINT, price BIGINT",
                """
                SELECT id, price FROM STREAM events WHERE price < 1000\
                """);
        flow(
                text,
                "dear",
                "append",
                "id BIGINT, euro DOUBLE",
                """
                SELECT id, price * 0.908D AS euro FROM STREAM events WHERE price > 9000\
                """);
        flow(
                text,
                "counts",
                "changelog",
                "auction BIGINT, n BIGINT",
                """
                SELECT auction, count(*) AS n FROM STREAM events WHERE auction < 100
                GROUP BY auction\
                """);
        flow(
                text,
                "windows",
                "append",
                "start TIMESTAMP, auction BIGINT, n BIGINT",
                """
                SELECT window_start AS start, auction, count(*) AS n
                FROM TUMBLE(TABLE STREAM events, DESCRIPTOR(time), INTERVAL 1 SECOND)
                GROUP BY window_start, window_end, auction\
                """);
        flow(
                text,
                "tops",
                "append",
                "start TIMESTAMP, highest BIGINT, mean DOUBLE",
                """
                SELECT window_start AS start, max(price) AS highest, avg(price) AS mean
                FROM TUMBLE(TABLE STREAM events, DESCRIPTOR(time), INTERVAL 1 SECOND)
                GROUP BY window_start, window_end\
                """);
        return text.toString();
    }

    private void flow(StringBuilder text, String name, String mode, String columns, String query) {
        text.append(
                """
                CREATE TABLE out_%1$s (%2$s) USING kafka OPTIONS (
                  'kafka.bootstrap.servers' '%3$s', topic '%1$s%4$s', format 'json');
                CREATE FLOW %1$s OPTIONS (outputMode '%5$s') AS INSERT INTO out_%1$s %6$s;
                """
                        .formatted(name, columns, brokers, suffix, mode, query));
    }

    private void load() {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", brokers, "linger.ms", "5", "compression.type", "lz4");
        try (var producer =
                new KafkaProducer<>(
                        settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (long now = 0; now < endNanos; now = System.nanoTime() - begun) {
                for (long due = now * rate / 1_000_000_000L; sent < due; sent++) {
                    var unused =
                            producer.send(
                                    new ProducerRecord<>(
                                            "five" + suffix,
                                            (int) (sent % PARTITIONS),
                                            null,
                                            event(sent)));
                }
                LockSupport.parkNanos(1_000_000);
            }
            producer.flush();
        }
    }

    private byte[] event(long id) {
        return "{\"id\":%d,\"auction\":%d,\"price\":%d,\"time\":\"%s\"}"
                .formatted(
                        id,
                        id % 1009,
                        id * 7919 % 10_007,
                        Instant.ofEpochMilli(1_767_225_600_000L + id * 1000 / rate))
                .getBytes(StandardCharsets.US_ASCII);
    }

    private String report(Map<String, String> options) {
        var text = new StringBuilder();
        text.append(
                """
                # Five queries over one topic of eight partitions, %s

                Options: %s. %d events; all were read and committed %.0f ms after the last one was \
                sent.

                | query | longest stall | events read | epochs |
                |---|---|---|---|
                """
                        .formatted(
                                Instant.now().toString().substring(0, 16),
                                options,
                                sent,
                                behindNanos / 1e6));
        watched.forEach((name, seen) ->
                text.append(
                        "| %s | %.0f ms%s | %d | %d |%n"
                                .formatted(
                                        name,
                                        seen.longestNanos / 1e6,
                                        isFine(seen) ? "" : " **too slow**",
                                        seen.rows.get(),
                                        seen.epochs.get())));
        return text.toString();
    }

    /// Hears of every committed epoch.
    private final class Watch extends StreamingQueryListener {
        @Override
        public void onQueryStarted(QueryStartedEvent event) {}

        @Override
        public void onQueryProgress(QueryProgressEvent event) {
            String name = Optional.ofNullable(event.progress().name()).orElse("query");
            Watched seen = watched.computeIfAbsent(name, _ -> new Watched());
            long now = System.nanoTime() - begun;
            seen.rows.addAndGet(event.progress().numInputRows());
            seen.epochs.incrementAndGet();
            if (seen.lastNanos > warmupNanos && now < endNanos) {
                seen.longestNanos = Math.max(seen.longestNanos, now - seen.lastNanos);
            }
            seen.lastNanos = now;
        }

        @Override
        public void onQueryTerminated(QueryTerminatedEvent event) {
            event.exception().ifPresent(System.err::println);
        }
    }
}
