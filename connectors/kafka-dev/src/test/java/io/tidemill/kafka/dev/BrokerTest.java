package io.tidemill.kafka.dev;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerTest {
    @TempDir Path folder;

    @Test
    void aBrokerStartedAgainOnItsFolderAndPortHasWhatWasCommitted() throws Exception {
        int port;
        try (Broker broker = Broker.start(folder)) {
            port = broker.port();
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.address()))) {
                admin.createTopics(List.of(new NewTopic("words", 1, (short) 1))).all().get();
            }
            send(broker, "kept", true);
            send(broker, "dropped", false);
        }
        try (Broker broker = Broker.start(folder, port)) {
            assertThat(broker.port()).isEqualTo(port);
            send(broker, "new", true);
            assertThat(read(broker, 2)).containsExactly("kept", "new");
        }
    }

    private static void send(Broker broker, String word, boolean commit) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", broker.address(), "transactional.id", "test");
        try (var producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            var unused = producer.send(new ProducerRecord<>("words", word));
            if (commit) {
                producer.commitTransaction();
            } else {
                producer.abortTransaction();
            }
        }
    }

    private static List<String> read(Broker broker, int count) {
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers", broker.address(),
                        "isolation.level", "read_committed",
                        "auto.offset.reset", "earliest");
        List<String> words = new ArrayList<>();
        try (var consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition("words", 0)));
            for (int polls = 0; polls < 50 && words.size() < count; polls++) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> words.add(record.value()));
            }
        }
        return words;
    }
}
