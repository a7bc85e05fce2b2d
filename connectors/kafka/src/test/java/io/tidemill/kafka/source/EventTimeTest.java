package io.tidemill.kafka.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import module java.base;

import io.tidemill.kafka.Topics;
import io.tidemill.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Event time of topics: each partition by itself, and those in which nothing comes.
@Timeout(60)
class EventTimeTest {
    private final Topics topics = Topics.shared();
    private @TempDir Path folder;
    private Rig rig;
    private String topic;

    @BeforeEach
    void open() {
        rig = new Rig(folder);
        topic = topics.create("times", 2);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    /// How many rows there are of each ten seconds, told when these are over.
    private StreamingQuery start() {
        rig.stream(
                        "time TIMESTAMP",
                        "subscribe",
                        topic,
                        "startingOffsets",
                        "earliest",
                        "format",
                        "json")
                .withWatermark("time", "1 second")
                .createOrReplaceTempView("times");
        return rig.start(
                rig.session.sql(
                        """
                        SELECT concat(date_format(window_start, 'mm:ss'), ' ', count(*)) AS counted
                        FROM TUMBLE(TABLE times, DESCRIPTOR(time), INTERVAL 10 SECONDS)
                        GROUP BY window_start, window_end
                        """),
                "out");
    }

    private void send(int partition, String... times) {
        topics.send(
                topic,
                partition,
                Arrays.stream(times).map("{\"time\":\"2026-01-01T00:%sZ\"}"::formatted).toList());
    }

    private List<String> written() {
        return rig.written("out", "counted STRING", "counted");
    }

    @Test
    void theSlowestPartitionSaysWhatTimeItIs() throws Exception {
        var query = start();
        send(0, "00:01", "01:00");
        send(1, "00:02");
        query.processAllAvailable();
        assertThat(written()).as("partition 1 is still in the first window").isEmpty();
        send(1, "00:03", "00:04");
        query.processAllAvailable();
        send(1, "01:00");
        query.processAllAvailable();
        query.stop();

        assertThat(written()).as("nothing was late").containsExactly("00:00 4");
    }

    @Test
    void aPartitionInWhichNothingComesHoldsNobodyBackAndMayComeLate() throws Exception {
        rig.session.conf().set("tidemill.watermark.idleTimeout", "1s");
        var query = start();
        send(1, "00:01");
        query.processAllAvailable();
        send(0, "00:02");
        var sent = new AtomicInteger();
        await().untilAsserted(() -> {
            send(0, "01:00"); // only partition 1 is idle
            sent.incrementAndGet();
            assertThat(written()).containsExactly("00:00 2");
        });

        send(1, "00:03", "01:01");
        query.processAllAvailable();
        await().untilAsserted(() -> {
            send(0, "01:20");
            send(1, "01:20");
            assertThat(written()).containsExactly("00:00 2", "01:00 " + (sent.get() + 1));
        });
        query.stop();

        assertThat(
                        Arrays.stream(query.recentProgress())
                                .mapToLong(one -> one.rejectedRows().getOrDefault("late", 0L))
                                .sum())
                .as("00:03 came when its window had been told")
                .isEqualTo(1);
    }
}
