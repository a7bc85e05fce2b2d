package io.tidemill.kafka.sink;

import io.tidemill.connect.EpochContext;
import io.tidemill.data.Batch;
import org.jspecify.annotations.Nullable;

/// Turns rows into records of a topic. One owner; used by one worker.
interface RowRecords {
    /// Another epoch begins.
    ///
    /// @param partitions of the topic, if there is one
    default void begin(EpochContext epoch, @Nullable Partitions partitions) {}

    /// Hands the records of a batch to `out`, in the order of its rows.
    void write(Batch batch, Out out);

    /// Where records go.
    interface Out {
        /// Begins a record.
        ///
        /// @param batch whose row it is, for messages
        /// @param topic null: the one of the option
        /// @param partition negative: the one that its key says, or any
        /// @param key null: it has none
        void begin(
                Batch batch,
                int row,
                @Nullable String topic,
                int partition,
                byte @Nullable [] key,
                int from,
                int to);

        /// Gives the record a value; without, it is a tombstone.
        void value(byte[] source, int from, int to);

        void header(byte[] name, byte @Nullable [] value);

        /// The record is whole; what it was given is not needed any more.
        void end();
    }
}
