package io.tidemill.checkpoint;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.system.World;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.UUID;

/// Mends a damaged checkpoint as far as what is whole in it allows, for `tidemill checkpoint
/// repair`.
///
/// What cannot be read is set aside, never deleted. When that is a part of the log that no snapshot
/// stands for, the log ends in front of it, and the query goes back to the last epoch before: what
/// its outputs have of later epochs must be taken back too, or recovery refuses to go on.
///
///     var repair = CheckpointRepair.find(world, directory);   // changes nothing
///     repair.steps().forEach(System.out::println);
///     repair.apply(generation -> takeBack(repair.query(), repair.lastEpoch(), generation));
public final class CheckpointRepair {
    private static final String ASIDE = "aside";

    private final World world;
    private final Path directory;
    private final Metadata metadata;
    private final List<String> steps = new ArrayList<>();
    private final List<Path> asides = new ArrayList<>();
    private Optional<Cut> cut = Optional.empty();
    private long lastEpoch = -1;

    /// The log ends here.
    private record Cut(SegmentName segment, long position) {}

    /// What is done while nobody else can have the checkpoint.
    @FunctionalInterface
    public interface Inside {
        /// @param generation of this repair; the next process has a greater one
        void run(long generation) throws IOException;
    }

    private CheckpointRepair(World world, Path directory, Metadata metadata) {
        this.world = world;
        this.directory = directory;
        this.metadata = metadata;
    }

    /// Says what would have to be done; changes nothing.
    ///
    /// @throws TidemillException CHECKPOINT_DAMAGED when not enough of it is whole
    public static CheckpointRepair find(World world, Path directory) {
        var path = directory.toAbsolutePath().normalize();
        try {
            var metadata = Metadata.read(world, path);
            if (metadata.isEmpty()) {
                throw Problems.missing(path, path.resolve(Metadata.FILE), "it is no checkpoint");
            }
            var repair = new CheckpointRepair(world, path, metadata.get());
            repair.find();
            return repair;
        } catch (IOException e) {
            throw Problems.reading(path, e);
        }
    }

    /// What would be done, or was, in words; empty when nothing is damaged.
    public List<String> steps() {
        return List.copyOf(steps);
    }

    public UUID query() {
        return metadata.query();
    }

    /// The last epoch that the checkpoint has after the repair; -1 if none.
    public long lastEpoch() {
        return lastEpoch;
    }

    private void find() throws IOException {
        var names = LogChain.segments(world, directory);
        headers(names);
        var snapshots = snapshots();
        var chain = LogChain.read(world, directory, metadata.query(), names);
        for (var snapshot : snapshots.reversed()) {
            if (!chain.contains(snapshot.position())) {
                continue;
            }
            var end = end(chain, Optional.of(snapshot.position()), snapshot.epoch());
            if (end.epoch >= snapshot.through()) {
                finish(chain, end);
                older(chain, snapshot);
                return;
            }
            aside(
                    snapshot.name().in(directory.resolve("state")),
                    "it was written until epoch %d, and the log is whole up to epoch %d"
                            .formatted(snapshot.through(), end.epoch));
        }
        if (chain.isEmpty() ? !names.isEmpty() : chain.trimmedAt().isPresent()) {
            throw new TidemillException(
                    Condition.CHECKPOINT_DAMAGED,
                    "%s cannot be repaired: no snapshot that is whole holds what was in the part of the log that is gone"
                            .formatted(directory),
                    "restore it from a copy, or start over with an empty checkpoint and an empty"
                            + " output");
        }
        finish(chain, end(chain, Optional.empty(), -1));
    }

    /// Sets segments aside whose headers cannot be read.
    private void headers(NavigableSet<SegmentName> names) throws IOException {
        for (var name : List.copyOf(names)) {
            var path = name.in(directory.resolve("log"));
            try (var file = world.files().open(path)) {
                var unused = SegmentHeader.read(directory, file, name);
            } catch (TidemillException e) {
                aside(path, damage(e));
                names.remove(name);
            }
        }
    }

    /// A snapshot that is whole.
    private record Snapshot(StateFileName name, LogPosition position, long epoch, long through) {}

    private List<Snapshot> snapshots() throws IOException {
        var found = new ArrayList<Snapshot>();
        for (var name : LogChain.stateFiles(world, directory)) {
            if (name.kind() != StateFileName.Kind.SNAPSHOT) {
                continue;
            }
            try (var file = new StateFileReader(world.files(), directory, name)) {
                var head = file.head();
                var extent = file.sections(_ -> {});
                found.add(
                        new Snapshot(
                                name, head.position(), head.record().epoch(), extent.through()));
            } catch (TidemillException e) {
                aside(name.in(directory.resolve("state")), damage(e));
            }
        }
        return found;
    }

    private static String damage(TidemillException e) {
        if (e.condition() != Condition.CHECKPOINT_DAMAGED) {
            throw e;
        }
        return e.problem();
    }

    private void aside(Path path, String why) {
        asides.add(path);
        steps.add("set %s aside: %s".formatted(directory.relativize(path), why));
    }

