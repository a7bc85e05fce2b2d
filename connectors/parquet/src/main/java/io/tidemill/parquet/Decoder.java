package io.tidemill.parquet;

import io.tidemill.data.Column;
import org.apache.parquet.column.ColumnReader;

/// Writes the value that a leaf stands at to a row of a column. See [Decoders].
@FunctionalInterface
interface Decoder {
    void decode(ColumnReader from, Column column, int row);
}
