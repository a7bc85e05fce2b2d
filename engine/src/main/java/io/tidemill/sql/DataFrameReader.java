package io.tidemill.sql;

import io.tidemill.sql.types.StructType;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/// Describes a table that is there, to be read once: `session.read()`.
///
/// Collects format, columns and options in any order; `load` makes the Dataset and reports every
/// wrong option at once.
public final class DataFrameReader {
    private final TidemillSession session;
    private final OptionMap options = new OptionMap();
    private String format = "parquet";
    private Optional<StructType> schema = Optional.empty();

    DataFrameReader(TidemillSession session) {
        this.session = session;
    }

    /// What holds the rows: `json`, `csv`, `text`, `parquet`, ...
    public DataFrameReader format(String source) {
        format = source;
        return this;
    }

    public DataFrameReader schema(StructType columns) {
        schema = Optional.of(columns);
        return this;
    }

    /// @param ddl the columns: `device STRING, signal DOUBLE`
    public DataFrameReader schema(String ddl) {
        return schema(Types.schema(ddl));
    }

    public DataFrameReader option(String key, String value) {
        options.put(key, value);
        return this;
    }

    public DataFrameReader option(String key, boolean value) {
        options.put(key, value);
        return this;
    }

    public DataFrameReader option(String key, long value) {
        options.put(key, value);
        return this;
    }

    public DataFrameReader option(String key, double value) {
        options.put(key, value);
        return this;
    }

    public DataFrameReader options(Map<String, String> more) {
        options.putAll(more);
        return this;
    }

    public Dataset<Row> load() {
        return session.leaf(format, schema, options.asMap(), false);
    }

    public Dataset<Row> load(String path) {
        options.put("path", path);
        return load();
    }

    /// The rows of all paths.
    public Dataset<Row> load(String... paths) {
        if (paths.length == 0) {
            return load();
        }
        return Arrays.stream(paths)
                .map(this::load)
                .reduce(Dataset::union)
                .orElseThrow(IllegalStateException::new);
    }

    public Dataset<Row> json(String... paths) {
        return format("json").load(paths);
    }

    public Dataset<Row> csv(String... paths) {
        return format("csv").load(paths);
    }

    public Dataset<Row> parquet(String... paths) {
        return format("parquet").load(paths);
    }

    /// Lines as rows of one column `value`.
    public Dataset<Row> text(String... paths) {
        return format("text").load(paths);
    }

    /// Lines as strings.
    public Dataset<String> textFile(String... paths) {
        return text(paths).select("value").as(Encoders.STRING());
    }

    /// A table or view of the catalog.
    public Dataset<Row> table(String name) {
        return session.table(name);
    }
}
