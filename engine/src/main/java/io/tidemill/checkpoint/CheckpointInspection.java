package io.tidemill.checkpoint;

import io.tidemill.data.Boxes;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.system.World;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Looks into a checkpoint without owning or changing it, for people: `tidemill checkpoint show`
/// and `verify`. A query that runs meanwhile is not disturbed; what it adds may be missed.
public final class CheckpointInspection {
    private final World world;
    private final Path directory;
    private final Metadata metadata;

    /// What became of a check.
    ///
    /// @param whole whether a query could go on from there without losing anything
    /// @param lines one for each thing that was looked at, and each that is wrong
    public record Verdict(boolean whole, List<String> lines) {
        public Verdict {
            lines = List.copyOf(lines);
        }
    }

    private CheckpointInspection(World world, Path directory, Metadata metadata) {
        this.world = world;
        this.directory = directory;
        this.metadata = metadata;
    }

    /// @throws TidemillException `PATH_NOT_FOUND` if there is no checkpoint, `CHECKPOINT_DAMAGED`
    ///   if it does not say whose it is
    public static CheckpointInspection of(World world, Path directory) {
        Path path = directory.toAbsolutePath().normalize();
        try {
            return Metadata.read(world, path)
                    .map(metadata -> new CheckpointInspection(world, path, metadata))
                    .orElseThrow(() ->
                            new TidemillException(
                                    Condition.PATH_NOT_FOUND,
                                    "there is no checkpoint in " + path,
                                    "name the directory of one query's checkpoint, in"
                                            + " which a file 'metadata' lies"));
        } catch (IOException e) {
            throw Problems.reading(path, e);
        }
    }

    /// What it is, who had it, and its newest epochs.
    ///
    /// @param epochs how many of them
    /// @throws TidemillException `CHECKPOINT_DAMAGED` where it cannot be read on
    public List<String> show(int epochs) {
        try {
            var lines = new ArrayList<String>();
            lines.add("checkpoint  " + directory);
            lines.add("query       %s, id %s".formatted(metadata.name(), metadata.query()));
            lines.add(
                    "created     %s by Tidemill %s, format %d"
                            .formatted(
                                    metadata.createdAt(), metadata.createdBy(), metadata.format()));
            var owners = Ownership.history(world, directory);
            if (!owners.isEmpty()) {
                lines.add("owner       " + owner(owners.getLast()));
            }
            RecoveredLog log = RecoveredLog.read(world, directory, metadata.query());
            lines.add("epochs      " + extent(log));
            log.fingerprint().ifPresent(query -> show(query, lines));
            var newest = new NewestEpochs(epochs);
            LogChain chain = LogChain.read(world, directory, metadata.query());
            new LogReader(world, directory, chain, newest).read(Optional.empty());
            newest.lines.forEach(lines::add);
            log.events().forEach(event -> lines.add("note        " + event));
            return lines;
        } catch (IOException e) {
            throw Problems.reading(directory, e);
        }
    }

    private String owner(Owner owner) throws IOException {
        boolean released =
                world.files()
                        .stat(
                                directory
                                        .resolve("owner")
                                        .resolve("%010d.released".formatted(owner.generation())))
                        .isPresent();
        String now =
                released
                        ? "gave it up"
                        : owner.isAliveHere(world)
                                ? "still runs"
                                : owner.isOnThisMachine(world)
                                        ? "runs no more"
                                        : "was on another machine";
        return "%s; it %s".formatted(owner.description(), now);
    }

    private static String extent(RecoveredLog log) {
        if (log.lastEpoch() < 0) {
            return "none yet";
        }
        String planned =
                log.planned()
                        .map(plan -> "; epoch %d was begun".formatted(plan.epoch()))
                        .orElse("");
        return "up to %d, %s%s"
                .formatted(
                        log.lastEpoch(),
                        log.acknowledged()
                                ? "which the sinks have committed"
                                : "of which it is not known whether the sinks have committed it",
                        planned);
    }

