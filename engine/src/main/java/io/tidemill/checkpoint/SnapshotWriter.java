package io.tidemill.checkpoint;

import io.tidemill.data.TidemillException;
import io.tidemill.system.World;
import java.io.IOException;
import java.nio.file.Path;

/// Writes one snapshot. Closed without [#commit], it leaves nothing.
public final class SnapshotWriter implements AutoCloseable {
    private final Checkpoint checkpoint;
    private final World world;
    private final Path directory;
    private final StateFileReader.Head head;
    private final StateFileWriter file;

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

    /// Makes the snapshot durable, reads it again to be sure of it, and deletes what it makes
    /// superfluous: all but the snapshot before it and the log from there on. Called by the
    /// checkpoint's thread.
    public void commit() {
        try {
            file.finish();
            try (var again = new StateFileReader(world.files(), directory, file.name())) {
                again.sections(_ -> {});
            }
        } catch (IOException e) {
            throw Problems.writing(directory, e);
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
