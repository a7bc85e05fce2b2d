package io.tidemill.sql.streaming;

import io.tidemill.sql.Dataset;
import io.tidemill.sql.Row;
import io.tidemill.sql.types.StructType;
import java.util.Map;

/// Describes a table that grows, to be read as a stream: `session.readStream()`.
///
/// Collects format, columns and options in any order; `load` makes the Dataset and reports every
/// wrong option at once.
public interface DataStreamReader {
    /// What holds the rows: `json`, `csv`, `text`, `parquet`, `rate`, `socket`, ...
    DataStreamReader format(String source);

    /// The columns. Files that are read as a stream need them, unless
    /// `spark.sql.streaming.schemaInference` is on.
    DataStreamReader schema(StructType schema);

    /// @param ddl the columns: `device STRING, signal DOUBLE`
    DataStreamReader schema(String ddl);

    /// An option of the source, by its name in the reference of options; upper and lower case are
    /// the same.
    DataStreamReader option(String key, String value);

    /// As [#option(String, String)].
    DataStreamReader option(String key, boolean value);

    /// As [#option(String, String)].
    DataStreamReader option(String key, long value);

    /// As [#option(String, String)].
    DataStreamReader option(String key, double value);

    /// As [#option(String, String)], for each of them.
    DataStreamReader options(Map<String, String> options);

    /// The stream as a Dataset; nothing is read before a query is started.
    ///
    /// @throws io.tidemill.data.TidemillException naming every option that is wrong or missing
    Dataset<Row> load();

    /// As [#load()], of files below a path or a glob.
    Dataset<Row> load(String path);

    /// Lines of JSON, as [#load(String)].
    Dataset<Row> json(String path);

    /// Lines of CSV, as [#load(String)].
    Dataset<Row> csv(String path);

    /// Parquet, as [#load(String)].
    Dataset<Row> parquet(String path);

    /// Lines as rows of one column `value`.
    Dataset<Row> text(String path);

    /// Lines as strings.
    Dataset<String> textFile(String path);

    /// A table or view of the catalog, as a stream.
    Dataset<Row> table(String name);
}
