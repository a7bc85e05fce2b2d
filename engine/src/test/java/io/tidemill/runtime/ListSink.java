package io.tidemill.runtime;

import io.tidemill.connect.EpochContext;
import io.tidemill.connect.OutputMode;
import io.tidemill.connect.Sink;
import io.tidemill.connect.SinkWriter;
import io.tidemill.connect.Token;
import io.tidemill.data.Batch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/// A staged sink in memory, as if on a disk that outlives the query: rows wait under a token's name
/// until the epoch is committed, which happens once.
final class ListSink implements Sink {
    private final Disk disk;

    /// What survives the query.
    static final class Disk {
        private final Map<String, List<List<Object>>> staged = new HashMap<>();
        private final List<List<Object>> rows = new ArrayList<>();
        private long lastEpoch = -1;
        private boolean failNextCommit;

        synchronized List<List<Object>> rows() {
            return List.copyOf(rows);
        }

        synchronized void failNextCommit() {
            failNextCommit = true;
        }
    }

    ListSink(Disk disk) {
        this.disk = disk;
    }

    @Override
    public Kind kind() {
        return Kind.STAGED;
    }

    @Override
    public String description() {
        return "List";
    }

    @Override
    public Set<OutputMode> modes() {
        return EnumSet.allOf(OutputMode.class);
    }

    @Override
    public void fence(String queryId, long generation) {}

    @Override
    public OptionalLong lastCommitted(String queryId) {
        synchronized (disk) {
            return disk.lastEpoch < 0 ? OptionalLong.empty() : OptionalLong.of(disk.lastEpoch);
        }
    }

    @Override
    public SinkWriter writer(EpochContext epoch, int partition) {
        var rows = new ArrayList<List<Object>>();
        return new SinkWriter() {
            @Override
            public void write(Batch batch) {
                for (int row = 0; row < batch.rows(); row++) {
                    rows.add(Arrays.asList(batch.row(row)));
                }
            }

            @Override
            public Token finish() {
                var name = UUID.randomUUID().toString();
                synchronized (disk) {
                    disk.staged.put(name, rows);
                }
                return new Token(name.getBytes(StandardCharsets.UTF_8));
            }

            @Override
            public void abort() {}
        };
    }

    @Override
    public void commit(EpochContext epoch, List<Token> tokens) {
        synchronized (disk) {
            if (disk.failNextCommit) {
                disk.failNextCommit = false;
                throw new IllegalStateException("the commit was made to fail");
            }
            if (epoch.epoch() <= disk.lastEpoch) {
                return;
            }
            if (epoch.mode() == OutputMode.COMPLETE) {
                disk.rows.clear();
            }
            for (var token : tokens) {
                disk.rows.addAll(
                        disk.staged.get(new String(token.bytes(), StandardCharsets.UTF_8)));
            }
            disk.lastEpoch = epoch.epoch();
        }
    }

    @Override
    public void close() {}
}
