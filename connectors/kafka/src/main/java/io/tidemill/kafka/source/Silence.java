package io.tidemill.kafka.source;

import io.tidemill.system.WorldClock;
import java.util.Optional;
import org.apache.kafka.common.errors.DisconnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether brokers answer. Those that do not are waited for, as long as the policy has patience; it
/// is logged when they fall silent and when they are heard again. Used by the fetching thread, but
/// for [#isOn].
final class Silence {
    private static final long LONG_NANOS = 4_000_000_000L;
    private static final Logger LOG = LoggerFactory.getLogger(Silence.class);

    private final WorldClock clock;
    private final Policy policy;
    private long recordsNanos; // when a fetch was answered
    private long answerNanos; // when anything was
    private volatile boolean on;

    Silence(WorldClock clock, Policy policy) {
        this.clock = clock;
        this.policy = policy;
        recordsNanos = clock.nanos();
        answerNanos = recordsNanos;
    }

    /// A fetch was answered.
    void endedByRecords() {
        recordsNanos = clock.nanos();
        endedByAnswer();
    }

    /// Something was answered.
    void endedByAnswer() {
        answerNanos = clock.nanos();
        if (on) {
            on = false;
            LOG.info("brokers answer again brokers={}", policy.clients().bootstrapServers());
        }
    }

    boolean isOn() {
        return on;
    }

    /// Listens; gives the error that ends the reading when it has lasted for too long.
    Optional<RuntimeException> look() {
        long now = clock.nanos();
        if (!on && now - answerNanos > LONG_NANOS) {
            on = true;
            LOG.warn(
                    "brokers do not answer, queries wait brokers={} topics={}",
                    policy.clients().bootstrapServers(),
                    policy.subscription().description());
        }
        var patience = policy.patience();
        return patience.isZero() || now - recordsNanos <= patience.toNanos()
                ? Optional.empty()
                : Optional.of(
                        KafkaErrors.fatal(
                                new DisconnectException("no answer for " + patience),
                                "topics cannot be read",
                                policy.clients()));
    }
}
