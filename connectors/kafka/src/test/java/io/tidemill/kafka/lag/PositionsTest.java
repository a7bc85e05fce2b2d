package io.tidemill.kafka.lag;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PositionsTest {
    @Test
    void offsetsAreFoundAlsoBesideATopicsId() {
        var expected = Map.of(new TopicPartition("t", 0), 12L, new TopicPartition("t", 1), 7L);
        assertThat(Positions.parse("{\"t\":{\"0\":12,\"1\":7}}")).contains(expected);
        assertThat(
                        Positions.parse(
                                "{\"t\":{\"0\":12,\"1\":7,\"id\":\"x\",\"leaderEpochs\":{\"0\":3}}}"))
                .contains(expected);
    }

    @Test
    void whatAQueryWentOnWithoutIsFoundBesideItsOffsets() {
        assertThat(
                        Positions.passedOver(
                                "{\"t\":{\"0\":12,\"1\":7,\"lost\":{\"0\":3}},\"u\":{\"0\":4}}"))
                .isEqualTo(Map.of(new TopicPartition("t", 0), 3L));
        assertThat(Positions.passedOver("17")).isEmpty();
    }

    @Test
    void offsetsOfOtherSourcesAreNone() {
        assertThat(Positions.parse("{\"logOffset\":3}")).isEmpty();
        assertThat(Positions.parse("17")).isEmpty();
        assertThat(Positions.parse("{\"a\":{\"b\":\"c\"}}")).isEmpty();
    }
}
