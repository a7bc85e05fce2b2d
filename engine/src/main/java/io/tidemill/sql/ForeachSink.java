package io.tidemill.sql;

import io.tidemill.connect.EpochContext;
import io.tidemill.connect.OutputMode;
import io.tidemill.connect.Sink;
import io.tidemill.connect.SinkWriter;
import io.tidemill.connect.Token;
import io.tidemill.sql.types.StructType;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/// Gives each row to a [ForeachWriter] while its epoch is computed. One partition at a time is
/// inside the writer, since the program gives one object for all.
final class ForeachSink<T> implements Sink {
    private final ForeachWriter<T> writer;
    private final Encoder<T> encoder;
    private final StructType schema;
    private final Supplier<KeptRows> newRows;

    /// @param newRows makes room for the rows of one partition
    ForeachSink(
            ForeachWriter<T> writer,
            Encoder<T> encoder,
            StructType schema,
            Supplier<KeptRows> newRows) {
        this.newRows = newRows;
        this.writer = writer;
        this.encoder = encoder;
        this.schema = schema;
    }

    @Override
    public Kind kind() {
        return Kind.USER_CODE;
    }

    @Override
    public String description() {
        return "ForeachWriter[" + writer.getClass().getName() + "]";
    }

    @Override
    public Set<OutputMode> modes() {
        return EnumSet.allOf(OutputMode.class);
    }

    @Override
    public void fence(String queryId, long generation) {}

    @Override
    public OptionalLong lastCommitted(String queryId) {
        return OptionalLong.empty();
    }

    /// Gathers the partition's rows; they go to the program when it is finished, so that its writer
    /// sees one partition after the other, each open, processed and closed.
    @Override
    public SinkWriter writer(EpochContext epoch, int partition) {
        return new CollectingWriter(newRows.get(), rows -> give(epoch.epoch(), partition, rows));
    }

    private void give(long epoch, int partition, KeptRows rows) {
        synchronized (writer) {
            Throwable failure = null;
            try {
                if (writer.open(partition, epoch)) {
                    rows.forEach(row -> writer.process(encoder.object(row, schema)));
                }
            } catch (Throwable e) {
                failure = e;
            }
            rows.close();
            try {
                writer.close(failure);
            } catch (Throwable e) {
                failure = failure == null ? e : failure;
            }
            if (failure != null) {
                throw UserCodeFailure.of("foreach", "epoch " + epoch, failure);
            }
        }
    }

    @Override
    public void commit(EpochContext epoch, List<Token> tokens) {}

    @Override
    public void close() {}
}
