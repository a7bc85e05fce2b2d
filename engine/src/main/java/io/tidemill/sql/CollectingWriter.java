package io.tidemill.sql;

import io.tidemill.connect.SinkWriter;
import io.tidemill.connect.Token;
import io.tidemill.data.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Keeps the rows of one partition and epoch in memory until they are finished.
final class CollectingWriter implements SinkWriter {
    private final List<@Nullable Object[]> rows = new ArrayList<>();
    private final List<@Nullable Object[]> gone = new ArrayList<>();
    private final Consumer<List<@Nullable Object[]>> finished;

    /// @param finished is given the rows, boxed
    CollectingWriter(Consumer<List<@Nullable Object[]>> finished) {
        this.finished = finished;
    }

    @Override
    public void write(Batch batch) {
        for (int row = 0; row < batch.rows(); row++) {
            (batch.weight(row) < 0 ? gone : rows).add(batch.row(row));
        }
    }

    /// The rows that vanished, for sinks that take deletes.
    List<@Nullable Object[]> gone() {
        return gone;
    }

    @Override
    public Token finish() {
        finished.accept(rows);
        return new Token(new byte[0]);
    }

    @Override
    public void abort() {
        rows.clear();
        gone.clear();
    }
}
