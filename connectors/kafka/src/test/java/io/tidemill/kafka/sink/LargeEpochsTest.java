package io.tidemill.kafka.sink;

import static io.tidemill.kafka.sink.TestSink.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.kafka.Topics;
import io.tidemill.kafka.kill.ProxiedBroker;
import io.tidemill.kafka.kill.TcpProxy;
import io.tidemill.kafka.sink.TestSink.Setup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Epochs that take longer to send than transactions are given, over a way that is slow.
@Timeout(120)
class LargeEpochsTest {
    private static final int LONGEST_MILLIS = 8_000;
    private static final int ROWS = 300;

    @TempDir static Path folder;
    private static ProxiedBroker broker;
    private static TcpProxy proxy;
    private static Topics topics;

    @BeforeAll
    static void start() throws IOException {
        broker =
                new ProxiedBroker(
                        folder,
                        Map.of(
                                "transaction.max.timeout.ms",
                                Integer.toString(LONGEST_MILLIS),
                                "transaction.abort.timed.out.transaction.cleanup.interval.ms",
                                "500"));
        proxy = broker.proxy();
        topics = broker.topics();
    }

    @AfterAll
    static void stop() throws IOException {
        broker.close();
    }

    private static Setup setup(String topic) {
        return Setup.of(broker.address(), topic, "value STRING");
    }

    private static Object[][] rows() {
        return rows(10_000); // 3 MB
    }

    private static Object[][] rows(int size) {
        var rows = new Object[ROWS][];
        for (int i = 0; i < ROWS; i++) {
            rows[i] = row(i + "x".repeat(size));
        }
        return rows;
    }

    @Test
    void anEpochThatTakesLongerThanItsTransactionMayIsGivenMoreTime() throws IOException {
        var topic = topics.create("large", 1);
        var setup = setup(topic).with("kafka.transaction.timeout.ms", "1500");
        try (var sink = setup.open(1)) {
            sink.epoch(0, row("small"));
            proxy.delay(Duration.ofMillis(40)); // for 64 KB at most: 1.6 MB a second
            sink.epoch(1, rows());
            proxy.delay(Duration.ZERO);
            sink.epoch(2, row("small again"));
        } finally {
            proxy.delay(Duration.ZERO);
        }
        assertThat(topics.values(topic, ROWS + 2)).hasSize(ROWS + 2).doesNotHaveDuplicates();
    }

    @Test
    void withoutTransactionsTheRecordsAreGivenMoreTimeToo() throws IOException {
        var topic = topics.create("large-plain", 1);
        var setup =
                setup(topic)
                        .with("delivery", "at-least-once")
                        .with("kafka.request.timeout.ms", "1000")
                        .with("kafka.delivery.timeout.ms", "1500");
        try (var sink = setup.open(1)) {
            proxy.delay(Duration.ofMillis(40));
            sink.epoch(0, rows());
        } finally {
            proxy.delay(Duration.ZERO);
        }
        assertThat(Set.copyOf(topics.values(topic, ROWS))).hasSize(ROWS);
    }

    @Test
    void anEpochThatNeedsMoreThanTheBrokerAllowsSaysWhatToDo() throws IOException {
        var topic = topics.create("too-large", 1);
        var setup = setup(topic).with("kafka.transaction.timeout.ms", "3000");
        try (var sink = setup.open(1)) {
            sink.epoch(0, row("small"));
            proxy.delay(Duration.ofMillis(100)); // 0.6 MB a second
            assertThatThrownBy(() -> sink.epoch(1, rows(40_000)))
                    .hasMessageContaining("KAFKA_WRITE_REFUSED")
                    .hasMessageContaining("of the 300 records of an epoch")
                    .hasMessageContaining("transaction more than 8 s")
                    .hasMessageContaining("transaction.max.timeout.ms");
        } finally {
            proxy.delay(Duration.ZERO);
        }
        assertThat(topics.values(topic)).hasSize(1);
    }
}
