package io.tidemill.checkpoint;

import io.tidemill.data.TidemillException;
import io.tidemill.system.World;
import java.io.IOException;
import java.nio.file.Path;

/// Writes one snapshot, while epochs go on. Closed without [#commit], it leaves nothing.
///
/// It begins behind an acknowledged epoch, where the log goes on. A piece of state may be added as
/// it is after that epoch or after any later one: the changes of later epochs are in the log and
/// are given to the operators again behind the pieces, so what was already in a piece is said twice
/// and what was not is caught up. The snapshot therefore stands for the state after the last epoch
/// that any piece had seen, and after every later one, and for none before. Used by one thread at a
/// time.
public final class SnapshotWriter implements AutoCloseable {
    private final Checkpoint checkpoint;
    private final World world;
    private final Path directory;
    private final StateFileReader.Head head;
    private final StateFileWriter file;
    private boolean finished;

    SnapshotWriter(Checkpoint checkpoint, World world, Path directory, StateFileReader.Head head)
            throws IOException {
        this.checkpoint = checkpoint;
        this.world = world;
        this.directory = directory;
        this.head = head;
        this.file =
                new StateFileWriter(
                        world.files(),
                        directory.resolve("state"),
                        new StateFileName(
                                head.record().epoch(),
                                checkpoint.generation(),
                                StateFileName.Kind.SNAPSHOT));
        file.head(head.encode());
    }

    /// The epoch whose state this is.
    public long epoch() {
        return head.record().epoch();
    }

    /// Adds a piece of state.
    ///
    /// @throws TidemillException `WAITING_FOR_SPACE`: close this one, and try a new one later
    public void add(StateSection section) {
        try {
            file.add(section);
        } catch (IOException e) {
            throw Problems.writing(directory, e);
        }
    }

    /// Makes the file durable and reads it again to be sure of it.
    ///
    /// @param through the last epoch that any piece had seen; the caller has made sure of its
    ///   acknowledgement ([Checkpoint#secureAcknowledgement])
    /// @throws TidemillException `WAITING_FOR_SPACE`: close this one, and try a new one later
    public void finish(long through) {
        try {
            file.finish(through);
            try (var again = new StateFileReader(world.files(), directory, file.name())) {
                again.sections(_ -> {});
            }
        } catch (IOException e) {
            throw Problems.writing(directory, e);
        }
        finished = true;
    }

    /// Deletes what the snapshot makes superfluous: all but the snapshot before it and the log from
    /// there on. Called by the checkpoint's thread; finishes it if that was not done.
    public void commit() {
        if (!finished) {
            finish(epoch());
        }
        checkpoint.snapshotTaken(file.name(), head, file.length());
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw Problems.writing(directory, e);
        }
    }
}
