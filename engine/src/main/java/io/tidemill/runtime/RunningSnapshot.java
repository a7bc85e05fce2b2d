package io.tidemill.runtime;

import io.tidemill.checkpoint.Checkpoint;
import io.tidemill.checkpoint.SnapshotWriter;
import io.tidemill.checkpoint.StateSection;
import io.tidemill.system.Mailbox;
import io.tidemill.system.OwnedThread;
import io.tidemill.system.Signal;
import io.tidemill.system.Threads;
import io.tidemill.system.World;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/// A snapshot that is written while epochs go on.
///
/// Between two epochs the query's thread encodes a few pieces of state, no longer than a fraction
/// of the time that has passed; a thread of the snapshot's own writes and syncs them. What waits in
/// memory is bounded by one piece and the mailbox. The last piece is followed by the end of the
/// file when the last epoch that a piece has seen is acknowledged. Closed before that, it leaves
/// nothing.
///
/// Used by the query's thread; [#begin] and [#advance] while nobody else has the checkpoint, as
/// they say.
final class RunningSnapshot implements AutoCloseable {
    private static final int SECTIONS_WAITING = 8;
    private static final Duration LOOK_AROUND = Duration.ofMillis(50);
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final World world;
    private final Checkpoint checkpoint;
    private final SnapshotWriter writer;
    private final StateSections.Pieces pieces;
    private final Mailbox<Message> sections;
    private final Queue<Message> waiting = new ArrayDeque<>();
    private final OwnedThread thread;
    private long through;
    private boolean begun;
    private boolean ending;
    private boolean done;

    private sealed interface Message {
        record Piece(StateSection section) implements Message {}

        record End(long through) implements Message {}
    }

    private RunningSnapshot(
            World world, String name, Checkpoint checkpoint, StateSections.Pieces pieces) {
        this.world = world;
        this.checkpoint = checkpoint;
        this.pieces = pieces;
        writer = checkpoint.snapshot();
        through = writer.epoch();
        sections = world.threads().mailbox(SECTIONS_WAITING);
        thread =
                world.threads()
                        .start(
                                "tidemill-snapshot-" + name,
                                Threads.Lifetime.BACKGROUND,
                                this::write);
    }

    /// Begins behind the last epoch, which is acknowledged; nobody else has the checkpoint.
    ///
    /// @param sources remember what is logged up to that epoch and no more
    static RunningSnapshot begin(
            World world,
            String name,
            Checkpoint checkpoint,
            Circuit circuit,
            List<OpenSource> sources) {
        var snapshot =
                new RunningSnapshot(world, name, checkpoint, new StateSections.Pieces(circuit));
        StateSections.memories(sources)
                .forEach(section -> snapshot.waiting.add(new Message.Piece(section)));
        return snapshot;
    }

    private void write() throws InterruptedException {
        for (var next = sections.take(Signal.FOREVER);
                next.isPresent();
                next = sections.take(Signal.FOREVER)) {
            switch (next.get()) {
                case Message.Piece(var section) -> writer.add(section);
                case Message.End(var epoch) -> {
                    writer.finish(epoch);
                    return;
                }
            }
        }
    }

    /// Encodes pieces as the state is now, after `epoch`, for at most this long.
    ///
    /// @param small sections that need no pieces, as they are now
    void encode(long epoch, List<StateSection> small, long nanos) {
        if (ending) {
            return;
        }
        long start = world.clock().nanos();
        if (!begun) {
            small.forEach(section -> waiting.add(new Message.Piece(section)));
            through = epoch;
            begun = true;
        }
        while (send() && !pieces.isEnd()) {
            pieces.next(section -> waiting.add(new Message.Piece(section)));
            through = epoch;
            if (world.clock().nanos() - start >= nanos) {
                send();
                return;
            }
        }
    }

    /// Says whether nothing waits for room any more.
    private boolean send() {
        while (!waiting.isEmpty()) {
            if (!sections.offer(waiting.peek())) {
                return false;
            }
            waiting.remove();
        }
        return true;
    }

    /// Goes on as far as it can, when every epoch up to `acknowledged` is acknowledged and nobody
    /// else has the checkpoint; true when the snapshot is in place.
    ///
    /// @throws io.tidemill.data.TidemillException what went wrong when it was written
    boolean advance(long acknowledged) {
        if (begun && !ending && send() && pieces.isEnd() && acknowledged >= through) {
            checkpoint.secureAcknowledgement(through);
            waiting.add(new Message.End(through));
            ending = true;
        }
        send();
        if (thread.isAlive()) {
            return false;
        }
        switch (thread.failure().orElse(null)) {
            case null -> {}
            case Error error -> throw error;
            case RuntimeException exception -> throw exception;
            case Throwable other -> throw new IllegalStateException(other);
        }
        writer.commit();
        done = true;
        return true;
    }

    /// Takes it to its end: no epoch runs, and all are acknowledged.
    void complete(long epoch, List<StateSection> small, BooleanSupplier cancelled)
            throws InterruptedException {
        while (!advance(epoch)) {
            encode(epoch, small, Long.MAX_VALUE);
            if (cancelled.getAsBoolean()) {
                throw new CancellationException("the snapshot was abandoned");
            }
            var next = waiting.peek();
            if (next == null) {
                var unused = thread.join(LOOK_AROUND);
            } else if (sections.put(next, LOOK_AROUND)) {
                waiting.remove();
            }
        }
    }

    @Override
    public void close() {
        try (writer) {
            sections.close();
            if (done) {
                return;
            }
            while (sections.poll() != null) {
                // nobody needs it any more
            }
            if (!thread.join(GRACE)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            thread.interrupt();
        }
    }
}
