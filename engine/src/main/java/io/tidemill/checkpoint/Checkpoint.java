package io.tidemill.checkpoint;

import io.tidemill.data.TidemillException;
import io.tidemill.system.DiskFullException;
import io.tidemill.system.World;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A query's memory on disk, owned by this process: the log of its epochs and the snapshots of its
/// state. Used by one thread.
///
///     try (var checkpoint = Checkpoint.open(world, directory, "rides", fingerprint, options)) {
///         var found = checkpoint.recovered();
///         // fence the sinks with found.queryId() and found.generation(), ask them what is visible
///         switch (Recovery.decide(found.facts(sinks))) { ... }      // what to do first
///         checkpoint.state(epoch, operators::restore);              // state to go on from
///         for (...) {
///             checkpoint.planned(plan);                 // only if a sink is the user's code
///             checkpoint.append(record);                // one sync: the epoch is logged
///             checkpoint.ownership().verify();          // directly before the sinks commit
///             checkpoint.acknowledged(epoch, durable);  // they have
///             if (checkpoint.snapshotDue(stateBytes)) {
///                 try (var snapshot = checkpoint.snapshot()) { snapshot.add(section)...; snapshot.commit(); }
///             }
///         }
///     }
///
/// Errors are [TidemillException]s. `WAITING_FOR_SPACE` leaves everything as it was, and the same
/// call may be tried again later. After any other error of a method that writes, what is on disk is
/// not known: every further call fails, and the query starts again from [#open], as after a crash.
/// A failed sync is never tried again.
public final class Checkpoint implements AutoCloseable {
    /// A snapshot is due when the log has this many times the bytes of the state: reading it takes
    /// so many times as long as reading the snapshot would.
    private static final int LOG_TO_STATE = 2;

    private final World world;
    private final Path directory;
    private final CheckpointOptions options;
    private final Ownership ownership;
    private final RecoveredLog log;
    private final Recovered recovered;
    private final LogWriter writer;
    private final Retention retention;
    private final QueryFingerprint fingerprint;
    private @Nullable EpochRecord last;
    private long lastEpoch;
    private boolean acknowledged;
    private boolean appended;
    private boolean unsynced;
    private long bytesSinceSnapshot;
    private long epochsSinceSnapshot;
    private long snapshotBytes;
    private @Nullable RuntimeException failure;
    private boolean closed;

    /// @param events what was repaired or found when it was opened, in words
    Checkpoint(
            World world,
            Path directory,
            CheckpointOptions options,
            Ownership ownership,
            Metadata metadata,
            RecoveredLog log,
            LogWriter writer,
            QueryFingerprint fingerprint,
            List<String> events) {
        this.world = world;
        this.directory = directory;
        this.options = options;
        this.ownership = ownership;
        this.log = log;
        this.writer = writer;
        this.fingerprint = fingerprint;
        this.retention = new Retention(world, directory, log);
        this.recovered =
                new Recovered(
                        metadata.query(),
                        ownership.generation(),
                        log.last(),
                        log.acknowledged(),
                        log.planned(),
                        events);
        this.last = log.last().orElse(null);
        this.lastEpoch = log.lastEpoch();
        this.acknowledged = log.acknowledged();
        this.bytesSinceSnapshot = log.bytesSinceSnapshot();
        this.snapshotBytes = log.snapshotBytes();
        this.epochsSinceSnapshot =
                lastEpoch - log.snapshotHead().map(head -> head.record().epoch()).orElse(-1L);
    }

    /// Takes ownership of a checkpoint, creating it if there is none, and reads what it holds.
    ///
    /// @param query the query's name, for messages
    /// @param fingerprint what the query is; a checkpoint of another one is refused
    /// @throws TidemillException `CONCURRENT_QUERY` if another process has it,
    ///   `CHECKPOINT_DAMAGED`, `CHECKPOINT_QUERY_CHANGED`, `WAITING_FOR_SPACE`, or that it cannot
    ///   be read or written
    public static Checkpoint open(
            World world,
            Path directory,
            String query,
            QueryFingerprint fingerprint,
            CheckpointOptions options) {
        return new CheckpointOpening(world, directory, query, fingerprint, options).open();
    }

    /// What was there when it was opened.
    public Recovered recovered() {
        return recovered;
    }

    /// This process's right to commit.
    public Ownership ownership() {
        return ownership;
    }

    /// Hands over the state as it was recovered, after `throughEpoch`: the last epoch logged, or
    /// the one before it if the last one is run again (with -1, nothing). Called before the first
    /// [#append].
    public void state(long throughEpoch, Consumer<StateSection> consumer) {
        if (throughEpoch < 0) {
            return;
        }
        try {
            log.state(throughEpoch, consumer);
        } catch (IOException e) {
            throw Problems.reading(directory, e);
        }
    }

    /// Throws `WAITING_FOR_SPACE` unless there is space to begin another epoch; to be asked before
    /// one.
    public void checkSpace() {
        write(() -> {
            writer.checkSpace();
            return null;
        });
    }

    /// Logs the plan of an epoch before it runs; durable when it returns. The epoch before must be
    /// acknowledged.
    public void planned(EpochPlan plan) {
        checkNext(plan.epoch());
        var out = new Encoder();
        plan.write(out);
        write(() -> {
            writer.checkSpace();
            writer.append(Frame.Type.PLAN, plan.epoch(), out.toBytes(), lastEpoch);
            sync();
            return null;
        });
        verify();
    }

    /// Logs an epoch; durable when it returns, and certain not to be overtaken by another owner.
    /// The epoch before must be acknowledged. After a rerun, the same epoch is logged once more and
    /// takes the place of the first record.
    public void append(EpochRecord record) {
        try (var changes = changes(record.epoch())) {
            append(record, changes);
        }
    }

