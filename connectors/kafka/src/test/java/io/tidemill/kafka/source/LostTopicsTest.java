package io.tidemill.kafka.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import module java.base;

import io.tidemill.connect.ReadLimit;
import io.tidemill.connect.ReadRequest;
import io.tidemill.connect.Source;
import io.tidemill.connect.Split;
import io.tidemill.data.Batch;
import io.tidemill.kafka.Topics;
import io.tidemill.kafka.dev.Broker;
import io.tidemill.sql.streaming.StreamingQuery;
import io.tidemill.sql.types.StructType;
import io.tidemill.system.RealWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Topics that are gone, and logs that end before what was read of them.
@Timeout(60)
class LostTopicsTest {
    private static final String SCHEMA = "value STRING";

    private @TempDir Path folder;

    private static StreamingQuery start(Rig rig, String name, String topics, String... more) {
        var options =
                new ArrayList<>(
                        List.of(
                                "subscribe",
                                topics,
                                "format",
                                "text",
                                "startingOffsets",
                                "earliest",
                                "kafka.metadata.max.age.ms",
                                "500"));
        options.addAll(List.of(more));
        return rig.start(rig.stream(SCHEMA, options.toArray(String[]::new)), name);
    }

    @Test
    void aTopicThatIsDeletedEndsAQueryUnlessItsOptionsSayThatItGoesOn() throws Exception {
        var topics = Topics.shared();
        String deleted = topics.create("deleted", 1);
        String other = topics.create("other", 1);
        topics.send(deleted, 0, "a");
        try (var rig = new Rig(folder)) {
            var strict = start(rig, "strict", deleted);
            var lenient = start(rig, "lenient", deleted + "," + other, "failOnDataLoss", "false");
            strict.processAllAvailable();
            lenient.processAllAvailable();
            topics.delete(deleted);

            assertThatThrownBy(() -> strict.awaitTermination(30_000))
                    .hasMessageContaining("SOURCE_DATA_LOST")
                    .hasMessageContaining("topic " + deleted + " is no longer there")
                    .hasMessageContaining("set failOnDataLoss to false to go on without it");
            topics.send(other, 0, "b");
            lenient.processAllAvailable();
            assertThat(lenient.isActive()).isTrue();
            lenient.stop();
            topics.send(other, 0, "c");
            lenient = start(rig, "lenient", deleted + "," + other, "failOnDataLoss", "false");
            lenient.processAllAvailable();
            lenient.stop();

            assertThat(rig.written("lenient", SCHEMA, "value")).containsExactly("a", "b", "c");
        }
    }

