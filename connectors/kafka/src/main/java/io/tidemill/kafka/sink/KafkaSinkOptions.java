package io.tidemill.kafka.sink;

import io.tidemill.connect.option.Option;
import java.util.Optional;

/// How a topic is written.
///
/// @param topic where records go, whatever the rows say
/// @param delivery what readers of committed records see after a crash
/// @param envelope how the changes of a changelog look
/// @param epochHeader whether the first record of an epoch in a partition says which epoch it is
public record KafkaSinkOptions(
        @Option(
                        name = "topic",
                        help =
                                "The topic that is written; overrides the column topic. Must be"
                                        + " there unless the rows have that column.")
                Optional<String> topic,
        @Option(
                        name = "delivery",
                        otherwise = "exactly-once",
                        help =
                                "exactly-once: each epoch is one transaction, seen once by"
                                        + " consumers with isolation.level read_committed."
                                        + " at-least-once: no transactions; after a crash the last"
                                        + " epoch is written again.")
                Delivery delivery,
        @Option(
                        name = "changelog.envelope",
                        otherwise = "debezium",
                        help =
                                "In output mode changelog with format json: debezium (before,"
                                        + " after, op) or op (the row with a field _op).")
                Envelope envelope,
        @Option(
                        name = "epochHeader",
                        otherwise = "true",
                        help =
                                "Whether the first record of each epoch in a partition has the"
                                        + " header tidemill.epoch. Without it a query that stood still"
                                        + " for longer than the broker keeps group offsets (7 days) may"
                                        + " not be able to tell whether its last epoch was committed.")
                boolean epochHeader) {

    /// What a reader sees of an epoch that is written again.
    public enum Delivery {
        EXACTLY_ONCE,
        AT_LEAST_ONCE
    }

    /// How a change looks as JSON.
    public enum Envelope {
        DEBEZIUM,
        OP
    }
}
