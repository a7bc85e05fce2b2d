package io.tidemill.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.data.Json;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `tidemill kafka dev`, `tidemill kafka lag`, and the README's second set-up,
/// `examples/kafka.sql`, as people meet them.
@Timeout(240)
class KafkaIT {
    private static final String LISTENS = "A Kafka broker listens on ";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir Path folder;

    /// Starts a broker on any free port, with its data in the folder `kafka`.
    private Command.Running broker(String topics) throws Exception {
        var command =
                new Command(
                        folder,
                        List.of("-Dtidemill.broker=" + System.getProperty("tidemill.broker")));
        var running =
                command.start("kafka", "dev", "--port", "0", "--dir", "kafka", "--topic", topics);
        running.awaitMessage("To end it: Ctrl-C.");
        return running;
    }

    private static String address(Command.Running broker) {
        String said = broker.said();
        int at = said.indexOf(LISTENS) + LISTENS.length();
        return said.substring(at, said.indexOf(',', at));
    }

    private static void send(String address, String topic, List<String> values) {
        var settings = Map.<String, Object>of("bootstrap.servers", address);
        try (var producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            for (String value : values) {
                var unused = producer.send(new ProducerRecord<>(topic, value));
            }
        }
    }

    /// What a plain consumer of committed records sees of a topic, at least so many.
    private static List<String> read(String address, String topic, int partitions, int least) {
        var settings =
                Map.<String, Object>of(
                        "bootstrap.servers", address, "isolation.level", "read_committed");
        var found = new ArrayList<String>();
        try (var consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            var all =
                    IntStream.range(0, partitions)
                            .mapToObj(i -> new TopicPartition(topic, i))
                            .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            boolean more = true;
            while (found.size() < least || more) {
                assertThat(System.nanoTime())
                        .as(() -> "%s has %d records".formatted(topic, found.size()))
                        .isLessThan(deadline);
                var some = consumer.poll(Duration.ofMillis(300));
                some.forEach(record -> found.add(record.value()));
                more = !some.isEmpty();
            }
        }
        return found;
    }

    @Test
    void theBrokerMakesTopicsAndKeepsWhatItAcknowledged() throws Exception {
        var values = IntStream.range(0, 500).mapToObj(Integer::toString).toList();
        try (var running = broker("two:2,four")) {
            String address = address(running);
            assertThat(running.said()).contains("'kafka.bootstrap.servers' '" + address + "'");
            try (var admin = Admin.create(Map.of("bootstrap.servers", address))) {
                var made = admin.describeTopics(List.of("two", "four")).allTopicNames().get();
                assertThat(made.get("two").partitions()).hasSize(2);
                assertThat(made.get("four").partitions()).hasSize(4);
            }
            send(address, "two", values);
            var ended = running.terminate();
            assertThat(ended.exitCode()).isEqualTo(143);
            assertThat(ended.out()).isEmpty();
        }
        try (var again = broker("two:2")) {
            assertThat(read(address(again), "two", 2, 500))
                    .containsExactlyInAnyOrderElementsOf(values);
            assertThat(again.terminate().exitCode()).isEqualTo(143);
        }
    }

