package io.tidemill.kafka;

import io.tidemill.connect.option.ByteSize;
import io.tidemill.connect.option.Option;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The options of reading topics, by Spark's names where it has them. What is wrong with them is
/// said by [#problems], all at once.
public record KafkaSourceOptions(
        @Option(
                        name = "assign",
                        help =
                                "The partitions to read, {\"topic\":[0,1]}; one of assign,"
                                        + " subscribe and subscribePattern must be given to read.")
                Optional<String> assign,
        @Option(name = "subscribe", help = "The topics to read, separated by commas.")
                Optional<String> subscribe,
        @Option(
                        name = "subscribePattern",
                        help =
                                "A regular expression that names of topics to read match whole;"
                                        + " topics that come later are taken too.")
                Optional<String> subscribePattern,
        @Option(
                        name = "startingOffsets",
                        help =
                                "Where a new query begins: earliest, latest, or"
                                        + " {\"topic\":{\"0\":23,\"1\":-1}} where -2 is earliest and -1"
                                        + " latest. latest for a stream and earliest for a batch when"
                                        + " it is not given. A query that goes on from a checkpoint,"
                                        + " and partitions that come later, do not ask for it.")
                Optional<String> startingOffsets,
        @Option(
                        name = "startingTimestamp",
                        help =
                                "Where a new query begins in every partition: at the first record"
                                        + " that is not older, in milliseconds since 1970. Goes"
                                        + " before the two other ways.")
                Optional<Long> startingTimestamp,
        @Option(
                        name = "startingOffsetsByTimestamp",
                        help =
                                "The same partition by partition:"
                                        + " {\"topic\":{\"0\":1700000000000}}. Goes before"
                                        + " startingOffsets.")
                Optional<String> startingOffsetsByTimestamp,
        @Option(
                        name = "startingOffsetsByTimestampStrategy",
                        otherwise = "error",
                        help =
                                "What to do in a partition that has no record as new as the"
                                        + " timestamp: error, or begin at latest.")
                NoMatch startingOffsetsByTimestampStrategy,
        @Option(
                        name = "endingOffsets",
                        otherwise = "latest",
                        help =
                                "Where a batch ends: latest, or {\"topic\":{\"0\":50,\"1\":-1}};"
                                        + " the record at that offset is not read.")
                String endingOffsets,
        @Option(
                        name = "endingTimestamp",
                        help =
                                "Where a batch ends in every partition: before the first record"
                                        + " that is not older, in milliseconds since 1970; at the end"
                                        + " where there is none.")
                Optional<Long> endingTimestamp,
        @Option(name = "endingOffsetsByTimestamp", help = "The same partition by partition.")
                Optional<String> endingOffsetsByTimestamp,
        @Option(
                        name = "failOnDataLoss",
                        otherwise = "true",
                        help =
                                "Whether the query ends when records that it has not read are gone"
                                        + " (retention, a deleted topic); otherwise it goes on, and"
                                        + " counts them.")
                boolean failOnDataLoss,
        @Option(
                        name = "kafkaConsumer.pollTimeoutMs",
                        otherwise = "120000",
                        help =
                                "How long a batch waits for records of a broker that does not"
                                        + " answer, in milliseconds, before it ends with an error; a"
                                        + " stream waits as long as it takes.")
                long pollTimeoutMs,
        @Option(
                        name = "fetchOffset.numRetries",
                        otherwise = "3",
                        help =
                                "Spark's; without effect. A stream asks for offsets until a broker"
                                        + " answers, a batch for kafkaConsumer.pollTimeoutMs.")
                int fetchOffsetRetries,
        @Option(
                        name = "fetchOffset.retryIntervalMs",
                        otherwise = "10",
                        help = "Spark's; without effect, as fetchOffset.numRetries.")
                long fetchOffsetRetryIntervalMs,
        @Option(
                        name = "maxOffsetsPerTrigger",
                        help =
                                "The most offsets of one epoch of a stream, dealt out to partitions"
                                        + " in proportion to what each has. Without it epochs are cut"
                                        + " by the time they take.")
                Optional<Long> maxOffsetsPerTrigger,
        @Option(
                        name = "minOffsetsPerTrigger",
                        help =
                                "An epoch waits until there are so many new offsets, at most for"
                                        + " maxTriggerDelay.")
                Optional<Long> minOffsetsPerTrigger,
        @Option(
                        name = "maxTriggerDelay",
                        otherwise = "15m",
                        help = "The longest that minOffsetsPerTrigger delays an epoch.")
                Duration maxTriggerDelay,
        @Option(
                        name = "minPartitions",
                        help =
                                "Cuts what an epoch reads into at least so many pieces, for workers"
                                        + " to share. Rows of one partition are then no longer read in"
                                        + " order, one after the other.")
                Optional<Integer> minPartitions,
        @Option(name = "maxRecordsPerPartition", help = "The most offsets of one such piece.")
                Optional<Long> maxRecordsPerPartition,
        @Option(
                        name = "groupIdPrefix",
                        otherwise = "tidemill",
                        help =
                                "What the name of the query's consumer group begins with, behind"
                                        + " which its id stands. Offsets are committed to it after each"
                                        + " epoch, for tools that show lag; they are never read."
                                        + " kafka.group.id names the group itself.")
                String groupIdPrefix,
        @Option(
                        name = "includeHeaders",
                        otherwise = "false",
                        help = "Whether there is a column headers.")
                boolean includeHeaders,
        @Option(
                        name = "metadata.columns",
                        help =
                                "Columns that a table with a format has besides those of its"
                                        + " values: some of key, topic, partition, offset, timestamp,"
                                        + " timestampType and headers, each with another name if"
                                        + " wanted: 'timestamp AS sent, offset'.")
                Optional<String> metadataColumns,
        @Option(
                        name = "dataLossWarning",
                        otherwise = "24h",
                        help =
                                "A warning is raised when the oldest unread record will be deleted"
                                        + " by the topic's retention within this time, once more than"
                                        + " half of that retention has passed; 0s: never.")
                Duration dataLossWarning,
        @Option(
                        name = "fetchAheadBytes",
                        otherwise = "64MiB",
                        help =
                                "How many bytes of records wait in memory, as they came, for"
                                        + " queries that read these topics; 1 MiB to 4 GiB.")
                ByteSize fetchAheadBytes) {

    /// What a partition without a record that is new enough means.
    public enum NoMatch {
        ERROR,
        LATEST
    }

    /// What is wrong with them.
    List<String> problems() {
        var found = new ArrayList<String>();
        if (Stream.of(assign, subscribe, subscribePattern).filter(Optional::isPresent).count()
                > 1) {
            found.add(
                    "the options 'assign', 'subscribe' and 'subscribePattern' exclude each other");
        }
        least(found, "kafkaConsumer.pollTimeoutMs", pollTimeoutMs, 1);
        least(found, "fetchOffset.numRetries", fetchOffsetRetries, 0);
        least(found, "fetchOffset.retryIntervalMs", fetchOffsetRetryIntervalMs, 0);
        maxOffsetsPerTrigger.ifPresent(n -> least(found, "maxOffsetsPerTrigger", n, 1));
        minOffsetsPerTrigger.ifPresent(n -> least(found, "minOffsetsPerTrigger", n, 1));
        minPartitions.ifPresent(n -> least(found, "minPartitions", n, 1));
        maxRecordsPerPartition.ifPresent(n -> least(found, "maxRecordsPerPartition", n, 1));
        startingTimestamp.ifPresent(n -> least(found, "startingTimestamp", n, 0));
        endingTimestamp.ifPresent(n -> least(found, "endingTimestamp", n, 0));
        if (maxOffsetsPerTrigger.isPresent()
                && minOffsetsPerTrigger.isPresent()
                && minOffsetsPerTrigger.get() > maxOffsetsPerTrigger.get()) {
            found.add(
                    "the option 'minOffsetsPerTrigger' is %d, more than 'maxOffsetsPerTrigger', %d"
                            .formatted(minOffsetsPerTrigger.get(), maxOffsetsPerTrigger.get()));
        }
        if (dataLossWarning.isNegative()) {
            found.add("the option 'dataLossWarning' must not be negative");
        }
        if (maxTriggerDelay.isNegative()) {
            found.add("the option 'maxTriggerDelay' must not be negative");
        }
        if (fetchAheadBytes.bytes() < 1 << 20 || fetchAheadBytes.bytes() > 1L << 32) {
            found.add("the option 'fetchAheadBytes' must be 1 MiB to 4 GiB");
        }
        return found;
    }

    private static void least(List<String> found, String name, long value, long least) {
        if (value < least) {
            found.add(
                    "the option '%s' is %d, but must be at least %d".formatted(name, value, least));
        }
    }
}
