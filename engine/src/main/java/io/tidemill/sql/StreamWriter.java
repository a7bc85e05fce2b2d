package io.tidemill.sql;

import io.tidemill.api.java.function.VoidFunction2;
import io.tidemill.connect.EpochLimits;
import io.tidemill.data.Condition;
import io.tidemill.runtime.QuerySpec;
import io.tidemill.sql.streaming.DataStreamWriter;
import io.tidemill.sql.streaming.OutputMode;
import io.tidemill.sql.streaming.StreamingQuery;
import io.tidemill.sql.streaming.Trigger;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// What `dataset.writeStream()` gives.
final class StreamWriter<T> implements DataStreamWriter<T> {
    /// Formats that keep nothing which a restart without checkpoint could write twice.
    static final Set<String> FORGETTING = Set.of("console", "memory", "noop");

    private final Dataset<T> dataset;
    private final OptionMap options = new OptionMap();
    private String format = "parquet";
    private Optional<OutputMode> mode = Optional.empty();
    private Trigger trigger = Trigger.ProcessingTime(0);
    private Optional<String> name = Optional.empty();
    private List<String> partitionColumns = List.of();
    private @Nullable ForeachWriter<T> foreach;
    private @Nullable VoidFunction2<Dataset<T>, Long> foreachBatch;

    StreamWriter(Dataset<T> dataset) {
        this.dataset = dataset;
    }

    @Override
    public DataStreamWriter<T> format(String sink) {
        format = sink;
        return this;
    }

    @Override
    public DataStreamWriter<T> outputMode(OutputMode wanted) {
        mode = Optional.of(wanted);
        return this;
    }

    @Override
    public DataStreamWriter<T> outputMode(String wanted) {
        return outputMode(OutputMode.of(wanted));
    }

    @Override
    public DataStreamWriter<T> trigger(Trigger wanted) {
        trigger = wanted;
        return this;
    }

    @Override
    public DataStreamWriter<T> queryName(String queryName) {
        name = Optional.of(queryName);
        return this;
    }

    @Override
    public DataStreamWriter<T> option(String key, String value) {
        options.put(key, value);
        return this;
    }

    @Override
    public DataStreamWriter<T> option(String key, boolean value) {
        options.put(key, value);
        return this;
    }

    @Override
    public DataStreamWriter<T> option(String key, long value) {
        options.put(key, value);
        return this;
    }

    @Override
    public DataStreamWriter<T> option(String key, double value) {
        options.put(key, value);
        return this;
    }

    @Override
    public DataStreamWriter<T> options(Map<String, String> more) {
        options.putAll(more);
        return this;
    }

    @Override
    public DataStreamWriter<T> partitionBy(String... columns) {
        partitionColumns = List.of(columns);
        return this;
    }

    @Override
    public DataStreamWriter<T> foreach(ForeachWriter<T> writer) {
        foreach = writer;
        return this;
    }

    @Override
    public DataStreamWriter<T> foreachBatch(VoidFunction2<Dataset<T>, Long> function) {
        foreachBatch = function;
        return this;
    }

    @Override
    public StreamingQuery start(String path) throws TimeoutException {
        options.put("path", path);
        return start();
    }

    @Override
    public StreamingQuery start() throws TimeoutException {
        var own = new QueryOptions(options.copy());
        return launch(own, sink(own.tableOptions()), mayForget()).start();
    }

    @Override
    public StreamingQuery toTable(String table) throws TimeoutException {
        var own = new QueryOptions(options.copy());
        var entry =
                new ManagedTables(session(), format, own.tableOptions(), partitionColumns)
                        .forStream(table, dataset.schema());
        var assigned = dataset.relational().insertion(entry.table().schema(), List.of());
        boolean forgets = FORGETTING.contains(entry.table().format());
        return new Launch(
                        session(),
                        name,
                        assigned,
                        schema -> entry.table().table().sink(schema),
                        own.mode(mode),
                        trigger,
                        own.checkpoint(session().shared().directory()),
                        forgets,
                        own.ignoresDeletes(),
                        EpochLimits.NONE)
                .start();
    }

    private Launch launch(QueryOptions own, QuerySpec.SinkOpener sink, boolean mayForget) {
        return new Launch(
                session(),
                name,
                dataset.relational(),
                sink,
                own.mode(mode),
                trigger,
                own.checkpoint(session().shared().directory()),
                mayForget,
                own.ignoresDeletes(),
                EpochLimits.NONE);
    }

    private boolean mayForget() {
        return foreach != null
                || foreachBatch != null
                || FORGETTING.contains(format.toLowerCase(Locale.ROOT));
    }

    private QuerySpec.SinkOpener sink(Map<String, String> tableOptions) {
        var each = foreach;
        if (each != null) {
            return schema ->
                    new ForeachSink<>(
                            each,
                            dataset.encoder(),
                            schema,
                            () -> session().shared().keptRows(schema));
        }
        var batch = foreachBatch;
        if (batch != null) {
            return schema -> new ForeachBatchSink<>(session(), schema, dataset.encoder(), batch);
        }
        return format.equalsIgnoreCase("memory") ? memory() : format(tableOptions);
    }

    private QuerySpec.SinkOpener format(Map<String, String> tableOptions) {
        var _ = session().formats().connector(format);
        Path directory = session().shared().directory();
        return schema ->
                session()
                        .formats()
                        .table(
                                new Tables.Request(
                                        name.orElseGet(() -> Tables.title(format, tableOptions)),
                                        format,
                                        Optional.of(schema),
                                        tableOptions,
                                        partitionColumns,
                                        Optional.empty(),
                                        directory))
                        .sink(schema);
    }

    private QuerySpec.SinkOpener memory() {
        var table =
                name.orElseThrow(() ->
                        new AnalysisException(
                                Condition.INVALID_OPTION,
                                "a query that writes to memory needs a name: its table's",
                                "call queryName(\"...\")"));
        return schema -> session().tables().memory(table, schema).sink(schema);
    }

    private TidemillSession session() {
        return dataset.sparkSession();
    }
}
