package io.tidemill.sql;

import io.tidemill.connect.EpochContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Fills a [MemoryTable].
final class MemorySink extends CollectingSink {
    private final MemoryTable table;

    MemorySink(MemoryTable table) {
        super(() -> new KeptRows(table.schema(), Optional.empty()));
        this.table = table;
    }

    /// A query that starts over, rather than going on from its checkpoint, begins an empty table.
    @Override
    public void fence(String queryId, long generation) {
        table.begin(queryId);
    }

    @Override
    public String description() {
        return "MemorySink[" + table.name() + "]";
    }

    @Override
    public boolean takesDeletes() {
        return true;
    }

    @Override
    public void expectUpdates(List<Integer> key, boolean deletes) {
        table.replaceBy(key);
    }

    @Override
    void take(EpochContext epoch, List<KeptRows> parts) {
        var rows = new ArrayList<@Nullable Object[]>();
        var vanished = new ArrayList<@Nullable Object[]>();
        for (var part : parts) {
            part.forEach(rows::add);
            part.forEachGone(vanished::add);
        }
        table.commit(epoch.queryId(), epoch.epoch(), epoch.mode(), rows, vanished);
    }
}
