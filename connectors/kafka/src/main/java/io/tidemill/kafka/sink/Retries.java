package io.tidemill.kafka.sink;

import io.tidemill.system.WorldClock;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tries what a cluster does not do, again and again until it does: at first after 20 ms, then
/// after twice as long each time, up to a second. What is waited for is there for everybody to see,
/// and in the log every 30 s.
///
/// One thread at a time, but for [#waitingFor].
final class Retries {
    private static final Logger LOG = LoggerFactory.getLogger(Retries.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration SAY_AGAIN = Duration.ofSeconds(30);

    private final String cluster;
    private final WorldClock clock;
    private volatile @Nullable String waiting;
    private long troubledSinceNanos;
    private long saidNanos;
    private int failed;

    /// @param cluster for messages
    Retries(String cluster, WorldClock clock) {
        this.cluster = cluster;
        this.clock = clock;
    }

    /// Something that may have to be tried again.
    interface Attempt {
        void run() throws Trouble, IOException;
    }

    /// A question to the cluster.
    interface Question<T> {
        T ask() throws Trouble, IOException;
    }

    /// How often the attempt under way has failed.
    int failed() {
        return failed;
    }

    /// @param giveUp called after each failure that trying again may mend, or that is an
    ///   interruption
    /// @param end called after a failure that nothing mends
    void untilDone(Attempt attempt, Runnable giveUp, Runnable end) throws IOException {
        for (; ; ) {
            try {
                attempt.run();
                recovered();
                return;
            } catch (Trouble e) {
                giveUp.run();
                pause(e);
            } catch (IOException e) {
                giveUp.run();
                waiting = null;
                throw e;
            } catch (RuntimeException e) {
                end.run();
                waiting = null;
                throw e;
            }
        }
    }

    /// Tries something that changes nothing.
    <T> T ask(Question<T> question) throws IOException {
        for (; ; ) {
            try {
                var answer = question.ask();
                recovered();
                return answer;
            } catch (Trouble e) {
                pause(e);
            }
        }
    }

    /// Tries something once that will be tried again some other time, and says what is in the way.
    void once(Attempt attempt) throws IOException {
        try {
            attempt.run();
            recovered();
        } catch (Trouble e) {
            note(e);
            failed++;
        } catch (IOException | RuntimeException e) {
            waiting = null;
            throw e;
        }
    }

    private void pause(Trouble trouble) throws InterruptedIOException {
        sleep(failed, note(trouble));
        failed++;
    }

    /// What is the matter, in words.
    private String note(Trouble trouble) {
        long now = clock.nanos();
        if (failed == 0) {
            troubledSinceNanos = now;
            saidNanos = now - SAY_AGAIN.toNanos();
        }
        var text =
                "Kafka at %s: %s (for %d s)"
                        .formatted(
                                cluster,
                                trouble.getMessage(),
                                (now - troubledSinceNanos) / 1_000_000_000);
        waiting = text;
        if (now - saidNanos >= SAY_AGAIN.toNanos()) {
            saidNanos = now;
            LOG.warn("sink tries again attempt={} cause={}", failed + 1, text);
        }
        return text;
    }

    /// Waits a little.
    ///
    /// @param before how often before, one after another
    /// @param waitsFor in words
    void sleep(int before, String waitsFor) throws InterruptedIOException {
        long millis =
                Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(before, 10));
        try {
            clock.sleep(Duration.ofMillis(millis));
        } catch (InterruptedException e) {
            throw new InterruptedIOException("interrupted while it waited for " + waitsFor);
        }
    }

    private void recovered() {
        if (failed > 0) {
            LOG.info(
                    "sink goes on attempts={} after={}ms cluster={}",
                    failed,
                    (clock.nanos() - troubledSinceNanos) / 1_000_000,
                    cluster);
            failed = 0;
            waiting = null;
        }
    }

    /// What it waits for; any thread may ask.
    Optional<String> waitingFor() {
        return Optional.ofNullable(waiting);
    }
}
