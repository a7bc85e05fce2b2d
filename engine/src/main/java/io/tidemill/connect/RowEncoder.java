package io.tidemill.connect;

import io.tidemill.data.Batch;
import io.tidemill.data.BytesColumn;

/// Turns rows into records that stand alone: the values of a topic. One owner.
public interface RowEncoder {
    /// Makes row r of `into` the record of row r of `batch`, without anything that separates
    /// records. The bytes are the encoder's and good until its next call.
    void encode(Batch batch, BytesColumn into);
}
