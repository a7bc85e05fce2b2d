package io.tidemill.kafka.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.kafka.Topics;
import io.tidemill.kafka.lag.Positions;
import io.tidemill.sql.streaming.StreamingQuery;
import io.tidemill.sql.streaming.StreamingQueryListener;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Topics that grow, shrink, go and come again under a query, which is stopped and started.
@Timeout(20)
class ChangingTopicsTest {
    private final Topics topics = Topics.shared();
    private @TempDir Path folder;
    private Rig rig;

    @BeforeEach
    void open() {
        rig = new Rig(folder);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private StreamingQuery start(String topic, String... more) {
        var options = new ArrayList<>(List.of("format", "text", "startingOffsets", "earliest"));
        options.addAll(List.of("kafka.metadata.max.age.ms", "500"));
        options.addAll(
                Arrays.asList(more).contains("subscribePattern")
                        ? List.of()
                        : List.of("subscribe", topic));
        options.addAll(List.of(more));
        return rig.start(rig.stream("value STRING", options.toArray(String[]::new)), "out");
    }

    private List<String> written() {
        return rig.written("out", "value STRING", "value");
    }

    @Test
    void aQueryGoesOnWhereItWasStopped() throws Exception {
        String topic = topics.create("restart", 2);
        topics.send(topic, 0, "a", "b");
        var query = start(topic);
        query.processAllAvailable();
        query.stop();
        topics.send(topic, 1, "c");
        topics.send(topic, 0, "d");
        query = start(topic);
        query.processAllAvailable();
        query.stop();

        assertThat(written()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void aQueryThatBeganAtTheEndAndReadNothingGoesOnThere() throws Exception {
        String topic = topics.create("latest", 1);
        topics.send(topic, 0, "old");
        var query = start(topic, "startingOffsets", "latest");
        query.processAllAvailable();
        query.stop();
        topics.send(topic, 0, "while down");
        query = start(topic, "startingOffsets", "latest");
        query.processAllAvailable();
        query.stop();

        assertThat(written()).containsExactly("while down");
    }

    @Test
    void newPartitionsAreReadFromTheirFirstRecord() throws Exception {
        String topic = topics.create("more", 1);
        topics.send(topic, 0, "a");
        var query = start(topic);
        query.processAllAvailable();
        topics.admin().createPartitions(Map.of(topic, NewPartitions.increaseTo(3))).all().get();
        topics.send(topic, 2, "b");
        topics.send(topic, 1, "c");
        query.processAllAvailable();
        query.stop();
        topics.admin().createPartitions(Map.of(topic, NewPartitions.increaseTo(4))).all().get();
        topics.send(topic, 3, "d");
        query = start(topic, "startingOffsets", "latest");
        query.processAllAvailable();
        query.stop();

        assertThat(written()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void topicsThatMatchAreReadWhenTheyCome() throws Exception {
        String first = topics.create("pattern-a", 1);
        topics.send(first, 0, "a");
        var query = start(first, "subscribePattern", "pattern-.*");
        query.processAllAvailable();
        String second = topics.create("pattern-b", 1);
        topics.send(second, 0, "b");
        query.processAllAvailable();
        query.stop();

        assertThat(written()).containsExactly("a", "b");
    }

    @Test
    void recordsThatExpiredWhileTheQueryWasDownAreAnErrorThatCountsThem() throws Exception {
        String topic = topics.create("expired", 1);
        expireWhileDown(topic);

        var query = start(topic);
        assertThatThrownBy(query::processAllAvailable)
                .hasMessageContaining("SOURCE_DATA_LOST")
                .hasMessageContaining(
                        topic
                                + "-0 are gone before they were read: offset 2 comes next, but the"
                                + " first that is left is 5; up to 3 rows are lost");
    }

    @Test
    void recordsThatExpiredArePassedOverWhereTheOptionsSaySo() throws Exception {
        String topic = topics.create("passed", 1);
        expireWhileDown(topic);
        var warnings = new LinkedBlockingQueue<String>();
        rig.session.streams().addListener(new Warnings(warnings));

        var query = start(topic, "failOnDataLoss", "false");
        query.processAllAvailable();
        topics.send(topic, 0, "7");
        query.processAllAvailable();
        query.stop();

        assertThat(written()).containsExactly("0", "1", "5", "6", "7");
        assertThat(warnings.poll(10, TimeUnit.SECONDS))
                .isEqualTo(
                        topic
                                + "-0: 3 offsets from 2 on were deleted before they were read; 3"
                                + " rows lost since the query was started");
        assertThat(warnings).as("told once").isEmpty();
        assertThat(query.lastProgress().json()).containsPattern("\"lostRows\" ?: ?\"3\"");
        var three = Map.of(new TopicPartition(topic, 0), 3L);
        assertThat(logged(query)).isEqualTo(three);
        topics.send(topic, 0, "8");
        var again = start(topic, "failOnDataLoss", "false");
        again.processAllAvailable();
        assertThat(logged(again)).as("is remembered").isEqualTo(three);
        again.stop();
    }

    /// What the log says that it went on without, as `kafka lag` shows it.
    private static Map<TopicPartition, Long> logged(StreamingQuery query) {
        return Positions.passedOver(query.lastProgress().sources()[0].endOffset());
    }

    /// Takes down what queries warn of.
    private static final class Warnings extends StreamingQueryListener {
        private final Queue<String> told;

        Warnings(Queue<String> told) {
            this.told = told;
        }

        @Override
        public void onQueryWarning(QueryWarningEvent event) {
            told.add(event.warning());
        }

        @Override
        public void onQueryStarted(QueryStartedEvent event) {}

        @Override
        public void onQueryProgress(QueryProgressEvent event) {}

        @Override
        public void onQueryTerminated(QueryTerminatedEvent event) {}
    }

    private void expireWhileDown(String topic) throws Exception {
        topics.send(topic, 0, "0", "1");
        var query = start(topic, "failOnDataLoss", "false");
        query.processAllAvailable();
        query.stop();
        topics.send(topic, 0, "2", "3", "4", "5", "6");
        topics.admin()
                .deleteRecords(
                        Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(5)))
                .all()
                .get();
    }

    @Test
    void aTopicOfTheSameNameIsAnotherTopicWhateverItsOffsets() throws Exception {
        String topic = topics.create("again", 1);
        topics.send(topic, 0, "a", "b");
        var query = start(topic);
        query.processAllAvailable();
        query.stop();
        recreate(topic, "c", "d", "e", "f");

        var second = start(topic);
        assertThatThrownBy(second::processAllAvailable)
                .hasMessageContaining("SOURCE_DATA_LOST")
                .hasMessageContaining("topic " + topic + " was deleted and made again");
    }

    @Test
    void aNewTopicOfTheSameNameIsReadFromItsBeginningWhereTheOptionsSaySo() throws Exception {
        String topic = topics.create("anew", 1);
        topics.send(topic, 0, "a", "b");
        var query = start(topic, "failOnDataLoss", "false");
        query.processAllAvailable();
        recreate(topic, "c", "d", "e", "f");
        query.processAllAvailable();
        query.stop();

        assertThat(written()).containsExactly("a", "b", "c", "d", "e", "f");
    }

    private void recreate(String topic, String... values) throws Exception {
        topics.delete(topic);
        for (int attempt = 0; ; attempt++) {
            try {
                topics.createNamed(topic, 1, Map.of());
                break;
            } catch (RuntimeException | AssertionError e) {
                if (attempt == 50) {
                    throw e;
                }
                Thread.sleep(100); // until it is gone
            }
        }
        topics.send(topic, 0, values);
    }

    @Test
    void abortedTransactionsAreNotRows() throws Exception {
        String topic = topics.create("aborted", 1);
        topics.sendInTransaction(topic, 0, List.of("aborted"), false);
        topics.sendInTransaction(topic, 0, List.of("committed"), true);
        topics.sendInTransaction(topic, 0, List.of("aborted too"), false);
        topics.send(topic, 0, "plain");
        var query = start(topic);
        query.processAllAvailable();
        query.stop();

        assertThat(written()).containsExactly("committed", "plain");
    }

    @Test
    void gapsOfCompactionAreNoLoss() throws Exception {
        String topic =
                topics.create(
                        "holes",
                        1,
                        Map.of(
                                "cleanup.policy", "compact",
                                "segment.ms", "100",
                                "min.cleanable.dirty.ratio", "0.01",
                                "max.compaction.lag.ms", "100"));
        try (var producer = topics.producer(Map.of())) {
            for (int i = 0; i < 200; i++) {
                var unused =
                        producer.send(
                                        new ProducerRecord<>(
                                                topic,
                                                0,
                                                ("k" + i % 10).getBytes(StandardCharsets.UTF_8),
                                                ("v" + i).getBytes(StandardCharsets.UTF_8)))
                                .get();
            }
        }
        var query = start(topic);
        query.processAllAvailable();
        query.stop();

        assertThat(written())
                .containsAll(IntStream.range(190, 200).mapToObj(i -> "v" + i).toList());
    }

    @Test
    void uncommittedRecordsAreReadWhereTheOptionsSaySo() {
        String topic = topics.create("uncommitted", 1);
        topics.sendInTransaction(topic, 0, List.of("aborted"), false);
        topics.send(topic, 0, "plain");

        assertThat(
                        rig
                                .batch(
                                        "subscribe",
                                        topic,
                                        "kafka.isolation.level",
                                        "read_uncommitted")
                                .load()
                                .selectExpr("CAST(value AS STRING)")
                                .collectAsList()
                                .stream()
                                .map(row -> row.getString(0)))
                .containsExactly("aborted", "plain");
    }
}
