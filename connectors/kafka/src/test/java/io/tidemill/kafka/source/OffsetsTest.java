package io.tidemill.kafka.source;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.kafka.source.Offsets.Place;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/// Places in topics as the checkpoint has them.
class OffsetsTest {
    private static final Uuid ID = Uuid.fromString("AAAAAAAAAAAAAAAAAAAAAQ");

    @Test
    void whatIsWrittenIsReadBackWithIdsAndTheEpochsOfLeaders() {
        var offsets =
                new Offsets.Builder()
                        .put(new TopicPartition("bids", 0), ID, new Place(12, 3, 5))
                        .put(new TopicPartition("bids", 1), ID, new Place(7, Offsets.NO_EPOCH))
                        .put(new TopicPartition("old", 0), Uuid.ZERO_UUID, new Place(1L << 40, 0))
                        .build();
        assertThat(offsets.toJson())
                .isEqualTo(
                        "{\"bids\":{\"0\":12,\"1\":7,\"id\":\"%s\",\"leaderEpochs\":{\"0\":3},\"lost\":{\"0\":5}},"
                                        .formatted(ID)
                                + "\"old\":{\"0\":1099511627776,\"leaderEpochs\":{\"0\":0}}}");
        assertThat(Offsets.parse(offsets.toJson())).isEqualTo(offsets);
    }

    @Test
    void offsetsOfSparkAreRead() {
        var offsets = Offsets.parse("{\"bids\":{\"0\":12,\"1\":7}}");
        assertThat(offsets.all())
                .isEqualTo(
                        Map.of(
                                new TopicPartition("bids", 0),
                                new Place(12, Offsets.NO_EPOCH),
                                new TopicPartition("bids", 1),
                                new Place(7, Offsets.NO_EPOCH)));
        assertThat(offsets.id("bids")).isEqualTo(Uuid.ZERO_UUID);
    }
}
