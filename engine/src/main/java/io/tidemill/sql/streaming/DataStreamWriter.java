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

    /// What the sink is given of each epoch. Default: append.
    DataStreamWriter<T> outputMode(OutputMode mode);

    /// @param mode `append`, `update`, `complete` or `changelog`
    DataStreamWriter<T> outputMode(String mode);

    /// When epochs begin. Default: as soon as there is data.
    DataStreamWriter<T> trigger(Trigger trigger);

    /// The query's name: unique among the running ones of the session, and the table's name for the
    /// format `memory`.
    DataStreamWriter<T> queryName(String name);

    /// An option of the sink or the query, by its name in the reference of options; upper and lower
    /// case are the same. All wrong ones are told at once, by [#start()].
    DataStreamWriter<T> option(String key, String value);

    /// As [#option(String, String)].
    DataStreamWriter<T> option(String key, boolean value);

    /// As [#option(String, String)].
    DataStreamWriter<T> option(String key, long value);

    /// As [#option(String, String)].
    DataStreamWriter<T> option(String key, double value);

    /// As [#option(String, String)], for each of them.
    DataStreamWriter<T> options(Map<String, String> options);

    /// A folder for each value of these columns, which are then not in the files; for sinks of
    /// files.
    DataStreamWriter<T> partitionBy(String... columns);

    /// Gives each row to the program; at least once, see [ForeachWriter].
    DataStreamWriter<T> foreach(ForeachWriter<T> writer);

    /// Gives the rows of each epoch to the program, as a Dataset that is there (not a stream), with
    /// the epoch's number. The same number has the same rows; after a crash the last one may come
    /// again, so a program that must not write twice keeps the number with what it wrote.
    DataStreamWriter<T> foreachBatch(VoidFunction2<Dataset<T>, Long> function);

    /// Starts the query and returns at once. What goes wrong later ends the query, and is told by
    /// [StreamingQuery#exception].
    ///
    /// @throws io.tidemill.data.TidemillException when the plan cannot be kept up to date in this
    ///   output mode, an option is wrong, the sink or the checkpoint cannot be opened, or an active
    ///   query has the name or the checkpoint
    /// @throws TimeoutException when an older run of the query had to be stopped and did not end
    StreamingQuery start() throws TimeoutException;

    /// Starts the query with `path` as place for its files.
    StreamingQuery start(String path) throws TimeoutException;

    /// Starts the query with a table of the catalog as its sink.
    StreamingQuery toTable(String table) throws TimeoutException;
}
