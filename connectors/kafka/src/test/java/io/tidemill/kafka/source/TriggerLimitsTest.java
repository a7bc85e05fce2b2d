package io.tidemill.kafka.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import module java.base;

import io.tidemill.connect.ReadLimit;
import io.tidemill.connect.Slice;
import io.tidemill.connect.Source;
import io.tidemill.kafka.Topics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Epochs that wait until they are worth while, but not for ever.
@Timeout(60)
class TriggerLimitsTest {
    private final Topics topics = Topics.shared();
    private final MovedClock clock = new MovedClock();
    private @TempDir Path folder;

    private Source source(String topic, String... more) throws IOException {
        return Rig.source(clock.world(), folder, topic, more);
    }

    /// What the next epoch takes of what is known once `there` offsets are.
    private static Optional<Slice> next(Source source, String start, long there) {
        await().until(() -> offsets(source.knownOffset()) == there);
        try {
            return source.plan(start, source.knownOffset(), ReadLimit.NONE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long offsets(String json) {
        return Offsets.parse(json).all().values().stream().mapToLong(Offsets.Place::offset).sum();
    }

    @Test
    void anEpochWaitsForEnoughOffsetsUntilItsTimeIsUp() throws Exception {
        String topic = topics.create("least", 2);
        try (var source =
                source(
                        topic,
                        "minOffsetsPerTrigger",
                        "5",
                        "maxOffsetsPerTrigger",
                        "8",
                        "maxTriggerDelay",
                        "10m")) {
            source.begin("least", () -> {});
            var begin =
                    source.plan(source.initialOffset(), source.initialOffset(), ReadLimit.NONE)
                            .orElseThrow();
            topics.send(topic, 0, "a", "b");
            topics.send(topic, 1, "c");
            assertThat(next(source, begin.end(), 3)).as("too few").isEmpty();
            clock.moveOn(Duration.ofMinutes(9));
            assertThat(next(source, begin.end(), 3)).as("still time").isEmpty();
            clock.moveOn(Duration.ofMinutes(2));
            var late = next(source, begin.end(), 3).orElseThrow();
            assertThat(late.rows()).as("its time is up").isEqualTo(3);

            topics.send(topic, 0, "d", "e", "f");
            assertThat(next(source, late.end(), 6)).as("the time begins anew").isEmpty();
            topics.send(topic, 1, "g", "h", "i", "j", "k", "l", "m");
            var enough = next(source, late.end(), 13).orElseThrow();
            assertThat(enough.rows()).as("enough: in proportion, 8 at most").isEqualTo(7);
            assertThat(next(source, enough.end(), 13)).as("three are too few").isEmpty();
            assertThat(source.plan(enough.end(), source.latestOffset(), ReadLimit.NONE))
                    .as("who asks for all that is there gets it")
                    .hasValueSatisfying(slice -> assertThat(slice.rows()).isEqualTo(3));
        }
    }

    @Test
    void aQueryRunsWithTooFewOffsetsWhenItsTimeIsUpAlthoughNothingMoreComes() throws Exception {
        String topic = topics.create("delayed", 1);
        try (var rig = new Rig(folder)) {
            var query =
                    rig.start(
                            rig.stream(
                                    "value STRING",
                                    "subscribe",
                                    topic,
                                    "startingOffsets",
                                    "earliest",
                                    "format",
                                    "text",
                                    "minOffsetsPerTrigger",
                                    "100",
                                    "maxTriggerDelay",
                                    "300ms"),
                            "out");
            topics.send(topic, 0, "a", "b");
            await().until(() ->
                    Arrays.stream(query.recentProgress())
                                    .mapToLong(progress -> progress.numInputRows())
                                    .sum()
                            == 2);
            query.stop();

            assertThat(rig.written("out", "value STRING", "value")).containsExactly("a", "b");
        }
    }
}
