package io.tidemill.sql;

import io.tidemill.connect.Sink;
import io.tidemill.connect.Source;
import io.tidemill.connect.Table;
import io.tidemill.data.Condition;
import io.tidemill.sql.streaming.MemoryStream;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What [MemoryStream#create] gives.
final class GrowingTable<T> implements MemoryStream<T>, Table {
    private static final String NAME = "MemoryStream";

    private final TidemillSession session;
    private final Encoder<T> encoder;
    private final List<@Nullable Object[]> rows; // guarded by itself

    GrowingTable(TidemillSession session, Encoder<T> encoder) {
        this(session, encoder, new ArrayList<>());
    }

    private GrowingTable(
            TidemillSession session, Encoder<T> encoder, List<@Nullable Object[]> rows) {
        this.session = session;
        this.encoder = encoder;
        this.rows = rows;
    }

    @Override
    public MemoryStream<T> in(TidemillSession other) {
        return new GrowingTable<>(other, encoder, rows);
    }

    @Override
    public long addData(List<T> data) {
        var encoded = data.stream().map(encoder::encode).toList();
        synchronized (rows) {
            rows.addAll(encoded);
            return rows.size();
        }
    }

    @Override
    public Dataset<T> toDS() {
        return session.of(NAME, this, encoder, true);
    }

    @Override
    public Dataset<Row> toDF() {
        return toDS().toDF();
    }

    @Override
    public StructType schema() {
        return encoder.schema();
    }

    @Override
    public Source source(boolean streaming) {
        return new RowsSource(NAME, schema(), this::size, this::row, 1);
    }

    private long size() {
        synchronized (rows) {
            return rows.size();
        }
    }

    private @Nullable Object[] row(long number) {
        synchronized (rows) {
            return rows.get((int) number);
        }
    }

    @Override
    public Sink sink(StructType columns) {
        throw new AnalysisException(
                Condition.UNSUPPORTED_FEATURE,
                "a memory stream is added to by the program, not by a query",
                "write to the format memory");
    }
}