    private static void show(QueryFingerprint query, List<String> lines) {
        for (var part : query.parts()) {
            lines.add("%-11s %s: %s".formatted(part.kind(), part.id(), part.text()));
        }
        query.plan().lines().forEach(line -> lines.add("plan        " + line));
    }

    /// Reads every byte that counts: the log, its state files, and whether they fit together.
    public Verdict verify() {
        var lines = new ArrayList<String>();
        boolean whole = true;
        try {
            LogChain chain = LogChain.read(world, directory, metadata.query());
            var count = new NewestEpochs(0);
            new LogReader(world, directory, chain, count).read(Optional.empty());
            lines.add(
                    "ok     log: %d segments, %d records"
                            .formatted(chain.links().size(), count.records));
            count.events.forEach(event -> lines.add("note   " + event));
        } catch (TidemillException e) {
            whole = false;
            lines.add("wrong  " + e.problem());
        } catch (IOException e) {
            throw Problems.reading(directory, e);
        }
        whole &= verifyState(lines);
        whole &= verifyTogether(lines);
        return new Verdict(whole, lines);
    }

    private boolean verifyState(List<String> lines) {
        boolean whole = true;
        try {
            for (var name : LogChain.stateFiles(world, directory)) {
                try (var file = new StateFileReader(world.files(), directory, name)) {
                    long bytes = file.sections(_ -> {});
                    lines.add("ok     state/%s: %,d bytes".formatted(name, bytes));
                } catch (TidemillException e) {
                    whole = false;
                    lines.add("wrong  " + e.problem());
                }
            }
        } catch (IOException e) {
            throw Problems.reading(directory, e);
        }
        return whole;
    }

    /// Recovers as a start would, without the right to write.
    private boolean verifyTogether(List<String> lines) {
        try {
            RecoveredLog log = RecoveredLog.read(world, directory, metadata.query());
            if (log.lastEpoch() >= 0) {
                log.state(log.lastEpoch(), _ -> {});
            }
            lines.add("ok     a start would go on behind epochs " + extent(log));
            return true;
        } catch (TidemillException e) {
            lines.add("wrong  a start would be refused: " + e.problem());
            return false;
        } catch (IOException e) {
            throw Problems.reading(directory, e);
        }
    }

    /// Describes the newest records and counts all.
    private static final class NewestEpochs implements LogReader.Listener {
        private final int wanted;
        private final Deque<String> lines = new ArrayDeque<>();
        private final List<String> events = new ArrayList<>();
        private long records;

        NewestEpochs(int wanted) {
            this.wanted = wanted;
        }

        @Override
        public void record(LogChain.Link link, Frame frame) {
            records++;
            if (frame.type() == Frame.Type.EPOCH && wanted > 0) {
                lines.addLast(describe(link, frame));
                if (lines.size() > wanted) {
                    lines.removeFirst();
                }
            }
        }

        @Override
        public void event(String what) {
            events.add(what);
        }

        private static String describe(LogChain.Link link, Frame frame) {
            var record = LoggedEpoch.decode(frame.payload());
            var text =
                    new StringBuilder(
                            "epoch %-5d %s, %s@%d, %d bytes"
                                    .formatted(
                                            frame.epoch(),
                                            Boxes.instant(record.plan().clockMicros()),
                                            link.name(),
                                            frame.position(),
                                            frame.payload().length()));
            for (var source : record.plan().sources()) {
                text.append("\n            from ").append(source.source()).append(' ');
                text.append(source.start().isEmpty() ? "the beginning" : source.start());
                text.append(" to ").append(source.end());
            }
            for (var sink : record.sinks()) {
                text.append("\n            to ").append(sink.sink());
                text.append(", %d tokens".formatted(sink.tokens().size()));
            }
            if (!record.sections().isEmpty()) {
                text.append("\n            state: %d sections".formatted(record.sections().size()));
            }
            return text.toString();
        }
    }
}
