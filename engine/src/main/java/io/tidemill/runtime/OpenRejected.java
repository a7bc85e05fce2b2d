package io.tidemill.runtime;

import io.tidemill.connect.EpochContext;
import io.tidemill.connect.OutputMode;
import io.tidemill.connect.Sink;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.system.World;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a batch query keeps what it could not read of one table, if the table wants it kept.
final class OpenRejected implements AutoCloseable {
    private final @Nullable Sink sink;
    private final EpochContext context;
    private final RejectedRows rows;

    private OpenRejected(@Nullable Sink sink, EpochContext context) throws IOException {
        this.sink = sink;
        this.context = context;
        rows = new RejectedRows(0, sink == null ? null : sink.writer(context, 0));
    }

    /// Each run has a place of its own, named after the time.
    static OpenRejected open(World world, PlanNode leaf) throws IOException {
        long now = world.clock().micros();
        var id = world.randomness().uuid().toString();
        var context = new EpochContext(id, 1, 0, OutputMode.APPEND, now);
        if (!(leaf instanceof PlanNode.Scan scan)) {
            return new OpenRejected(null, context);
        }
        var sink = scan.table().table().rejectedSink("batch-" + now).orElse(null);
        if (sink != null) {
            sink.fence(id, 1);
        }
        return new OpenRejected(sink, context);
    }

    RejectedRows rows() {
        return rows;
    }

    void commit() throws IOException {
        var token = rows.finish();
        if (sink != null && token.isPresent()) {
            sink.commit(context, List.of(token.get()));
        }
    }

    @Override
    public void close() {
        if (sink != null) {
            sink.close();
        }
    }
}
