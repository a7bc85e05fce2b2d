package io.tidemill.checkpoint;

import io.tidemill.data.TidemillException;
import io.tidemill.system.World;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Opens a checkpoint: takes its ownership, creates or reads what is there, refuses another query,
/// clears away what a crash left, and begins a segment of the log. Used once.
final class CheckpointOpening {
    private final World world;
    private final Path directory;
    private final String query;
    private final QueryFingerprint fingerprint;
    private final CheckpointOptions options;
    private final List<String> events = new ArrayList<>();

    /// @param query the query's name, for messages
    CheckpointOpening(
            World world,
            Path directory,
            String query,
            QueryFingerprint fingerprint,
            CheckpointOptions options) {
        this.world = world;
        this.directory = directory.toAbsolutePath().normalize();
        this.query = query;
        this.fingerprint = fingerprint;
        this.options = options;
    }

    /// @throws TidemillException as [Checkpoint#open] says
    Checkpoint open() {
        try {
            for (var each : List.of("log", "state")) {
                world.files().makeDirectories(directory.resolve(each));
            }
            var ownership = Ownership.take(world, directory, query, options.takeOver());
            try {
                return open(ownership);
            } catch (Throwable e) {
                closeAfter(e, ownership);
                throw e;
            }
        } catch (IOException e) {
            throw Problems.writing(directory, e);
        }
    }

    private Checkpoint open(Ownership ownership) throws IOException {
        ownership.forgetOldOnes();
        var metadata = Metadata.readOrCreate(world, directory, query, ownership.generation());
        syncNames();
        var log = RecoveredLog.read(world, directory, metadata.query());
        events.addAll(log.events());
        boolean changed = checkQuery(log);
        if (!ownership.isLockable()) {
            events.add(
                    ("the file system of %s has no locks: a second process would take over"
                                    + " instead of being refused")
                            .formatted(directory));
        }
        Retention.clean(world, directory, log);
        log.secureEnd();
        var writer =
                new LogWriter(
                        world,
                        directory,
                        metadata.query(),
                        ownership.generation(),
                        options,
                        log.end());
        try {
            if (changed) {
                logQuery(writer, log.lastEpoch());
            }
            ownership.verify();
            return new Checkpoint(
                    world,
                    directory,
                    options,
                    ownership,
                    metadata,
                    log,
                    writer,
                    fingerprint,
                    events);
        } catch (Throwable e) {
            closeAfter(e, writer);
            throw e;
        }
    }

    /// Makes the names durable that an earlier attempt, cut short, may have left unsynced.
    private void syncNames() throws IOException {
        for (var each : List.of("owner", "log", "state")) {
            world.files().syncDirectory(directory.resolve(each));
        }
        for (var at = directory; at != null; at = at.getParent()) {
            try {
                world.files().syncDirectory(at);
            } catch (AccessDeniedException e) {
                return; // whoever made that directory has seen to its name
            }
        }
    }

    /// Refuses another query; says whether the fingerprint must be logged.
    private boolean checkQuery(RecoveredLog log) {
        if (log.fingerprint().isEmpty() || log.lastEpoch() < 0 && log.planned().isEmpty()) {
            return true;
        }
        var before = log.fingerprint().get();
        var parts = before.partsChanged(fingerprint);
        var meaning = before.meaningChanged(fingerprint);
        if (!parts.isEmpty() || !meaning.isEmpty() && !options.allowQueryChange()) {
            var changes = new ArrayList<>(meaning);
            changes.addAll(parts);
            throw Problems.queryChanged(directory, query, changes, parts.isEmpty());
        }
        var planChange = before.planChanged(fingerprint);
        if (!meaning.isEmpty()) {
            events.add(
                    "query '%s' has changed, as was allowed: %s"
                            .formatted(query, String.join("; ", meaning)));
        } else if (!planChange.isEmpty()) {
            events.add("query '%s' has changed and goes on: %s".formatted(query, planChange));
        }
        return !before.equals(fingerprint);
    }

    private void logQuery(LogWriter writer, long lastEpoch) throws IOException {
        var out = new Encoder();
        fingerprint.write(out);
        writer.append(Frame.Type.QUERY, lastEpoch, out.toBytes(), lastEpoch);
        writer.sync();
    }

    private static void closeAfter(Throwable e, AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception second) {
            e.addSuppressed(second);
        }
    }
}
