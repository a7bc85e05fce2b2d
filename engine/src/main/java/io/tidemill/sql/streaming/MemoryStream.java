package io.tidemill.sql.streaming;

import io.tidemill.sql.Dataset;
import io.tidemill.sql.Encoder;
import io.tidemill.sql.Row;
import io.tidemill.sql.TidemillSession;
import java.util.List;

/// A table in memory that a program adds to, to be read as a stream: for tests.
///
/// Keeps every row as long as it lives, so that a query that is stopped, or crashes in a simulated
/// world, goes on where it was. Thread-safe.
///
/// @param <T> what the rows are
public interface MemoryStream<T> {
    static <T> MemoryStream<T> create(TidemillSession session, Encoder<T> encoder) {
        return session.memoryStream(encoder);
    }

    /// Adds rows; all of them become visible at once.
    ///
    /// @return the offset behind the last: how many rows there are
    @SuppressWarnings("unchecked")
    default long addData(T... data) {
        return addData(List.of(data));
    }

    /// Adds rows; all of them become visible at once.
    ///
    /// @return the offset behind the last: how many rows there are
    long addData(List<T> data);

    /// The same rows, read by another session: by one after a restart. What is added to either is
    /// in both.
    MemoryStream<T> in(TidemillSession other);

    /// The stream, as objects.
    Dataset<T> toDS();

    /// The stream, as rows.
    Dataset<Row> toDF();
}
