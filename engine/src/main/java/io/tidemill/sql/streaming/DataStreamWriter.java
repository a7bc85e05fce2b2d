package io.tidemill.sql.streaming;

import io.tidemill.api.java.function.VoidFunction2;
import io.tidemill.sql.Dataset;
import io.tidemill.sql.ForeachWriter;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/// Describes where the result of a streaming Dataset goes, and starts it: `dataset.writeStream()`.
///
/// @param <T> what the rows are
public interface DataStreamWriter<T> {
    /// What takes the rows: `json`, `csv`, `text`, `parquet`, `console`, `memory`, `noop`, ...
    DataStreamWriter<T> format(String sink);

    DataStreamWriter<T> outputMode(OutputMode mode);

    /// @param mode `append`, `update`, `complete` or `changelog`
    DataStreamWriter<T> outputMode(String mode);

    DataStreamWriter<T> trigger(Trigger trigger);

    /// The query's name: unique among the running ones of the session, and the table's name for the
    /// format `memory`.
    DataStreamWriter<T> queryName(String name);

    DataStreamWriter<T> option(String key, String value);

    DataStreamWriter<T> option(String key, boolean value);

    DataStreamWriter<T> option(String key, long value);

    DataStreamWriter<T> option(String key, double value);

    DataStreamWriter<T> options(Map<String, String> options);

    DataStreamWriter<T> partitionBy(String... columns);

    /// Gives each row to the program; at least once, see [ForeachWriter].
    DataStreamWriter<T> foreach(ForeachWriter<T> writer);

    /// Gives the rows of each epoch to the program, as a Dataset that is there (not a stream), with
    /// the epoch's number. The same number has the same rows; after a crash the last one may come
    /// again, so a program that must not write twice keeps the number with what it wrote.
    DataStreamWriter<T> foreachBatch(VoidFunction2<Dataset<T>, Long> function);

    /// Starts the query and returns at once.
    ///
    /// @throws TimeoutException when an older run of the query had to be stopped and did not end
    StreamingQuery start() throws TimeoutException;

    /// Starts the query with `path` as place for its files.
    StreamingQuery start(String path) throws TimeoutException;

    /// Starts the query with a table of the catalog as its sink.
    StreamingQuery toTable(String table) throws TimeoutException;
}
