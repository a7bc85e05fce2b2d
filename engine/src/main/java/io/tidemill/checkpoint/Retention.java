package io.tidemill.checkpoint;

import io.tidemill.system.World;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Deletes what is not needed any more: the newest snapshot and the one before it are kept, with
/// the log and the runs behind the older of the two, so that damage to the newest costs time, not
/// data. What is deleted needs no sync: it may come back, and is then deleted again.
final class Retention {
    private final World world;
    private final Path directory;
    private Optional<Kept> newest;

    /// A snapshot and where the log goes on behind it.
    private record Kept(StateFileName name, LogPosition position) {}

    Retention(World world, Path directory, RecoveredLog log) {
        this.world = world;
        this.directory = directory;
        this.newest =
                log.snapshot()
                        .flatMap(name ->
                                log.snapshotHead().map(head -> new Kept(name, head.position())));
    }

    /// There is a new snapshot: what only the one before the previous needed goes.
    void snapshotTaken(StateFileName name, StateFileReader.Head head) throws IOException {
        var previous = newest;
        newest = Optional.of(new Kept(name, head.position()));
        if (previous.isEmpty()) {
            return;
        }
        var kept = previous.get();
        for (var segment : LogChain.segments(world, directory)) {
            if (segment.compareTo(kept.position.segment()) < 0) {
                world.files().delete(segment.in(directory.resolve("log")));
            }
        }
        for (var file : LogChain.stateFiles(world, directory)) {
            var superfluous =
                    switch (file.kind()) {
                        case SNAPSHOT -> !file.equals(kept.name) && !file.equals(name);
                        case RUN -> file.epoch() <= kept.name.epoch();
                    };
            if (superfluous) {
                world.files().delete(file.in(directory.resolve("state")));
            }
        }
    }

    /// Deletes what a crash has left unfinished. Called by a new owner that has read the log.
    static void clean(World world, Path directory, RecoveredLog log) throws IOException {
        for (var path : LogChain.leftovers(world, directory)) {
            world.files().delete(path);
        }
        var runs = log.runs();
        var snapshotEpoch = log.snapshotHead().map(head -> head.record().epoch()).orElse(-1L);
        for (var file : LogChain.stateFiles(world, directory)) {
            if (file.kind() == StateFileName.Kind.RUN
                    && file.epoch() > snapshotEpoch
                    && !runs.contains(file)) {
                world.files().delete(file.in(directory.resolve("state")));
            }
        }
    }
}
