package io.tidemill.kafka.sink;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.kafka.Topics;
import io.tidemill.kafka.sink.MarkerSearch.Found;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Where an epoch is looked for: from the first offset that it can have to the last that is there,
/// not one more and not one less.
@Timeout(60)
class MarkerSearchTest {
    private static final String WANTED = "query/7/digest";
    private static final int RECORDS = 6;

    private final Topics topics = Topics.shared();
    private String topic;

    @BeforeEach
    void makeTopic() {
        topic = topics.create("searched", 2);
    }

    /// Records 0 to 5 in each partition; one of the first has a header.
    private void write(int marked, String header) {
        try (var producer = topics.producer(Map.of())) {
            for (int partition = 0; partition < 2; partition++) {
                for (int i = 0; i < RECORDS; i++) {
                    boolean isIt = partition == 0 && i == marked;
                    var headers =
                            isIt
                                    ? List.of(new RecordHeader(Marker.HEADER, bytes(header)))
                                    : List.<RecordHeader>of();
                    var unused =
                            producer.send(
                                    new ProducerRecord<>(
                                            topic,
                                            partition,
                                            null,
                                            null,
                                            bytes("" + i),
                                            List.copyOf(headers)));
                }
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private TopicPartition partition(int number) {
        return new TopicPartition(topic, number);
    }

    private void deleteBefore(int offset) throws Exception {
        topics.admin()
                .deleteRecords(Map.of(partition(0), RecordsToDelete.beforeOffset(offset)))
                .all()
                .get();
    }

    /// One record a poll, so that what lies behind the end of the search is not seen by chance.
    private Found search(long from) throws IOException {
        return search(Map.of(partition(0), from, partition(1), 0L));
    }

    private Found search(Map<TopicPartition, Long> from) throws IOException {
        var settings =
                Map.<String, Object>of(
                        "bootstrap.servers", topics.address(),
                        "isolation.level", "read_committed",
                        "auto.offset.reset", "earliest",
                        "max.poll.records", "1");
        try (var consumer =
                new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return MarkerSearch.search(consumer, WANTED, from);
        }
    }

    @Test
    void theFirstAndTheLastOffsetThatItCanHaveAreLookedAt() throws Exception {
        write(RECORDS - 1, WANTED);
        assertThat(search(0)).isEqualTo(Found.COMMITTED);
        assertThat(search(RECORDS - 1)).isEqualTo(Found.COMMITTED);
        assertThat(search(Map.of(partition(0), 0L))).as("alone").isEqualTo(Found.COMMITTED);
    }

    @Test
    void whatLiesBeforeIsNotLookedAt() throws Exception {
        write(2, WANTED);
        assertThat(search(2)).isEqualTo(Found.COMMITTED);
        assertThat(search(3)).isEqualTo(Found.NOT_COMMITTED);
        assertThat(search(RECORDS)).isEqualTo(Found.NOT_COMMITTED);
    }

    @Test
    void anotherEpochIsNotTakenForIt() throws Exception {
        write(2, WANTED + "0");
        assertThat(search(0)).isEqualTo(Found.NOT_COMMITTED);
    }

    @Test
    void nobodyKnowsAsSoonAsOneRecordIsDeletedThatCouldHaveTold() throws Exception {
        write(-1, "");
        deleteBefore(3);
        assertThat(search(3)).isEqualTo(Found.NOT_COMMITTED);
        assertThat(search(2)).isEqualTo(Found.UNKNOWN);
        deleteBefore(RECORDS);
        assertThat(search(RECORDS)).isEqualTo(Found.NOT_COMMITTED);
        assertThat(search(RECORDS - 1)).isEqualTo(Found.UNKNOWN);
    }

    @Test
    void itIsFoundBehindRecordsThatAreDeleted() throws Exception {
        write(3, WANTED);
        deleteBefore(3);
        assertThat(search(1)).isEqualTo(Found.COMMITTED);
    }

    @Test
    void whatWasAbortedWasNotCommitted() throws Exception {
        for (boolean commit : List.of(false, true)) {
            var id = "test-" + UUID.randomUUID();
            try (var producer = topics.producer(Map.of("transactional.id", id))) {
                producer.initTransactions();
                producer.beginTransaction();
                producer.send(
                                new ProducerRecord<>(
                                        topic,
                                        0,
                                        null,
                                        null,
                                        bytes("x"),
                                        List.of(new RecordHeader(Marker.HEADER, bytes(WANTED)))))
                        .get();
                if (commit) {
                    producer.commitTransaction();
                } else {
                    producer.abortTransaction();
                }
            }
            assertThat(search(0)).isEqualTo(commit ? Found.COMMITTED : Found.NOT_COMMITTED);
        }
    }

    @Test
    void anEpochWithoutRecordsIsNeverFound() throws IOException {
        try (var consumer = topics.consumer()) {
            assertThat(MarkerSearch.search(consumer, WANTED, Map.of()))
                    .isEqualTo(Found.NOT_COMMITTED);
        }
    }
}
