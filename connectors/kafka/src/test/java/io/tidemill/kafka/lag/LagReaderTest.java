package io.tidemill.kafka.lag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import module java.base;

import io.tidemill.kafka.Clients;
import io.tidemill.kafka.Topics;
import io.tidemill.system.RealWorld;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/// The clock to data loss over a real broker.
class LagReaderTest {
    private final Topics topics = Topics.shared();
    private final Clients clients = Clients.of(Map.of("bootstrap.servers", topics.address()));

    @Test
    void theBrokerTellsWhatIsUnreadHowOldItIsAndHowLongItIsKept() throws Exception {
        String topic =
                topics.create(
                        "lag", 2, Map.of("retention.ms", "7200000", "retention.bytes", "1000000"));
        topics.send(topic, 0, "a", "b", "c");
        var first = new TopicPartition(topic, 0);
        var second = new TopicPartition(topic, 1);
        var gone = new TopicPartition("never-made", 0);
        try (var reader = new LagReader(clients)) {
            List<PartitionFacts> facts = reader.read(Map.of(first, 1L, second, 0L, gone, 5L));
            assertThat(facts).extracting(PartitionFacts::partition).containsExactly(first, second);
            PartitionFacts read = facts.getFirst();
            assertThat(read.end()).isEqualTo(3);
            assertThat(read.unread()).isEqualTo(2);
            assertThat(read.bytes().orElseThrow()).isPositive();
            assertThat(read.retention())
                    .isEqualTo(
                            new Retention(
                                    Optional.of(Duration.ofHours(2)), OptionalLong.of(1_000_000)));
            assertThat(read.oldestUnread().orElseThrow())
                    .isBetween(Instant.now().minusSeconds(60), Instant.now());
            PartitionLag lag = DataLossClock.read(read, Instant.now());
            assertThat(lag.untilDeleted().orElseThrow())
                    .isBetween(Duration.ofMinutes(118), Duration.ofMinutes(120));
            assertThat(DataLossClock.read(facts.getLast(), Instant.now()).behind()).isZero();
        }
    }

    @Test
    void aClusterThatIsNotThereIsNamed() {
        var nowhere =
                Clients.of(
                        Map.of(
                                "bootstrap.servers", "127.0.0.1:1",
                                "request.timeout.ms", "300",
                                "default.api.timeout.ms", "600"));
        try (var reader = new LagReader(nowhere)) {
            assertThatThrownBy(() -> reader.read(Map.of(new TopicPartition("t", 0), 0L)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("does not answer");
        }
    }

    @Test
    void aWatchSeesTheLagGrowAndWarnsWhenRowsAreAboutToGo() {
        String topic = topics.create("watched", 1, Map.of("retention.ms", "3600000"));
        var partition = new TopicPartition(topic, 0);
        try (var watch =
                new LagWatch(
                        RealWorld.create(),
                        clients,
                        Duration.ofHours(24),
                        Duration.ofMillis(100))) {
            topics.send(topic, 0, "a", "b");
            watch.position(Map.of(partition, 1L));
            await().untilAsserted(() ->
                    assertThat(watch.report().metrics()).containsEntry("offsetsBehindLatest", "1"));
            assertThat(watch.health().warnings()).isEmpty();

            sendOld(topic, Duration.ofMinutes(50));
            watch.position(Map.of(partition, 2L));
            await().untilAsserted(() ->
                    assertThat(watch.health().warnings().getOrDefault("retention", ""))
                            .contains(topic + "-0: 1 offsets are unread", "0.2 hours"));
            watch.position(Map.of(partition, 3L));
            await().untilAsserted(() -> assertThat(watch.health().warnings()).isEmpty());
        }
    }

    private void sendOld(String topic, Duration age) {
        try (var producer = topics.producer(Map.of())) {
            long time = System.currentTimeMillis() - age.toMillis();
            var unused =
                    producer.send(new ProducerRecord<>(topic, 0, time, null, new byte[] {'c'}));
            producer.flush();
        }
    }
}