    /// As [#append], with state changes beside those of the record.
    public void append(EpochRecord record, EpochChanges changes) {
        checkNext(record.epoch());
        var bytes =
                write(() -> {
                    for (var section : record.state()) {
                        changes.take(section);
                    }
                    var sections = changes.finish();
                    var payload = new LoggedEpoch(record.plan(), record.sinks(), sections).encode();
                    writer.append(Frame.Type.EPOCH, record.epoch(), payload, lastEpoch);
                    sync();
                    return payload.length() + changes.runBytes();
                });
        verify();
        last = record.withoutState();
        lastEpoch = record.epoch();
        acknowledged = false;
        appended = true;
        bytesSinceSnapshot += bytes;
        epochsSinceSnapshot++;
    }

    /// Takes the state changes of an epoch that is being computed, while those before it are
    /// logged; used by any thread.
    public EpochChanges changes(long epoch) {
        var name = new StateFileName(epoch, ownership.generation(), StateFileName.Kind.RUN);
        return new EpochChanges(world.files(), directory, name, writer, options.inlineBytes());
    }

    /// Notes that all sinks have committed the last epoch.
    ///
    /// @param durable whether it must survive a power failure; without, the next record does it at
    ///   no cost, and until then recovery may find the epoch in doubt. Needed where an epoch that
    ///   is run again is seen (the user's code).
    public void acknowledged(long epoch, boolean durable) {
        if (epoch != lastEpoch || epoch < 0) {
            throw new IllegalStateException(
                    "epoch %d is acknowledged; the last is %d".formatted(epoch, lastEpoch));
        }
        write(() -> {
            writer.acknowledge(epoch);
            unsynced = true;
            if (durable) {
                sync();
            }
            return null;
        });
        acknowledged = true;
    }

    /// Whether the log has grown so long that a snapshot would pay: to so many times the state.
    /// State that only grows is in the log once and never has a snapshot for its size.
    ///
    /// @param stateBytes about how many bytes the state has now
    public boolean snapshotDue(long stateBytes) {
        long enough = Math.max(snapshotBytes, LOG_TO_STATE * stateBytes);
        return acknowledged
                && lastEpoch >= 0
                && (bytesSinceSnapshot > Math.max(options.snapshotAfterBytes(), enough)
                        || epochsSinceSnapshot > options.snapshotAfterEpochs());
    }

    /// Begins a snapshot behind the last epoch, which must be acknowledged. The writer may be
    /// filled on another thread while further epochs are logged, with pieces of state as they are
    /// then.
    public SnapshotWriter snapshot() {
        if (!acknowledged || last == null) {
            throw new IllegalStateException("epoch %d is in doubt".formatted(lastEpoch));
        }
        var head =
                new StateFileReader.Head(
                        recovered.queryId(),
                        last,
                        write(() -> {
                            sync();
                            return writer.position(lastEpoch);
                        }),
                        Optional.of(fingerprint));
        return write(() -> {
            writer.checkLowWater(snapshotBytes);
            return new SnapshotWriter(this, world, directory, head);
        });
    }

    /// Makes sure that it will be known that `epoch` was acknowledged.
    public void secureAcknowledgement(long epoch) {
        if (epoch > lastEpoch || !acknowledged) {
            throw new IllegalStateException("epoch %d is in doubt".formatted(epoch));
        }
        write(() -> {
            if (unsynced) {
                sync();
            }
            return null;
        });
    }

    /// A snapshot is durable: what it makes superfluous goes.
    void snapshotTaken(StateFileName name, StateFileReader.Head head, long bytes) {
        verify();
        write(() -> {
            retention.snapshotTaken(name, head);
            return null;
        });
        snapshotBytes = bytes;
        bytesSinceSnapshot = 0;
        epochsSinceSnapshot = lastEpoch - head.record().epoch();
    }

    long generation() {
        return ownership.generation();
    }

    private void sync() throws IOException {
        writer.sync();
        unsynced = false;
    }

    private void verify() {
        try {
            ownership.verify();
        } catch (RuntimeException e) {
            failure = e;
            throw e;
        }
    }

    private void checkNext(long epoch) {
        var again = epoch == lastEpoch && !acknowledged && !appended;
        var next = epoch == lastEpoch + 1 && acknowledged;
        if (!again && !next) {
            throw new IllegalStateException(
                    "epoch %d after epoch %d, which is %s"
                            .formatted(
                                    epoch,
                                    lastEpoch,
                                    acknowledged ? "acknowledged" : "not acknowledged"));
        }
    }

    /// Something that writes.
    interface Writing<T extends @Nullable Object> {
        T run() throws IOException;
    }

    <T extends @Nullable Object> T write(Writing<T> writing) {
        if (closed) {
            throw new IllegalStateException("the checkpoint %s is closed".formatted(directory));
        }
        var before = failure;
        if (before != null) {
            throw new IllegalStateException(
                    "the checkpoint %s has failed before and must be opened again"
                            .formatted(directory),
                    before);
        }
        try {
            return writing.run();
        } catch (DiskFullException e) {
            throw Problems.writing(directory, e); // nothing has happened
        } catch (IOException e) {
            failure = Problems.writing(directory, e);
            throw failure;
        } catch (RuntimeException | Error e) {
            failure = new IllegalStateException(e);
            throw e;
        }
    }

    /// Gives the checkpoint up. After a failure nothing more is written.
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (ownership) {
            try (writer) {
                if (unsynced && failure == null) {
                    writer.sync();
                }
            } catch (IOException e) {
                throw Problems.writing(directory, e);
            }
        }
    }
}
