package io.tidemill.connect;

import io.tidemill.sql.types.StructType;

/// Is told of every record that cannot be read as its table says, so that none is lost in silence.
/// Called by the thread that reads the split.
@FunctionalInterface
public interface BadRecords {
    /// The columns of rows that stand for records that could not be read.
    StructType SCHEMA =
            StructType.fromDDL(
                    "path STRING, offset BIGINT, record STRING, reason STRING, epoch BIGINT");

    /// @param file or partition the record stands in
    /// @param offset where it begins there: bytes in a file, the offset of a partition
    /// @param record its bytes; good only during the call, `[from, to)`
    /// @param reason why it is refused, in words
    void reject(String file, long offset, byte[] record, int from, int to, String reason);
}
