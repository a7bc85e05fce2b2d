package io.tidemill.sql;

import io.tidemill.connect.Sink;
import io.tidemill.connect.Source;
import io.tidemill.connect.Table;
import io.tidemill.data.Condition;
import io.tidemill.plan.node.TableRef;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Rows that the program has in memory, as a table to be read.
final class LocalTable implements Table {
    private static final int SPLITS_MAX = 1; // their order is the program's

    private final StructType schema;
    private final List<@Nullable Object[]> rows;

    /// @param rows boxed as `io.tidemill.data` says; not to be changed afterwards
    LocalTable(StructType schema, List<@Nullable Object[]> rows) {
        this.schema = schema;
        this.rows = rows;
    }

    static <T> TableRef ref(List<T> objects, Encoder<T> encoder) {
        List<@Nullable Object[]> rows = new ArrayList<>(objects.size());
        objects.forEach(object -> rows.add(encoder.encode(object)));
        return new LocalTable(encoder.schema(), rows).ref("rows");
    }

    TableRef ref(String name) {
        return new TableRef(name, "memory", schema, Optional.empty(), this);
    }

    @Override
    public StructType schema() {
        return schema;
    }

    @Override
    public Source source(boolean streaming) {
        return new RowsSource(
                "LocalTable", schema, rows::size, number -> rows.get((int) number), SPLITS_MAX);
    }

    @Override
    public Sink sink(StructType columns) {
        throw new AnalysisException(
                Condition.UNSUPPORTED_FEATURE,
                "rows of a Dataset cannot be written to",
                "name a table");
    }
}
