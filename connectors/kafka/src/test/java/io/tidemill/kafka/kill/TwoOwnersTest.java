package io.tidemill.kafka.kill;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.kafka.Topics;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Two processes with one checkpoint, from topic to topic: one stands still, the other one takes
/// over, and then the first one goes on as if nothing had happened. Nothing that it still sends may
/// be seen by who reads what is committed.
@Timeout(180)
class TwoOwnersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Topics topics = Topics.shared();
    private @TempDir Path folder;
    private String from;
    private String to;

    @Test
    void whatAProcessSendsThatHasLostItsCheckpointIsNeverCommitted() throws Exception {
        from = topics.create("from", 2);
        to = topics.create("to", 2);
        Path script = Files.writeString(folder.resolve("flows.sql"), script());
        var zombie = start(script, "first.out");
        ChildProcess heir = null;
        try (var input = new Input()) {
            input.awaitSent(300);
            topics.values(to, 100);
            zombie.pause(); // in the middle of an epoch, most likely with its transaction open
            loseLocks();
            heir = start(script, "second.out");
            int seen = topics.values(to).size();
            topics.values(to, seen + 300);

            zombie.go();
            assertThat(zombie.awaitEnd(PATIENCE)).as("it finds out").isTrue();
            assertThat(Files.readString(folder.resolve("first.out")))
                    .contains("failed: copied", "CONCURRENT_QUERY");
            int sent = input.stop();
            var values = topics.values(to, sent);

            assertThat(heir.isAlive()).isTrue();
            assertThat(values).doesNotHaveDuplicates().hasSize(sent);
            assertThat(heir.stop()).isEqualTo(143);
        } finally {
            zombie.kill();
            if (heir != null) {
                heir.kill();
            }
        }
    }

    @Test
    void aSecondProcessIsRefusedWhileTheFirstOneLivesAndIsToldWhichOneThatIs() throws Exception {
        from = topics.create("kept", 1);
        to = topics.create("keeps", 1);
        Path script = Files.writeString(folder.resolve("flows.sql"), script());
        var first = start(script, "first.out");
        try {
            topics.send(from, 0, "{\"id\":1}");
            topics.values(to, 1);
            var second =
                    ChildProcess.start(
                            folder.resolve("second.out"),
                            FlowsMain.class,
                            List.of(),
                            script.toString());
            assertThat(second.awaitEnd(PATIENCE)).as("it ends").isTrue();

            assertThat(Files.readString(folder.resolve("second.out")))
                    .contains("CONCURRENT_QUERY", Long.toString(first.pid()));
            assertThat(first.stop()).isEqualTo(143);
        } finally {
            first.kill();
        }
    }

    private String script() {
        return """
        CREATE TABLE source (id BIGINT) USING kafka OPTIONS (
          'kafka.bootstrap.servers' '%1$s', format 'json', subscribe '%2$s',
          startingOffsets 'earliest');
        CREATE TABLE target (id BIGINT) USING kafka OPTIONS (
          'kafka.bootstrap.servers' '%1$s', format 'json', topic '%3$s');
        CREATE FLOW copied AS INSERT INTO target SELECT id FROM STREAM source;
        """
                .formatted(topics.address(), from, to);
    }

    private ChildProcess start(Path script, String log) throws Exception {
        var process =
                ChildProcess.start(
                        folder.resolve(log),
                        FlowsMain.class,
                        List.of("-Dtidemill.test.log=INFO"),
                        script.toString());
        process.awaitLine(FlowsMain.RUNNING, 0);
        return process;
    }

    /// As on a file system whose locks do not survive a pause of their holder.
    private void loseLocks() throws IOException {
        try (var files = Files.walk(folder.resolve("checkpoints"))) {
            for (var file : files.filter(each -> each.toString().endsWith(".lock")).toList()) {
                Files.delete(file);
            }
        }
    }

    /// A record every few milliseconds, each of them another one.
    private final class Input implements AutoCloseable {
        private final AtomicInteger sent = new AtomicInteger();
        private final Thread thread = Thread.ofPlatform().start(this::run);
        private volatile boolean stopped;

        private void run() {
            try (var producer = topics.producer(Map.of())) {
                while (!stopped) {
                    int id = sent.getAndIncrement();
                    byte[] value = "{\"id\":%d}".formatted(id).getBytes(StandardCharsets.UTF_8);
                    var unused = producer.send(new ProducerRecord<>(from, id % 2, null, value));
                    LockSupport.parkNanos(3_000_000);
                }
            }
        }

        void awaitSent(int least) {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (sent.get() < least && System.nanoTime() < deadline) {
                LockSupport.parkNanos(10_000_000);
            }
            assertThat(sent.get()).isGreaterThanOrEqualTo(least);
        }

        /// @return how many were sent in all
        int stop() throws InterruptedException {
            stopped = true;
            thread.join();
            return sent.get();
        }

        @Override
        public void close() {
            stopped = true;
        }
    }
}
