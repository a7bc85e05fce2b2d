package io.tidemill.sql;

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

    /// What takes the rows: `json`, `csv`, `text`, `parquet`, `noop`, ... Default: parquet.
    public DataFrameWriter<T> format(String sink) {
        format = sink;
        return this;
    }

    /// What becomes of rows that are there already. Default: it is an error that there are any.
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
        var tableOptions = options.asMap();
        var request =
                new Tables.Request(
                        Tables.title(format, tableOptions),
                        format,
                        Optional.of(dataset.schema()),
                        tableOptions,
                        partitionColumns,
                        Optional.empty(),
                        dataset.sparkSession().shared().directory());
        dataset.sparkSession()
                .actions()
                .write(
                        dataset.relational(),
                        dataset.sparkSession().formats().writable(request, mode),
                        mode);
    }

    /// Writes the rows into a table of the catalog, which is made if it is not there: files where
    /// the option `path` says, else under `spark.sql.warehouse.dir`.
    public void saveAsTable(String table) {
        new ManagedTables(dataset.sparkSession(), format, options.asMap(), partitionColumns)
                .save(table, dataset.relational(), mode);
    }

    /// Puts the rows into a table of the catalog, column by column in order. Adds to what it holds;
    /// mode overwrite replaces it.
    public void insertInto(String table) {
        var session = dataset.sparkSession();
        session.actions()
                .insert(
                        dataset.relational(),
                        session.tables().table(table),
                        List.of(),
                        mode == SaveMode.Overwrite);
    }
}
