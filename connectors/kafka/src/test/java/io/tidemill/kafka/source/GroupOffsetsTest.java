package io.tidemill.kafka.source;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.kafka.Topics;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What tools that show the lag of consumer groups see of a query.
@Timeout(120)
class GroupOffsetsTest {
    private final Topics topics = Topics.shared();

    @Test
    void theGroupOfAQueryThatEndedStandsWhereItsLastEpochEnded(@TempDir Path folder)
            throws Exception {
        var topic = topics.create("seen", 2);
        topics.send(topic, 0, "a", "b", "c");
        topics.send(topic, 1, "d");
        var group = "watched-" + topic;
        try (var rig = new Rig(folder)) {
            var query =
                    rig.start(
                            rig.stream(
                                            "",
                                            "subscribe",
                                            topic,
                                            "startingOffsets",
                                            "earliest",
                                            "kafka.group.id",
                                            group)
                                    .selectExpr("cast(value AS STRING) AS value"),
                            "out");
            query.processAllAvailable();
            query.stop();
        }

        var committed =
                topics.admin()
                        .listConsumerGroupOffsets(group)
                        .partitionsToOffsetAndMetadata()
                        .get();

        assertThat(committed.values().stream().map(OffsetAndMetadata::offset))
                .containsExactlyInAnyOrder(3L, 1L);
    }
}
