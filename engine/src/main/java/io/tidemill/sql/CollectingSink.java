package io.tidemill.sql;

import io.tidemill.connect.EpochContext;
import io.tidemill.connect.OutputMode;
import io.tidemill.connect.Sink;
import io.tidemill.connect.SinkWriter;
import io.tidemill.connect.Token;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/// Gathers the rows of an epoch in memory and hands them over whole when it is committed. After a
/// crash the last epoch may come again with the same number and rows.
abstract class CollectingSink implements Sink {
    private final Map<Integer, CollectingWriter> parts = new ConcurrentSkipListMap<>();
    private final Map<Integer, List<@Nullable Object[]>> finished = new ConcurrentSkipListMap<>();

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
        finished.remove(partition);
        var writer = new CollectingWriter(rows -> finished.put(partition, rows));
        parts.put(partition, writer);
        return writer;
    }

    @Override
    public final void commit(EpochContext epoch, List<Token> tokens) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        List<@Nullable Object[]> vanished = new ArrayList<>();
        finished.values().forEach(rows::addAll);
        parts.values().forEach(writer -> vanished.addAll(writer.gone()));
        finished.clear();
        parts.clear();
        take(epoch, rows, vanished);
    }

    /// @param rows of all partitions, in order of their numbers
    /// @param vanished in mode update, rows that are gone, if the sink takes deletes
    abstract void take(
            EpochContext epoch, List<@Nullable Object[]> rows, List<@Nullable Object[]> vanished);

    @Override
    public void close() {}
}
