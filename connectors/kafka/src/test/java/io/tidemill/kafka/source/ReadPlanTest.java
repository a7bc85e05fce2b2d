package io.tidemill.kafka.source;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.kafka.Topics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What reading topics will take, told before it begins.
@Timeout(60)
class ReadPlanTest {
    private @TempDir Path folder;

    private static String explained(Rig rig, String topics, String address, String how) {
        rig.session.sql(
                """
                CREATE TABLE bids (value STRING) USING kafka OPTIONS (
                  'kafka.bootstrap.servers' '%s', subscribe '%s', format 'text',
                  fetchAheadBytes '8MiB')
                """
                        .formatted(address, topics));
        return rig.session
                .sql("EXPLAIN %s SELECT * FROM STREAM bids".formatted(how))
                .head()
                .getString(0);
    }

    @Test
    void explainFormattedEndsWithPartitionsReadersAndMemory() {
        var topics = Topics.shared();
        String topic = topics.create("explained", 3);
        try (var rig = new Rig(folder)) {
            assertThat(explained(rig, topic, topics.address(), "FORMATTED"))
                    .contains("\n== Resources ==\n")
                    .contains("query reads bids: 3 partitions, up to 8 MiB ahead")
                    .contains("1 reader; nothing waits for a core to be read; 8 of ");
        }
    }

    @Test
    void explainAsksNoBroker() {
        try (var rig = new Rig(folder)) {
            assertThat(explained(rig, "anything", "127.0.0.1:1", ""))
                    .contains("bids")
                    .doesNotContain("Resources");
        }
    }

    @Test
    void aBrokerThatIsAwayKeepsNobodyFromThePlan() {
        try (var rig = new Rig(folder)) {
            assertThat(explained(rig, "anything", "127.0.0.1:1", "FORMATTED"))
                    .contains("bids")
                    .doesNotContain("Resources");
        }
    }
}
