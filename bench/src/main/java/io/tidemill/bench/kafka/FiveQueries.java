package io.tidemill.bench.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.tidemill.bench.EngineOptions;
import io.tidemill.bench.Names;
import io.tidemill.bench.Report;
import io.tidemill.bench.RunProgress;
import io.tidemill.sql.Dataset;
import io.tidemill.sql.Pipeline;
import io.tidemill.sql.TidemillSession;
import io.tidemill.sql.streaming.StreamingQuery;
import io.tidemill.sql.streaming.StreamingQueryListener;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Five queries over one topic of eight partitions, from Kafka to Kafka exactly once, in one
/// process, while events come at a steady rate: does any of them stand still, and do all keep up?
/// Elsewhere such a shape is given a core for each partition of each query.
///
/// A stall is the time between two committed epochs of a query while events come. Load and queries
/// share this process and its cores; the broker is another one on the same machine.
///
/// The command `bench/run five`. It ends with 1 when a query stood still for more than 200 ms or
/// had not read everything a second after the end.
@Command(
        name = "five",
        description = {
            "Whether five queries over one topic of eight partitions, in one process, stand still"
                    + " or fall behind while events come at a steady rate.%n"
        })
public final class FiveQueries implements Callable<Integer> {
    private static final int PARTITIONS = 8;
    private static final long STALL_NANOS = 200_000_000;
    private static final long BEHIND_NANOS = 1_000_000_000;
    private static final String IN = "five";
    private static final List<String> OUT = List.of("cheap", "dear", "counts", "windows", "tops");

    @Spec private CommandSpec command = CommandSpec.create();
    @Mixin private EngineOptions options = new EngineOptions();
    @Mixin private Load load = new Load(50_000, 15, 30);

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

    @Override
    public Integer call() throws Exception {
        var engines = options.engines("json");
        engines.prepare(List.of("broker"));
        boolean good;
        try (var site = KafkaSite.open(engines, "five");
                var _ = new RunProgress("five queries")) {
            good = run(site);
        }
        Report.write(engines.home(), Instant.now(), "five-", report());
        return good ? 0 : 1;
    }

    /// Says whether no query stood still and all kept up.
    private boolean run(KafkaSite site) throws Exception {
        site.topics().create(Stream.concat(Stream.of(IN), OUT.stream()).toList(), PARTITIONS);
        var directory = site.folder();
        var brokers = site.broker().address();
        try (var session = TidemillSession.builder().directory(directory).create()) {
            session.streams().addListener(new Watch());
            List<StreamingQuery> queries =
                    Pipeline.of(script(brokers), directory)
                            .run(
                                    session,
                                    new Pipeline.Settings(
                                            directory.resolve("checkpoints"),
                                            true,
                                            Dataset::show,
                                            plan -> plan.lines().forEach(System.out::println)));
            begun = System.nanoTime();
            send(brokers);
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

    private long warmupNanos() {
        return TimeUnit.SECONDS.toNanos(load.warmup());
    }

    private long endNanos() {
        return warmupNanos() + TimeUnit.SECONDS.toNanos(load.seconds());
    }

    private boolean isFine(Watched seen) {
        return seen.longestNanos <= STALL_NANOS && seen.rows.get() == sent;
    }

    private static String script(String brokers) throws IOException {
        try (var script = FiveQueries.class.getResourceAsStream("/kafka/five.sql")) {
            return new String(requireNonNull(script).readAllBytes(), UTF_8)
                    .replace("BROKERS", brokers);
        }
    }

    private void send(String brokers) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", brokers, "linger.ms", "5", "compression.type", "lz4");
        try (var producer =
                new KafkaProducer<>(
                        settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (long now = 0; now < endNanos(); now = System.nanoTime() - begun) {
                for (long due = now * load.rate() / 1_000_000_000L; sent < due; sent++) {
                    var unused =
                            producer.send(
                                    new ProducerRecord<>(
                                            IN, (int) (sent % PARTITIONS), null, event(sent)));
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
                        Instant.ofEpochMilli(1_767_225_600_000L + id * 1000 / load.rate()))
                .getBytes(UTF_8);
    }

    private String report() {
        var text = new StringBuilder();
        text.append(
                """
                # Five queries over one topic of eight partitions, %s

                Command: `%s`. %d events; all were read and committed %.0f ms after the last one was \
                sent.

                | query | longest stall | events read | epochs |
                |---|---|---|---|
                """
                        .formatted(
                                Instant.now().toString().substring(0, 16),
                                Names.line(command),
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
            if (seen.lastNanos > warmupNanos() && now < endNanos()) {
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
