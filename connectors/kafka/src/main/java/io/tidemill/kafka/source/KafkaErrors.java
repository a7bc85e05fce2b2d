package io.tidemill.kafka.source;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.kafka.Clients;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// Turns what clients of Kafka throw into errors that say what to do.
final class KafkaErrors {
    private KafkaErrors() {}

    /// Whether it may be otherwise in a while.
    static boolean isPassing(Throwable e) {
        return (e instanceof RetriableException || e instanceof TimeoutException)
                && !(e instanceof UnknownTopicOrPartitionException);
    }

    /// What a future failed with.
    static Throwable cause(Throwable e) {
        return e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
    }

    /// @param what was tried: `the offsets of bids cannot be asked for`
    static Exception of(Throwable e, String what, Clients clients) {
        return isPassing(e)
                ? new IOException(
                        "%s: brokers at %s do not answer%s"
                                .formatted(
                                        what,
                                        clients.bootstrapServers(),
                                        e.getMessage() == null ? "" : ": " + e.getMessage()),
                        e)
                : fatal(e, what, clients);
    }

    static TidemillException fatal(Throwable e, String what, Clients clients) {
        return switch (e) {
            case TidemillException known -> known;
            case UnknownTopicOrPartitionException _, InvalidTopicException _ ->
                    new TidemillException(
                            Condition.TABLE_OR_VIEW_NOT_FOUND,
                            "%s: there is no such topic or partition at %s"
                                    .formatted(what, clients.bootstrapServers()),
                            "create it, or correct its name or the brokers",
                            e);
            case AuthenticationException _ ->
                    new TidemillException(
                            Condition.KAFKA_NOT_AUTHORIZED,
                            "%s: %s does not let this user in: %s"
                                    .formatted(what, clients.bootstrapServers(), e.getMessage()),
                            "correct the options kafka.security.protocol, kafka.sasl.* and"
                                    + " kafka.ssl.*",
                            e);
            case AuthorizationException _ ->
                    new TidemillException(
                            Condition.KAFKA_NOT_AUTHORIZED,
                            "%s: this user may not: %s".formatted(what, e.getMessage()),
                            "have it granted READ and DESCRIBE on the topic",
                            e);
            default ->
                    new TidemillException(
                            Condition.FAILED_READ_FILE,
                            "%s: %s: %s"
                                    .formatted(what, e.getClass().getSimpleName(), e.getMessage()),
                            "see that the brokers at %s are well, then start the query again"
                                    .formatted(clients.bootstrapServers()),
                            e);
        };
    }

    static TidemillException expired(TopicPartition partition, long expected, long earliest) {
        return new TidemillException(
                Condition.SOURCE_DATA_LOST,
                "records of %s are gone before they were read: offset %d comes next, but the first that is left is %d; up to %d rows are lost"
                        .formatted(partition, expected, earliest, earliest - expected),
                "set failOnDataLoss to false to go on behind the gap, and lengthen the topic's"
                        + " retention (retention.ms, retention.bytes)");
    }

    static TidemillException cutBack(TopicPartition partition, long expected, long end) {
        return new TidemillException(
                Condition.SOURCE_DATA_LOST,
                "%s ends at offset %d, but was read up to %d: records that were read are no longer there"
                        .formatted(partition, end, expected),
                "find out whether the topic was restored or an out-of-date replica became leader;"
                        + " set failOnDataLoss to false to go on at the new end");
    }

    static TidemillException recreated(String topic, Object before, Object now) {
        return new TidemillException(
                Condition.SOURCE_DATA_LOST,
                "topic %s was deleted and made again: its id was %s and is %s; what was not read of the old one is lost"
                        .formatted(topic, before, now),
                "set failOnDataLoss to false to read the new one from its beginning, or begin with"
                        + " a new checkpoint");
    }

    static TidemillException deleted(String topic) {
        return new TidemillException(
                Condition.SOURCE_DATA_LOST,
                "topic %s is no longer there; what was not read of it is lost".formatted(topic),
                "set failOnDataLoss to false to go on without it, or begin with a new checkpoint");
    }
}
