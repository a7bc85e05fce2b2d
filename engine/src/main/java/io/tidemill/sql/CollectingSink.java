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
    private final Map<Integer, List<@Nullable Object[]>> parts = new ConcurrentSkipListMap<>();

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
        parts.remove(partition);
        return new CollectingWriter(rows -> parts.put(partition, rows));
    }

    @Override
    public final void commit(EpochContext epoch, List<Token> tokens) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        parts.values().forEach(rows::addAll);
        parts.clear();
        take(epoch, rows);
    }

    /// @param rows of all partitions, in order of their numbers
    abstract void take(EpochContext epoch, List<@Nullable Object[]> rows);

    @Override
    public void close() {}
}
