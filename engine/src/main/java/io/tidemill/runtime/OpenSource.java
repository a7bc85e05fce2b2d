package io.tidemill.runtime;

import io.tidemill.connect.BadRecords;
import io.tidemill.connect.ReadLimit;
import io.tidemill.connect.Slice;
import io.tidemill.connect.Source;
import io.tidemill.connect.Split;
import io.tidemill.data.Json;
import io.tidemill.plan.circuit.ValuesSource;
import io.tidemill.plan.node.PlanNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A source of a running query, and how far it has been read. Used by the query's thread.
final class OpenSource implements AutoCloseable {
    private final String id;
    private final Source source;
    private final Optional<SharedReads.Member> reads;
    private final boolean ends;
    private String offset;
    private @Nullable String latest;
    private @Nullable String until;

    /// @param ends whether no rows of it come later
    private OpenSource(String id, Source source, boolean ends, Optional<SharedReads.Member> reads)
            throws IOException {
        this.ends = ends;
        this.id = id;
        this.source = source;
        this.reads = reads;
        offset = source.initialOffset();
    }

    /// Opens a leaf of a plan, to be read alone.
    static OpenSource open(String id, PlanNode leaf) throws IOException {
        return open(id, leaf, Optional.empty());
    }

    /// Opens a leaf of a plan.
    ///
    /// @param shared what other queries read as well
    static OpenSource open(String id, PlanNode leaf, SharedReads shared) throws IOException {
        return open(id, leaf, Optional.of(shared));
    }

    private static OpenSource open(String id, PlanNode leaf, Optional<SharedReads> shared)
            throws IOException {
        var source =
                switch (leaf) {
                    case PlanNode.Scan scan -> scan.table().table().source(scan.streaming());
                    case PlanNode.Values values -> new ValuesSource(values);
                    default -> throw new IllegalStateException("not a leaf: " + leaf);
                };
        var reads = shared.map(all -> all.join(source, leaf.schema()));
        try {
            return new OpenSource(id, source, !leaf.isStreaming(), reads);
        } catch (IOException | RuntimeException e) {
            reads.ifPresent(SharedReads.Member::close);
            source.close();
            throw e;
        }
    }

    String id() {
        return id;
    }

    Source source() {
        return source;
    }

    /// What is read of it in one epoch.
    SourceInput input(
            List<Split> splits, BadRecords badRecords, SourceTimes times, boolean inOrder) {
        var input = new SourceInput(source, splits, badRecords, times, inOrder);
        return reads.map(input::sharing).orElse(input);
    }

    /// Where the next epoch begins.
    String offset() {
        return offset;
    }

    /// The newest offset seen when it last looked; null when it has not.
    @Nullable String latest() {
        return latest;
    }

    /// Whether the source has rows that no epoch has read, as far as it knew when it last looked.
    boolean isBehind() {
        return latest != null && !latest.equals(offset);
    }

    /// Told once, before anything is planned.
    ///
    /// @param arrived runs when rows may have come
    void begin(String queryId, Runnable arrived) {
        source.begin(queryId, arrived);
    }

    /// Reads no further than what is there now: AVAILABLE NOW.
    void endHere() throws IOException {
        if (!ends || until == null) {
            until = source.latestOffset();
        }
    }

    /// What the next epoch reads; empty when nothing is new.
    ///
    /// @param looks whether it looks for what came, when nothing new is known
    Optional<Slice> plan(ReadLimit limit, boolean looks) throws IOException {
        if (ends && until == null) {
            // A table that ends is what it was when the query first looked, read at once.
            until = offset.equals(source.initialOffset()) ? source.latestOffset() : offset;
        }
        var slice = planTo(until == null ? source.knownOffset() : until, limit);
        return slice.isEmpty() && until == null && looks
                ? planTo(source.latestOffset(), limit)
                : slice;
    }

    private Optional<Slice> planTo(String target, ReadLimit limit) throws IOException {
        latest = target;
        return source.plan(offset, target, ends ? ReadLimit.NONE : limit);
    }

    /// Plans on behind `slice`, which is not logged yet.
    void planBehind(Slice slice) {
        offset = slice.end();
    }

    /// Goes on behind `slice`, which has been logged.
    void advance(Slice slice) {
        offset = slice.end();
        source.remember(slice);
    }

    /// Every epoch up to that of `slice` is logged and committed.
    void committed(Slice slice) throws IOException {
        source.remember(slice);
        source.committed(slice.end());
    }

    /// Begins at an offset read from the log.
    void startAt(String end) {
        offset = end;
    }

    static Slice decode(byte[] bytes) {
        return Slice.fromJson(Json.parseObject(new String(bytes, StandardCharsets.UTF_8)));
    }

    static byte[] encode(Slice slice) {
        return Json.write(slice.toJson()).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        reads.ifPresent(SharedReads.Member::close);
        source.close();
    }
}