    @Test
    void whatNobodyHadReadOfADeletedTopicIsCounted() throws Exception {
        var topics = Topics.shared();
        String deleted = topics.create("unread", 1);
        topics.send(deleted, 0, "a", "b", "c", "d");
        try (var source =
                Rig.source(
                        RealWorld.create(),
                        folder,
                        deleted,
                        "failOnDataLoss",
                        "false",
                        "maxOffsetsPerTrigger",
                        "1")) {
            source.begin("counted", () -> {});
            String start = source.initialOffset();
            assertThat(source.plan(start, source.latestOffset(), ReadLimit.NONE)).isPresent();
            await().until(() -> source.knownOffset().contains("\"0\":4"));
            topics.delete(deleted);

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> !source.health().metrics().isEmpty());
            assertThat(source.health().metrics()).containsEntry("lostRows", "3");
            assertThat(source.health().warnings().values())
                    .containsExactly(
                            deleted
                                    + "-0: its topic is gone, with 3 offsets from 1 on that were"
                                    + " not read; 3 rows lost since the query was started");
        }
    }

    @Test
    void aRangeThatWasPlannedBeforeItsTopicWasDeletedIsLostToo() throws Exception {
        var topics = Topics.shared();
        String deleted = topics.create("planned", 1);
        topics.send(deleted, 0, "a", "b");
        Split split;
        try (var source = Rig.source(RealWorld.create(), folder, deleted)) {
            source.begin("before", () -> {});
            String start = source.initialOffset();
            var slice = source.plan(start, source.latestOffset(), ReadLimit.NONE).orElseThrow();
            split = slice.splits().getFirst();
        }
        topics.delete(deleted);

        try (var strict = Rig.source(RealWorld.create(), folder, deleted)) {
            strict.begin("strict", () -> {});
            assertThatThrownBy(() -> count(strict, split))
                    .hasMessageContaining("SOURCE_DATA_LOST")
                    .hasMessageContaining("topic " + deleted + " is no longer there");
        }
        try (var lenient =
                Rig.source(RealWorld.create(), folder, deleted, "failOnDataLoss", "false")) {
            lenient.begin("lenient", () -> {});
            assertThat(count(lenient, split)).isZero();
            assertThat(lenient.health().metrics()).containsEntry("lostRows", "2");
        }
    }

    /// How many rows a split has, read to its end.
    private static int count(Source source, Split split) throws Exception {
        var schema = StructType.fromDDL("value STRING");
        var news = new Semaphore(0);
        int rows = 0;
        try (var reader = source.open(split, new ReadRequest(schema, (_, _, _, _, _, _) -> {}))) {
            var batch = Batch.create(schema, Batch.ROWS);
            while (true) {
                if (!reader.isReady(news::release)) {
                    assertThat(news.tryAcquire(20, TimeUnit.SECONDS)).as("it comes").isTrue();
                } else if (reader.next(batch)) {
                    rows += batch.rows();
                } else {
                    return rows;
                }
            }
        }
    }

    @Test
    void anEndBeforeWhatIsReadNextIsLookedAtAgainBeforeItIsBelieved() throws Exception {
        var topics = Topics.shared();
        String topic = topics.create("behind", 1);
        topics.send(topic, 0, "a", "b");
        String beyond = "{\"%s\":{\"0\":4}}".formatted(topic);
        try (var rig = new Rig(folder)) {
            var waits = start(rig, "waits", topic, "startingOffsets", beyond);
            topics.send(topic, 0, "c", "d", "e", "f");
            waits.processAllAvailable();
            waits.stop();
            assertThat(rig.written("waits", SCHEMA, "value")).containsExactly("e", "f");

            String farBeyond = "{\"%s\":{\"0\":9}}".formatted(topic);
            var ends = start(rig, "ends", topic, "startingOffsets", farBeyond);
            assertThatThrownBy(() -> ends.awaitTermination(30_000))
                    .hasMessageContaining("SOURCE_DATA_LOST")
                    .hasMessageContaining(topic + "-0 ends at offset 6, but was read up to 9");
        }
    }

    @Test
    void aLogThatWasCutBackIsKnownByItsLeadersEpochWhateverItsOffsets() throws Exception {
        var data = folder.resolve("broker");
        var broker = Broker.start(data);
        try (var topics = new Topics(broker.address());
                var rig =
                        new Rig(
                                Files.createDirectories(folder.resolve("session")),
                                broker.address())) {
            String topic = topics.create("cut", 1);
            for (var value : List.of("a", "b", "c", "d", "e")) {
                topics.send(topic, 0, value); // a batch each
            }
            var strict = start(rig, "strict", topic);
            var lenient = start(rig, "lenient", topic, "failOnDataLoss", "false");
            strict.processAllAvailable();
            lenient.processAllAvailable();
            strict.stop();
            lenient.stop();
            broker.close();
            cut(data.resolve(topic + "-0"), 3);
            broker = Broker.start(data, broker.port());
            topics.send(topic, 0, "f", "g", "h", "i");

            var strictAgain = start(rig, "strict", topic);
            assertThatThrownBy(() -> strictAgain.awaitTermination(30_000))
                    .hasMessageContaining("SOURCE_DATA_LOST")
                    .hasMessageContaining(topic + "-0 ends at offset 3, but was read up to 5");
            lenient = start(rig, "lenient", topic, "failOnDataLoss", "false");
            lenient.processAllAvailable();
            lenient.stop();
            assertThat(rig.written("lenient", SCHEMA, "value"))
                    .containsExactly("a", "b", "c", "d", "e", "f", "g", "h", "i");
        } finally {
            broker.close();
        }
    }

    /// Leaves the first batches of a partition's log, as an old copy of its disk would.
    private static void cut(Path partition, int batches) throws IOException {
        try (var log =
                FileChannel.open(
                        partition.resolve("00000000000000000000.log"),
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            var length = ByteBuffer.allocate(4);
            long at = 0;
            for (int i = 0; i < batches; i++) {
                log.read(length.clear(), at + 8);
                at += 12 + length.getInt(0);
            }
            log.truncate(at);
        }
        try (var files = Files.newDirectoryStream(partition, "*.{index,timeindex,snapshot}")) {
            for (var file : files) {
                Files.delete(file);
            }
        }
    }
}
