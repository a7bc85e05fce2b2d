package io.tidemill.sql;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.runtime.QuerySpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Writes the rows of a batch Dataset: `dataset.write()`. What is written appears whole or not at
/// all.
///
/// @param <T> what the rows are
public final class DataFrameWriter<T> {
    private final Dataset<T> dataset;
    private final OptionMap options = new OptionMap();
    private String format = "parquet";
    private SaveMode mode = SaveMode.ErrorIfExists;
    private List<String> partitionColumns = List.of();

    DataFrameWriter(Dataset<T> dataset) {
        this.dataset = dataset;
    }

    public DataFrameWriter<T> format(String sink) {
        format = sink;
        return this;
    }

    public DataFrameWriter<T> mode(SaveMode wanted) {
        mode = wanted;
        return this;
    }

    /// @param wanted `append`, `overwrite`, `error` or `ignore`
    public DataFrameWriter<T> mode(String wanted) {
        return mode(
                switch (wanted.toLowerCase(Locale.ROOT)) {
                    case "append" -> SaveMode.Append;
                    case "overwrite" -> SaveMode.Overwrite;
                    case "ignore" -> SaveMode.Ignore;
                    case "error", "errorifexists", "default" -> SaveMode.ErrorIfExists;
                    default ->
                            throw new IllegalArgumentException(
                                    "the save mode is append, overwrite, error or ignore, not '"
                                            + wanted
                                            + "'");
                });
    }

    public DataFrameWriter<T> option(String key, String value) {
        options.put(key, value);
        return this;
    }

    public DataFrameWriter<T> option(String key, boolean value) {
        options.put(key, value);
        return this;
    }

    public DataFrameWriter<T> option(String key, long value) {
        options.put(key, value);
        return this;
    }

    public DataFrameWriter<T> option(String key, double value) {
        options.put(key, value);
        return this;
    }

    public DataFrameWriter<T> options(Map<String, String> more) {
        options.putAll(more);
        return this;
    }

    public DataFrameWriter<T> partitionBy(String... columns) {
        partitionColumns = List.of(columns);
        return this;
    }

    public void save(String path) {
        options.put("path", path);
        save();
    }

    public void json(String path) {
        format("json").save(path);
    }

    public void csv(String path) {
        format("csv").save(path);
    }

    public void parquet(String path) {
        format("parquet").save(path);
    }

    /// Writes a column of strings as lines.
    public void text(String path) {
        format("text").save(path);
    }

    public void save() {
        if (mode != SaveMode.Append && mode != SaveMode.Overwrite && hasData()) {
            if (mode == SaveMode.Ignore) {
                return;
            }
            throw new AnalysisException(
                    Condition.PATH_ALREADY_EXISTS,
                    "%s exists already".formatted(options.get("path").orElse("")),
                    "choose another path, or mode(\"overwrite\") or mode(\"append\")");
        }
        var directory = dataset.sparkSession().shared().directory();
        var tableOptions = options.asMap();
        write(
                dataset.relational(),
                schema ->
                        dataset.sparkSession()
                                .shared()
                                .formats()
                                .table(
                                        new Tables.Request(
                                                Tables.title(format, tableOptions),
                                                format,
                                                Optional.of(schema),
                                                tableOptions,
                                                partitionColumns,
                                                Optional.empty(),
                                                directory))
                                .sink(schema));
    }

    /// Puts the rows into a table of the catalog, column by column in order. Adds to what it holds;
    /// mode overwrite replaces it.
    public void insertInto(String table) {
        var entry = dataset.sparkSession().tables().table(table);
        var rows = dataset.relational().insertion(entry.table().schema(), List.of());
        write(rows, schema -> entry.table().table().sink(schema));
    }

    private void write(Relational rows, QuerySpec.SinkOpener sink) {
        dataset.sparkSession().actions().write(rows, sink, mode == SaveMode.Overwrite);
    }

    private boolean hasData() {
        var shared = dataset.sparkSession().shared();
        var path = options.get("path");
        if (path.isEmpty()) {
            return false;
        }
        Path directory = shared.directory().resolve(path.get());
        try {
            var files = shared.world().files();
            return files.stat(directory).isPresent() && !files.list(directory).isEmpty();
        } catch (IOException e) {
            throw new TidemillException(
                    Condition.FAILED_READ_FILE,
                    "%s cannot be looked at: %s".formatted(directory, e.getMessage()),
                    "check that it may be read",
                    e);
        }
    }
}
