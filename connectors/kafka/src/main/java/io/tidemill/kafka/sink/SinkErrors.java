package io.tidemill.kafka.sink;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import java.io.IOException;
import java.io.InterruptedIOException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;

/// What the failures of Kafka's clients mean for a sink: trying again may help, or a person must do
/// something.
final class SinkErrors {
    private SinkErrors() {}

    /// To be thrown where a call failed.
    ///
    /// @param doing what was tried, for the message: `write to topic 'winners'`
    /// @throws TidemillException when trying again is no use
    /// @throws InterruptedIOException when the thread was interrupted
    static Trouble of(String cluster, String doing, EpochRecords records, Throwable failure)
            throws IOException {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            var fatal = fatal(cluster, doing, records, cause);
            if (fatal != null) {
                throw fatal;
            }
            if (cause instanceof InterruptException || cause instanceof InterruptedException) {
                throw new InterruptedIOException("interrupted while it would " + doing);
            }
        }
        return new Trouble(describe(failure), failure);
    }

    /// The innermost of Kafka's messages says most.
    private static String describe(Throwable failure) {
        var last = failure;
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof KafkaException && cause.getMessage() != null) {
                last = cause;
            }
        }
        var message = last.getMessage();
        return last.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }

    private static @Nullable TidemillException fatal(
            String cluster, String doing, EpochRecords records, Throwable cause) {
        return switch (cause) {
            case AuthorizationException e -> notAllowed(cluster, doing, e, "grant it");
            case AuthenticationException e ->
                    notAllowed(
                            cluster, doing, e, "correct kafka.sasl.* and kafka.security.protocol");
            case RecordTooLargeException e -> tooLarge(records, e);
            case RecordBatchTooLargeException e -> tooLarge(records, e);
            case InvalidTxnTimeoutException e ->
                    refused(
                            cluster,
                            doing,
                            e,
                            "set kafka.transaction.timeout.ms to no more than the broker's"
                                    + " transaction.max.timeout.ms");
            case InvalidRecordException e ->
                    refused(
                            cluster,
                            doing,
                            e,
                            "a compacted topic takes records with a key only: name key.columns");
            case PolicyViolationException e ->
                    refused(cluster, doing, e, "see the policy of the cluster");
            case InvalidTopicException e -> refused(cluster, doing, e, "correct the topic's name");
            case UnsupportedVersionException e ->
                    refused(cluster, doing, e, "brokers from Kafka 2.5 on have what is needed");
            case ConfigException e -> refused(cluster, doing, e, "correct the kafka.* options");
            default -> null;
        };
    }

    private static TidemillException notAllowed(
            String cluster, String doing, Throwable cause, String remedy) {
        return new TidemillException(
                Condition.KAFKA_NOT_AUTHORIZED,
                "Kafka at %s does not let this user %s: %s"
                        .formatted(cluster, doing, cause.getMessage()),
                remedy
                        + "; a query needs WRITE and DESCRIBE on its topic, WRITE and DESCRIBE on"
                        + " transactional ids that begin with tidemill-, and READ on groups that"
                        + " begin with tidemill-",
                cause);
    }

    private static TidemillException refused(
            String cluster, String doing, Throwable cause, String remedy) {
        return new TidemillException(
                Condition.KAFKA_WRITE_REFUSED,
                "Kafka at %s will not %s: %s".formatted(cluster, doing, cause.getMessage()),
                remedy,
                cause);
    }

    private static TidemillException tooLarge(EpochRecords records, Throwable cause) {
        var largest = records.largest();
        return largest.isPresent()
                ? tooLarge(largest.get().origin(), largest.get().bytes(), "max.message.bytes")
                : new TidemillException(
                        Condition.KAFKA_RECORD_TOO_LARGE,
                        "the broker refuses a record, small as all of this epoch are: "
                                + cause.getMessage(),
                        "raise the topic's max.message.bytes, which must hold a record and about"
                                + " 100 bytes around it",
                        cause);
    }

    /// @param origin of the row
    /// @param setting that is exceeded: the client's or the broker's
    static TidemillException tooLarge(String origin, int bytes, String setting) {
        boolean ours = setting.equals("max.request.size");
        return new TidemillException(
                Condition.KAFKA_RECORD_TOO_LARGE,
                "the result of %s is a record of %d bytes, more than %s allows"
                        .formatted(origin, bytes, setting),
                ours
                        ? "raise kafka.max.request.size, and the topic's max.message.bytes with it,"
                                + " or write less into a row"
                        : "raise the topic's max.message.bytes, or write less into a row");
    }
}
