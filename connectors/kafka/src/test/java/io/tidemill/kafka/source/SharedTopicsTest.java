package io.tidemill.kafka.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import module java.base;

import io.tidemill.kafka.Topics;
import io.tidemill.kafka.dev.Broker;
import io.tidemill.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Several queries over one topic, and brokers that are away for a while.
@Timeout(90)
class SharedTopicsTest {
    private static final String SCHEMA = "id INT, name STRING";

    private @TempDir Path folder;

    @Test
    void fiveQueriesOverATopicOfEightPartitionsHaveOneReaderAndOneParse() throws Exception {
        var topics = Topics.shared();
        String topic = topics.create("shared", 8);
        try (var rig = new Rig(folder)) {
            var queries = new ArrayList<StreamingQuery>();
            for (int i = 0; i < 5; i++) {
                var rows =
                        rig.stream(
                                SCHEMA,
                                "subscribe",
                                topic,
                                "startingOffsets",
                                "earliest",
                                "format",
                                "json");
                queries.add(rig.start(rows, "out" + i));
            }
            for (int round = 0; round < 10; round++) {
                for (int partition = 0; partition < 8; partition++) {
                    int first = (round * 8 + partition) * 50;
                    topics.send(
                            topic,
                            partition,
                            IntStream.range(first, first + 50)
                                    .mapToObj(i -> "{\"id\":%d,\"name\":\"n%d\"}".formatted(i, i))
                                    .toList());
                }
                Thread.sleep(50);
            }
            long fetching = fetching();
            for (var query : queries) {
                query.processAllAvailable();
            }
            long shared =
                    queries.stream()
                            .flatMap(query -> Arrays.stream(query.recentProgress()))
                            .mapToLong(SharedTopicsTest::sharedBatches)
                            .sum();
            for (var query : queries) {
                query.stop();
            }

            assertThat(fetching).isEqualTo(1);
            assertThat(shared).isPositive();
            var expected = IntStream.range(0, 4000).mapToObj(i -> "n" + i).sorted().toList();
            for (int i = 0; i < 5; i++) {
                assertThat(rig.written("out" + i, SCHEMA, "name")).isEqualTo(expected);
            }
            assertThat(fetching()).isZero();
        }
    }

    private static long sharedBatches(io.tidemill.sql.streaming.StreamingQueryProgress progress) {
        var matcher =
                Pattern.compile("\"sharedBatches\"\\s*:\\s*\"?(\\d+)").matcher(progress.json());
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }

    /// How many threads fetch.
    private static long fetching() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("tidemill-kafka-\\d+"))
                .count();
    }

    @Test
    void aQueryWaitsForABrokerThatIsAwayAndGoesOn() throws Exception {
        var data = folder.resolve("broker");
        var broker = Broker.start(data);
        String address = broker.address();
        int port = broker.port();
        try (var topics = new Topics(address);
                var rig = new Rig(Files.createDirectories(folder.resolve("session")), address)) {
            String topic = topics.create("away", 2);
            topics.send(topic, 0, "{\"id\":1,\"name\":\"a\"}");
            var query =
                    rig.start(
                            rig.stream(
                                    SCHEMA,
                                    "subscribe",
                                    topic,
                                    "startingOffsets",
                                    "earliest",
                                    "format",
                                    "json"),
                            "out");
            query.processAllAvailable();
            broker.close();
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(
                            () -> assertThat(query.status().message()).contains("do not answer"));
            assertThat(query.isActive()).isTrue();
            broker = Broker.start(data, port);
            topics.send(topic, 1, "{\"id\":2,\"name\":\"b\"}");
            query.processAllAvailable();
            query.stop();

            assertThat(rig.written("out", SCHEMA, "name")).containsExactly("a", "b");
        } finally {
            broker.close();
        }
    }
}
