package io.tidemill.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import org.junit.jupiter.api.Test;

class TopicsTest {
    private final Topics topics = Topics.shared();

    @Test
    void onlyCommittedValuesAreSeen() {
        String topic = topics.create("seen", 2);
        topics.send(topic, 0, "plain");
        topics.sendInTransaction(topic, 0, List.of("aborted"), false);
        topics.sendInTransaction(topic, 1, List.of("committed", "too"), true);

        assertThat(topics.values(topic, 3)).containsExactlyInAnyOrder("plain", "committed", "too");
    }

    @Test
    void namesAreUnique() {
        assertThat(topics.create("same", 1)).isNotEqualTo(topics.create("same", 1));
    }
}