    /// How far the log can be read.
    private static final class End implements LogReader.Listener {
        private final World world;
        private final Path directory;
        private long epoch;
        private Optional<Cut> at;
        private Optional<String> damage = Optional.empty();

        private End(World world, Path directory, long epoch, Optional<Cut> at) {
            this.world = world;
            this.directory = directory;
            this.epoch = epoch;
            this.at = at;
        }

        @Override
        public void record(LogChain.Link link, Frame frame) {
            if (frame.type() == Frame.Type.EPOCH) {
                for (var section : LoggedEpoch.decode(frame.payload()).sections()) {
                    if (section instanceof Section.InRun run) {
                        check(run);
                    }
                }
                epoch = frame.epoch();
            }
            at = Optional.of(new Cut(link.name(), frame.end()));
        }

        /// The record is worth nothing without its runs.
        private void check(Section.InRun run) {
            try (var file = new StateFileReader(world.files(), directory, run.file())) {
                var unused = file.section(run);
            } catch (IOException e) {
                throw Problems.reading(directory, e);
            }
        }

        @Override
        public void event(String what) {
            // a torn tail, which the next process drops
        }
    }

    private End end(LogChain chain, Optional<LogPosition> from, long epoch) throws IOException {
        var end =
                new End(
                        world,
                        directory,
                        epoch,
                        from.map(at -> new Cut(at.segment(), at.offset())));
        try {
            var unused = new LogReader(world, directory, chain, end).read(from);
        } catch (TidemillException e) {
            end.damage = Optional.of(damage(e));
        }
        return end;
    }

    private void finish(LogChain chain, End end) throws IOException {
        lastEpoch = end.epoch;
        if (end.damage.isEmpty()) {
            return;
        }
        var at =
                end.at.orElseGet(
                        () -> new Cut(chain.links().getFirst().name(), SegmentHeader.SIZE));
        cut = Optional.of(at);
        steps.add(
                "end the log at byte %d of log/%s, behind epoch %d, and keep what is there now aside: %s"
                        .formatted(at.position, at.segment, end.epoch, end.damage.get()));
        for (var link : chain.links()) {
            if (link.name().compareTo(at.segment) > 0) {
                aside(link.name().in(directory.resolve("log")), "it goes on from what is damaged");
            }
        }
        for (var name : LogChain.stateFiles(world, directory)) {
            var path = name.in(directory.resolve("state"));
            if (name.epoch() > end.epoch && !asides.contains(path)) {
                aside(path, "it is of a later epoch");
            }
        }
    }

    /// Does what [#steps] says, as the only owner.
    ///
    /// May be done again if it was cut short.
    ///
    /// @param inside done as well, before anything is set aside
    /// @throws TidemillException CONCURRENT_QUERY, naming the process that has the checkpoint
    public void apply(Inside inside) {
        try (var ownership = Ownership.take(world, directory, metadata.name(), false)) {
            inside.run(ownership.generation());
            if (steps.isEmpty()) {
                return;
            }
            var aside = directory.resolve("%s-%d".formatted(ASIDE, ownership.generation()));
            for (var each : List.of("log", "state")) {
                world.files().makeDirectories(aside.resolve(each));
            }
            for (var path : asides) {
                world.files().rename(path, aside.resolve(directory.relativize(path)));
            }
            if (cut.isPresent()) {
                cut(cut.get(), aside);
            }
            for (var each : List.of("log", "state")) {
                world.files().syncDirectory(aside.resolve(each));
                world.files().syncDirectory(directory.resolve(each));
            }
        } catch (IOException e) {
            throw Problems.writing(directory, e);
        }
    }

    /// Sets aside what is damaged in front of the snapshot that the query goes on from.
    private void older(LogChain chain, Snapshot snapshot) throws IOException {
        var before =
                chain.links().stream()
                        .map(LogChain.Link::name)
                        .filter(name -> name.compareTo(snapshot.position().segment()) < 0)
                        .toList();
        var end = end(chain, Optional.empty(), -1);
        boolean damaged =
                end.damage.isPresent()
                        && !before.isEmpty()
                        && end.at
                                .map(at -> at.segment.compareTo(snapshot.position().segment()) < 0)
                                .orElse(true);
        if (damaged) {
            for (var name : before) {
                aside(
                        name.in(directory.resolve("log")),
                        "a snapshot holds what was in it, and it is damaged");
            }
        }
    }

    private void cut(Cut at, Path aside) throws IOException {
        var log = directory.resolve("log");
        var path = at.segment.in(log);
        byte[] all;
        try (var file = world.files().open(path)) {
            all = new byte[Math.toIntExact(file.size())];
            file.readFully(0, all, 0, all.length);
        }
        write(aside.resolve(directory.relativize(path)), all, all.length, all.length);
        var temporary = log.resolve(".repaired-" + at.segment.fileName());
        write(temporary, all, Math.toIntExact(at.position), all.length);
        world.files().rename(temporary, path);
    }

    private void write(Path path, byte[] bytes, int count, long size) throws IOException {
        world.files().delete(path);
        try (var file = world.files().create(path)) {
            file.writeFully(0, bytes, 0, count);
            file.preallocate(size);
            file.sync();
        }
    }
}
