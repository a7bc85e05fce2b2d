package io.tidemill.connect;

import io.tidemill.sql.types.StructType;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// A table whose records are changes of rows, read as the rows that are there.
///
/// @param raw the table of the records
/// @param records its columns
/// @param kind what a record looks like
/// @param columns of the rows
/// @param key columns that tell rows apart: then a record stands for its key's row, and the one
///   before need not be said; none if each change says what it takes away
/// @param order the column by which a key's records are ordered; empty without a key
public record Changelog(
        Table raw,
        StructType records,
        Kind kind,
        StructType columns,
        List<String> key,
        String order)
        implements Table {
    /// The column that says what a record does, of [Kind#OP_COLUMN].
    public static final String OP = "_op";

    /// What a record looks like.
    public enum Kind {
        /// The row, and in `_op` what happened: `+I`, `-U`, `+U`, `-D`, or `c`, `r`, `u`, `d`.
        OP_COLUMN,
        /// Debezium's envelope: `before`, `after`, `op`, `ts_ms`, perhaps inside `payload`.
        DEBEZIUM
    }

    public Changelog {
        key = List.copyOf(key);
    }

    @Override
    public StructType schema() {
        return columns;
    }

    @Override
    public Source source(boolean streaming) throws IOException {
        return raw.source(streaming);
    }

    @Override
    public Sink sink(StructType schema) throws IOException {
        return raw.sink(schema);
    }

    @Override
    public Optional<Table> limited(EpochLimits limits) {
        return raw.limited(limits)
                .map(table -> new Changelog(table, records, kind, columns, key, order));
    }

    @Override
    public Optional<Sink> rejectedSink(String query) throws IOException {
        return raw.rejectedSink(query);
    }
}
