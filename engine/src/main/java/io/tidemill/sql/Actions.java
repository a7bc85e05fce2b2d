package io.tidemill.sql;

import io.tidemill.api.java.function.ForeachFunction;
import io.tidemill.api.java.function.ForeachPartitionFunction;
import io.tidemill.connect.Table;
import io.tidemill.data.Batch;
import io.tidemill.data.Condition;
import io.tidemill.data.TextTable;
import io.tidemill.data.TidemillException;
import io.tidemill.data.ValueText;
import io.tidemill.runtime.QuerySettings;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Computes batch Datasets for a session.
final class Actions {
    private final TidemillSession session;

    Actions(TidemillSession session) {
        this.session = session;
    }

    <T> List<T> collect(Dataset<T> dataset) {
        requireBatch(dataset, "collect");
        var objects = new ArrayList<T>();
        run(
                dataset.relational(),
                batch -> {
                    for (int row = 0; row < batch.rows(); row++) {
                        objects.add(dataset.encoder().object(batch.row(row), batch.schema()));
                    }
                });
        return objects;
    }

    long count(Dataset<?> dataset) {
        requireBatch(dataset, "count");
        var counted =
                dataset.relational()
                        .aggregate(List.of(), List.of(functions.count("*").as("count")));
        return (Long) rows(counted).getFirst()[0];
    }

    <T> void foreach(Dataset<T> dataset, ForeachFunction<T> function) {
        foreachPartition(
                dataset,
                objects -> {
                    while (objects.hasNext()) {
                        function.call(objects.next());
                    }
                });
    }

    <T> void foreachPartition(Dataset<T> dataset, ForeachPartitionFunction<T> function) {
        requireBatch(dataset, "foreach");
        run(
                dataset.relational(),
                batch -> {
                    var objects = new ArrayList<T>();
                    for (int row = 0; row < batch.rows(); row++) {
                        objects.add(dataset.encoder().object(batch.row(row), batch.schema()));
                    }
                    try {
                        function.call(objects.iterator());
                    } catch (Throwable e) {
                        throw UserCodeFailure.of("foreach", batch.describe(0), e);
                    }
                });
    }

    /// The rows computed once and kept in memory.
    Relational kept(Dataset<?> dataset) {
        requireBatch(dataset, "persist");
        var rows = dataset.relational();
        return session.analysis()
                .scan(new LocalTable(rows.schema(), rows(rows)).ref("kept"), false);
    }

    /// @param truncate the most characters of a cell; 0 for all
    String shown(Dataset<?> dataset, int rowCount, int truncate, boolean vertical) {
        requireBatch(dataset, "show");
        int most = Math.max(rowCount, 0);
        var rows = rows(dataset.relational().limit(most + 1L));
        boolean more = rows.size() > most;
        var schema = dataset.schema();
        var cells = rows.stream().limit(most).map(row -> cells(row, schema)).toList();
        var names = Arrays.asList(schema.fieldNames());
        return vertical
                ? TextTable.renderVertical(names, cells, truncate, more)
                : TextTable.render(names, cells, truncate, more);
    }

    private List<String> cells(@Nullable Object[] row, StructType schema) {
        var zone = session.conf().settings().zone();
        var cells = new ArrayList<String>(row.length);
        for (int i = 0; i < row.length; i++) {
            cells.add(ValueText.of(row[i], schema.typeOf(i), zone));
        }
        return cells;
    }

    private List<@Nullable Object[]> rows(Relational rows) {
        List<@Nullable Object[]> all = new ArrayList<>();
        run(
                rows,
                batch -> {
                    for (int row = 0; row < batch.rows(); row++) {
                        all.add(batch.row(row));
                    }
                });
        return all;
    }

    private void run(Relational rows, Consumer<Batch> batches) {
        try {
            session.shared()
                    .engine()
                    .run(rows.plan(), settings(), batches, session.observations()::observed);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /// Puts rows into a table of the catalog.
    ///
    /// @param columns those that the rows give, in their order; empty for all of the table's
    long insert(
            Relational rows,
            SessionCatalog.TableEntry entry,
            List<String> columns,
            boolean replace) {
        var mode = replace ? SaveMode.Overwrite : SaveMode.Append;
        var table =
                entry.request()
                        .map(request -> session.formats().writable(request, mode))
                        .orElseGet(() -> entry.table().table());
        return write(rows.insertion(entry.table().schema(), columns), table, mode);
    }

    /// @return how many rows were written
    /// @throws AnalysisException PATH_ALREADY_EXISTS when the mode refuses to write to what is
    ///   there
    long write(Relational rows, Table table, SaveMode mode) {
        try {
            return session.shared()
                    .engine()
                    .write(
                            rows.plan(),
                            settings(),
                            table::sink,
                            mode == SaveMode.Overwrite,
                            session.observations()::observed);
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (TidemillException e) {
            throw e.condition() == Condition.PATH_ALREADY_EXISTS ? AnalysisException.of(e) : e;
        }
    }

    /// The settings of the session for a run of a query.
    QuerySettings settings() {
        var engine = session.shared().engine().settings();
        var settings = session.conf().settings();
        return new QuerySettings(
                engine.workers(),
                settings.zone(),
                settings.stopTimeout(),
                engine.pollingDelay(),
                settings.targetEpoch(),
                settings.recentProgress(),
                engine.retryDelay(),
                settings.watermarks(),
                settings.state(),
                engine.checkpoint().withAllowQueryChange(settings.allowQueryChange()));
    }

    static TidemillException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new TidemillException(
                Condition.OPERATION_CANCELED, "the thread was interrupted while it waited", "", e);
    }

    void requireBatch(Dataset<?> dataset, String method) {
        if (dataset.isStreaming()) {
            throw new AnalysisException(
                    Condition.CALL_ON_STREAMING_DATASET_UNSUPPORTED,
                    "%s() was called on a stream, which has no end: queries with streaming sources"
                                    .formatted(method)
                            + " must be executed with writeStream.start()",
                    "write the stream to a sink, or read the table with read()");
        }
    }

    void requireStream(Dataset<?> dataset) {
        if (!dataset.isStreaming()) {
            throw new AnalysisException(
                    Condition.WRITE_STREAM_NOT_ALLOWED,
                    "writeStream can be called only on a streaming Dataset, and nothing in this one"
                            + " grows",
                    "read the table with readStream(), or call write()");
        }
    }
}
