package io.tidemill.sql;

import io.tidemill.data.Condition;
import io.tidemill.sql.streaming.DataStreamReader;
import io.tidemill.sql.types.StructType;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What `session.readStream()` gives.
final class StreamReader implements DataStreamReader {
    /// Formats whose columns are looked for in files; those of text are known.
    private static final Set<String> FILES = Set.of("json", "csv", "parquet");

    private final TidemillSession session;
    private final OptionMap options = new OptionMap();
    private String format = "parquet";
    private Optional<StructType> schema = Optional.empty();

    StreamReader(TidemillSession session) {
        this.session = session;
    }

    @Override
    public DataStreamReader format(String source) {
        format = source;
        return this;
    }

    @Override
    public DataStreamReader schema(StructType columns) {
        schema = Optional.of(columns);
        return this;
    }

    @Override
    public DataStreamReader schema(String ddl) {
        return schema(Types.schema(ddl));
    }

    @Override
    public DataStreamReader option(String key, String value) {
        options.put(key, value);
        return this;
    }

    @Override
    public DataStreamReader option(String key, boolean value) {
        options.put(key, value);
        return this;
    }

    @Override
    public DataStreamReader option(String key, long value) {
        options.put(key, value);
        return this;
    }

    @Override
    public DataStreamReader option(String key, double value) {
        options.put(key, value);
        return this;
    }

    @Override
    public DataStreamReader options(Map<String, String> more) {
        options.putAll(more);
        return this;
    }

    @Override
    public Dataset<Row> load() {
        return session.leaf(format, columns(), options.asMap(), true);
    }

    /// Whether a format is one of files whose columns may be looked for.
    static boolean isOfFiles(String format) {
        return FILES.contains(format.toLowerCase(Locale.ROOT));
    }

    /// Files may change their columns while a stream runs, so these are to be said, or found by
    /// looking at the files that are there when the stream is made.
    private Optional<StructType> columns() {
        if (schema.isPresent() || !isOfFiles(format)) {
            return schema;
        }
        if (!session.conf().settings().schemaInference()) {
            throw new AnalysisException(
                    Condition.INVALID_SCHEMA,
                    "a stream of %s files needs its columns declared".formatted(format),
                    "call schema(\"device STRING, ...\"), or set"
                            + " spark.sql.streaming.schemaInference to true");
        }
        return Optional.of(session.leaf(format, schema, options.asMap(), false).schema());
    }

    @Override
    public Dataset<Row> load(String path) {
        options.put("path", path);
        return load();
    }

    @Override
    public Dataset<Row> json(String path) {
        return format("json").load(path);
    }

    @Override
    public Dataset<Row> csv(String path) {
        return format("csv").load(path);
    }

    @Override
    public Dataset<Row> parquet(String path) {
        return format("parquet").load(path);
    }

    @Override
    public Dataset<Row> text(String path) {
        return format("text").load(path);
    }

    @Override
    public Dataset<String> textFile(String path) {
        return text(path).select("value").as(Encoders.STRING());
    }

    @Override
    public Dataset<Row> table(String name) {
        return session.streamOf(name);
    }
}
