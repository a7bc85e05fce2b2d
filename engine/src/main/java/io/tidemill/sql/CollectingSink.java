package io.tidemill.sql;

import io.tidemill.connect.EpochContext;
import io.tidemill.connect.OutputMode;
import io.tidemill.connect.Sink;
import io.tidemill.connect.SinkWriter;
import io.tidemill.connect.Token;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Gathers the rows of an epoch, in memory and beyond that in files, and hands them over whole when
/// it is committed. After a crash the last epoch may come again with the same number and rows.
abstract class CollectingSink implements Sink {
    private final Map<Integer, KeptRows> finished = new ConcurrentSkipListMap<>();
    private final Supplier<KeptRows> newRows;

    /// @param newRows makes room for the rows of one partition
    CollectingSink(Supplier<KeptRows> newRows) {
        this.newRows = newRows;
    }

    @Override
    public final Kind kind() {
        return Kind.USER_CODE;
    }

    @Override
    public Set<OutputMode> modes() {
        return EnumSet.allOf(OutputMode.class);
    }

    @Override
    public void fence(String queryId, long generation) {}

    @Override
    public final OptionalLong lastCommitted(String queryId) {
        return OptionalLong.empty();
    }

    @Override
    public final SinkWriter writer(EpochContext epoch, int partition) {
        drop(finished.remove(partition));
        return new CollectingWriter(newRows.get(), rows -> drop(finished.put(partition, rows)));
    }

    @Override
    public final void commit(EpochContext epoch, List<Token> tokens) {
        var parts = List.copyOf(finished.values());
        finished.clear();
        try {
            take(epoch, parts);
        } finally {
            parts.forEach(KeptRows::close);
        }
    }

    private static void drop(@Nullable KeptRows rows) {
        if (rows != null) {
            rows.close();
        }
    }

    /// @param parts the rows of each partition, in order of their numbers; closed afterwards
    abstract void take(EpochContext epoch, List<KeptRows> parts);

    @Override
    public void close() {
        finished.values().forEach(KeptRows::close);
    }
}