    private static void deleteBefore(String address, long offset) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", address))) {
            var until = RecordsToDelete.beforeOffset(offset);
            admin.deleteRecords(Map.of(new TopicPartition("readings", 0), until)).all().get();
        }
    }

    private void goOnWithoutThem() throws IOException {
        var script = folder.resolve("copy.sql");
        Files.writeString(
                script,
                Files.readString(script)
                        .replace("format 'json',", "format 'json', failOnDataLoss 'false',"));
    }

    @Test
    void lagSaysHowFarAFlowIsBehindWhetherItRunsOrNot() throws Exception {
        try (var broker = broker("readings:1")) {
            String address = address(broker);
            Files.writeString(
                    folder.resolve("copy.sql"),
                    """
                    CREATE TABLE readings (x BIGINT) USING kafka OPTIONS (
                      'kafka.bootstrap.servers' '%s', subscribe 'readings', format 'json',
                      startingOffsets 'earliest');
                    CREATE TABLE target (x BIGINT) USING json OPTIONS (path 'out');
                    CREATE FLOW copy OPTIONS (trigger 'available now') AS
                      INSERT INTO target SELECT x FROM STREAM readings;
                    """
                            .formatted(address));
            var before = Command.in(folder).run("kafka", "lag", "copy.sql");
            assertThat(before.exitCode()).as(before.err()).isZero();
            assertThat(before.err()).contains("copy: has not run yet");
            send(address, "readings", List.of("{\"x\":1}", "{\"x\":2}", "{\"x\":3}"));
            var ran = Command.in(folder).run("run", "copy.sql");
            assertThat(ran.exitCode()).as(ran.err()).isZero();
            send(address, "readings", List.of("{\"x\":4}", "{\"x\":5}"));

            var table = Command.in(folder).run("kafka", "lag", "copy.sql");
            assertThat(table.exitCode()).as(table.err()).isZero();
            assertThat(table.out().replaceAll(" +", ""))
                    .contains("│flow│topic│partition│position│end│behind│lost│")
                    .contains("│copy│readings│0│3│5│2│0│");
            var json = Command.in(folder).run("kafka", "lag", "--json", "copy.sql");
            var rows = (List<?>) Json.parse(json.out());
            assertThat(rows).hasSize(1);
            assertThat(rows.getFirst().toString())
                    .contains("flow=copy", "position=3", "end=5", "behind=2", "lost=0");

            deleteBefore(address, 4);
            var strict = Command.in(folder).run("run", "copy.sql");
            assertThat(strict.exitCode()).isEqualTo(1);
            assertThat(strict.err()).contains("SOURCE_DATA_LOST", "readings-0", "up to 1 rows");
            goOnWithoutThem();
            var lenient = Command.in(folder).run("run", "copy.sql");
            assertThat(lenient.exitCode()).as(lenient.err()).isZero();
            var lost = Command.in(folder).run("kafka", "lag", "copy.sql");
            assertThat(lost.out().replaceAll(" +", "")).contains("│copy│readings│0│5│5│0│1│");
        }
    }

    @Test
    void theExampleGivesEachResultOnceAlthoughItIsKilled() throws Exception {
        try (var broker = broker("bids,busy")) {
            String address = address(broker);
            Path script = folder.resolve("kafka.sql");
            Files.writeString(
                    script,
                    Files.readString(root().resolve("examples/kafka.sql"))
                            .replace("localhost:9092", address));
            int seen;
            try (var running = Command.in(folder).start("run", script.toString())) {
                seen = read(address, "busy", 4, 5).size();
                running.process().destroyForcibly().waitFor();
            }
            try (var running = Command.in(folder).start("run", script.toString())) {
                read(address, "busy", 4, seen + 5);
                var lag = Command.in(folder).run("kafka", "lag", "--json", script.toString());
                assertThat(lag.out()).contains("\"flow\":\"busiest\"", "\"topic\":\"bids\"");
                var ended = running.terminate();
                assertThat(ended.exitCode()).as(ended.err()).isEqualTo(143);
                assertThat(ended.out()).contains("|auction|bids| highest|");
                assertThat(ended.err())
                        .contains("busiest reads bids: 4 partitions", "Ending the flows")
                        .doesNotContain("query warns", "Exception")
                        .doesNotContainPattern("\\d{5} s\n");
                assertThat(ended.err().lines()).as("progress is no flood").hasSizeLessThan(60);
            }
            var busy = read(address, "busy", 4, 1);
            assertThat(busy).doesNotHaveDuplicates();
            var expected = counted(read(address, "bids", 4, 1));
            var latest = busy.stream().map(KafkaIT::window).max(Comparator.naturalOrder());
            assertThat(busy.stream().map(KafkaIT::busy))
                    .containsExactlyInAnyOrderElementsOf(
                            expected.entrySet().stream()
                                    .filter(each -> each.getValue()[0] > 100)
                                    .map(each -> each.getKey() + Arrays.toString(each.getValue()))
                                    .filter(each -> each.compareTo(latest.orElseThrow() + "~") < 0)
                                    .toList());
        }
    }

    /// How many bids each auction had in each second, and the highest, from the bids themselves.
    private static Map<String, long[]> counted(List<String> bids) {
        var counts = new TreeMap<String, long[]>();
        for (String bid : bids) {
            var fields = (Map<?, ?>) Json.parse(bid);
            var second = instant(fields.get("dateTime")).truncatedTo(ChronoUnit.SECONDS);
            var count =
                    counts.computeIfAbsent(
                            second + " " + fields.get("auction") + " ", _ -> new long[2]);
            count[0]++;
            count[1] = Math.max(count[1], (Long) fields.get("price"));
        }
        return counts;
    }

    private static String window(String busy) {
        return instant(((Map<?, ?>) Json.parse(busy)).get("start")).toString();
    }

    private static String busy(String json) {
        var fields = (Map<?, ?>) Json.parse(json);
        return "%s %s [%s, %s]"
                .formatted(
                        instant(fields.get("start")),
                        fields.get("auction"),
                        fields.get("bids"),
                        fields.get("highest"));
    }

    private static Instant instant(Object text) {
        return OffsetDateTime.parse((String) text).toInstant();
    }

    private static Path root() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("mvnw"))) {
            at = at.getParent();
        }
        return at;
    }
}
