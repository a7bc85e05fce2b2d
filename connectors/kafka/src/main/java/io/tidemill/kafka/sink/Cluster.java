package io.tidemill.kafka.sink;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/// What a sink asks of a cluster: the one place behind which there is Kafka, or a model of it.
///
/// Every call may block. What cannot be mended by trying again (no permission, no such topic) is a
/// [io.tidemill.data.TidemillException]; an interruption is a [java.io.InterruptedIOException].
interface Cluster extends AutoCloseable {
    /// What it is called in messages.
    String name();

    /// The newest marker of the sink's group that is committed by now, whatever transaction is
    /// open: it may be behind, and is enough to see a newer process.
    Optional<Marker> peek() throws Trouble, IOException;

    /// The newest marker of the sink's group, when no transaction that could change it is open; as
    /// long as one is, that is a [Trouble], and not an empty answer.
    Optional<Marker> marker() throws Trouble, IOException;

    /// Opens a writer. If it is transactional, every older one of the same ids is locked out by
    /// then, and what it had begun has been committed or aborted.
    Writer open() throws Trouble, IOException;

    /// Whether a transaction of these writers hangs: is open in a partition, so that nobody reads
    /// past it, although the cluster believes that it has ended it.
    boolean hangs() throws Trouble, IOException;

    /// Gives transactions that hang the end that was decided upon; behind [#open].
    ///
    /// @throws Trouble that says what hangs and what to do, as long as that cannot be done
    void mend() throws Trouble, IOException;

    /// Finds out how many partitions a topic has, and where they end.
    int look(String topic) throws Trouble, IOException;

    /// How many partitions a topic has, as of the last look.
    int partitions(String topic) throws IOException;

    /// Where partitions end: every record written later has this offset or a greater one.
    /// Partitions that nobody has looked at are missing.
    Map<TopicPartition, Long> ends();

    /// What has become of an epoch whose marker is gone.
    ///
    /// @param header the value of its header
    /// @param from where its records, if there are any, cannot lie before
    MarkerSearch.Found search(String header, Map<TopicPartition, Long> from)
            throws Trouble, IOException;

    /// How long the marker of a query that stands still is certain to be kept, in milliseconds.
    long markerKeptMillis() throws Trouble, IOException;

    @Override
    void close();

    /// A connection that writes. After any failure it is closed and another one is opened.
    interface Writer extends AutoCloseable {
        /// Writes a marker with nothing else, in a transaction of each id that this writer uses: no
        /// older writer can commit anything once this returns.
        void claim(Marker marker) throws Trouble, IOException;

        /// Begins to write the records, where nobody sees them yet; returns without waiting.
        /// [#commit] of the same records follows. Without transactions it does nothing.
        void begin(EpochRecords records) throws Trouble, IOException;

        /// Writes the records and the marker, all or nothing, and returns when readers see them.
        /// Without transactions the records only, each at least once.
        void commit(EpochRecords records, Marker marker) throws Trouble, IOException;

        /// Whether a connection was lost since this was asked last: a broker may have died.
        default boolean wasCutOff() {
            return false;
        }

        /// Gives up what was begun, without waiting.
        @Override
        void close();

        /// Gives up what was begun, and has the cluster know, or those who read would wait for its
        /// end. Takes a few seconds at most.
        default void end() {
            close();
        }
    }
}
