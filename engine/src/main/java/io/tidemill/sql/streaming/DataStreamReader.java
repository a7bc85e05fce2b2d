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

    DataStreamReader schema(StructType schema);

    /// @param ddl the columns: `device STRING, signal DOUBLE`
    DataStreamReader schema(String ddl);

    DataStreamReader option(String key, String value);

    DataStreamReader option(String key, boolean value);

    DataStreamReader option(String key, long value);

    DataStreamReader option(String key, double value);

    DataStreamReader options(Map<String, String> options);

    Dataset<Row> load();

    Dataset<Row> load(String path);

    Dataset<Row> json(String path);

    Dataset<Row> csv(String path);

    Dataset<Row> parquet(String path);

    /// Lines as rows of one column `value`.
    Dataset<Row> text(String path);

    /// Lines as strings.
    Dataset<String> textFile(String path);

    /// A table or view of the catalog, as a stream.
    Dataset<Row> table(String name);
}
