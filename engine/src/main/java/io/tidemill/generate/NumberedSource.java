package io.tidemill.generate;

import io.tidemill.connect.ReadLimit;
import io.tidemill.connect.Slice;
import io.tidemill.connect.Source;
import io.tidemill.connect.Split;
import io.tidemill.system.WorldClock;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A source whose rows are numbered and come into being as time passes.
///
/// Offsets are [Position]s. When the query began stands in each of them, so that a restarted query
/// goes on as if it had never stopped: what came due meanwhile is read then. A wall clock that
/// steps back takes nothing away.
abstract class NumberedSource implements Source {
    private final WorldClock clock;
    private final int partitions;
    private @Nullable Position reached; // the latest that was logged

    NumberedSource(WorldClock clock, int partitions) {
        this.clock = clock;
        this.partitions = partitions;
    }

    /// How many rows there are this long after the start; never falls.
    abstract long available(long elapsedMicros);

    /// How many of the numbers `[from, to)` are rows of this table.
    long count(long from, long to) {
        return to - from;
    }

    /// About how many bytes a row has.
    abstract long bytesPerRow();

    /// The most rows of one epoch when nothing else limits it.
    abstract long rowsPerEpoch();

    @Override
    public final boolean replayable() {
        return true;
    }

    @Override
    public final String initialOffset() {
        return start().to(0).toJson();
    }

    @Override
    public final String latestOffset() {
        var start = start();
        long now = available(Math.max(0, clock.micros() - start.startMicros()));
        return start.to(Math.max(now, start.number())).toJson();
    }

    private Position start() {
        if (reached == null) {
            reached = new Position(0, clock.micros());
        }
        return reached;
    }

    @Override
    public final Optional<Slice> plan(String start, String end, ReadLimit limit) {
        var from = Position.parse(start);
        long most = Math.min(limit.rows(), Math.min(limit.bytes() / bytesPerRow(), rowsPerEpoch()));
        long available = Position.parse(end).number() - from.number();
        if (available <= 0) {
            return Optional.empty();
        }
        long to = from.number() + Math.min(available, Math.max(1, most));
        long rows = count(from.number(), to);
        return Optional.of(
                new Slice(
                        from.toJson(),
                        from.to(to).toJson(),
                        from.splits(to, partitions),
                        rows,
                        rows * bytesPerRow()));
    }

    @Override
    public final String partition(Split split) {
        return Long.toString(split.number("partition"));
    }

    @Override
    public final void remember(Slice slice) {
        reached = Position.parse(slice.end());
    }

    @Override
    public final byte[] memory() {
        return reached == null ? new byte[0] : reached.toJson().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public final void restore(byte[] memory) {
        if (memory.length > 0) {
            reached = Position.parse(new String(memory, StandardCharsets.UTF_8));
        }
    }

    @Override
    public final void close() {}
}
