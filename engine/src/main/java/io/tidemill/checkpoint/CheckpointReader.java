package io.tidemill.checkpoint;

import io.tidemill.data.TidemillException;
import io.tidemill.system.World;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Reads a checkpoint without owning it, for `tidemill checkpoint show` and `verify`; changes
/// nothing. While a query runs, the last lines may already be outdated.
public final class CheckpointReader {
    private final World world;
    private final Path directory;
    private final Consumer<String> lines;
    private int problems;
    private long oldestSnapshot = Long.MAX_VALUE; // epoch of the oldest whole one

    private CheckpointReader(World world, Path directory, Consumer<String> lines) {
        this.world = world;
        this.directory = directory.toAbsolutePath().normalize();
        this.lines = lines;
    }

    /// Prints what a checkpoint holds: its query, its owners, its snapshots and every epoch in its
    /// log, with what is damaged.
    ///
    /// @return whether all of it is whole
    public static boolean show(World world, Path directory, Consumer<String> lines) {
        return new CheckpointReader(world, directory, lines).read(true);
    }

    /// Reads every byte that counts and prints what is damaged, and a summary.
    ///
    /// @return whether all of it is whole
    public static boolean verify(World world, Path directory, Consumer<String> lines) {
        return new CheckpointReader(world, directory, lines).read(false);
    }

    private boolean read(boolean all) {
        attempt(() -> {
            var metadata = Metadata.read(world, directory);
            if (metadata.isEmpty()) {
                problem(directory + " is no checkpoint: it has no file 'metadata'");
                return;
            }
            describe(metadata.get());
            attempt(this::owners);
            attempt(() -> snapshots(all));
            attempt(() -> log(metadata.get(), all));
            if (problems == 0) {
                lines.accept("everything is whole");
            }
        });
        return problems == 0;
    }

    private void describe(Metadata metadata) {
        lines.accept(
                "query '%s', id %s, format %d, created %s by Tidemill %s"
                        .formatted(
                                metadata.name(),
                                metadata.query(),
                                metadata.format(),
                                metadata.createdAt(),
                                metadata.createdBy()));
    }

    private void owners() throws IOException {
        var history = Ownership.history(world, directory);
        if (!history.isEmpty()) {
            lines.accept("owner: " + history.getLast().description());
        }
    }

    private void snapshots(boolean all) throws IOException {
        for (var name : LogChain.stateFiles(world, directory)) {
            if (name.kind() == StateFileName.Kind.SNAPSHOT) {
                attempt(() -> snapshot(name, all));
            }
        }
    }

    private void snapshot(StateFileName name, boolean all) throws IOException {
        try (var file = new StateFileReader(world.files(), directory, name)) {
            var head = file.head();
            var sections = new int[1];
            var extent = file.sections(_ -> sections[0]++);
            oldestSnapshot = Math.min(oldestSnapshot, head.record().epoch());
            if (all) {
                lines.accept(
                        "snapshot of epoch %d: state/%s, %d sections, %d bytes, written until epoch %d; the log goes on at %s"
                                .formatted(
                                        head.record().epoch(),
                                        name,
                                        sections[0],
                                        extent.bytes(),
                                        extent.through(),
                                        head.position()));
            }
        }
    }

    private void log(Metadata metadata, boolean all) throws IOException {
        var chain = LogChain.read(world, directory, metadata.query());
        chain.trimmedAt()
                .ifPresent(at ->
                        lines.accept(
                                "the log up to epoch %d has been deleted: a snapshot holds"
                                                .formatted(at.lastEpoch())
                                        + " what was in it"));
        var records = new Records(all);
        new LogReader(world, directory, chain, records).read(Optional.empty());
        for (var run : records.runs) {
            if (oldestSnapshot != Long.MAX_VALUE && run.epoch() <= oldestSnapshot) {
                continue; // what was in it is in every snapshot, and it may be gone
            }
            attempt(() -> {
                try (var file = new StateFileReader(world.files(), directory, run)) {
                    file.sections(_ -> {});
                }
            });
        }
        lines.accept(
                records.last < 0
                        ? "no epoch has been logged"
                        : "the last epoch is %d, %s"
                                .formatted(
                                        records.last,
                                        records.acknowledged
                                                ? "committed by its sinks"
                                                : "and whether its sinks have committed it is not"
                                                        + " logged yet"));
    }

    /// Prints the records.
    private final class Records implements LogReader.Listener {
        private final boolean all;
        private final TreeSet<StateFileName> runs = new TreeSet<>();
        private long last = -1;
        private boolean acknowledged;

        private Records(boolean all) {
            this.all = all;
        }

        @Override
        public void event(String what) {
            lines.accept("note: " + what);
        }

        @Override
        public void record(LogChain.Link link, Frame frame) {
            var where = "%s@%d".formatted(link.name(), frame.position());
            switch (frame.type()) {
                case EPOCH -> epoch(where, LoggedEpoch.decode(frame.payload()));
                case PLAN -> print(where, "plan of epoch " + frame.epoch());
                case ACKNOWLEDGED -> {
                    acknowledged |= frame.epoch() == last;
                    print(where, "epoch %d committed".formatted(frame.epoch()));
                }
                case QUERY -> {
                    var query = QueryFingerprint.read(new Decoder(frame.payload()));
                    print(where, "query: " + query.plan().replace("\n", " | "));
                }
                case SNAPSHOT, SECTION, END -> print(where, frame.type() + " does not belong here");
            }
        }

        private void epoch(String where, LoggedEpoch record) {
            last = record.plan().epoch();
            acknowledged = false;
            var inline = 0L;
            var inRuns = 0L;
            for (var section : record.sections()) {
                switch (section) {
                    case Section.Inline(var it) -> inline += it.payload().length();
                    case Section.InRun run -> {
                        inRuns += run.length();
                        runs.add(run.file());
                    }
                }
            }
            print(
                    where,
                    "epoch %d: %s; state %d bytes%s; sinks %s"
                            .formatted(
                                    last,
                                    record.plan().sources().stream()
                                            .map(CheckpointReader::range)
                                            .collect(Collectors.joining(", ")),
                                    inline,
                                    inRuns > 0 ? " and %d in a run".formatted(inRuns) : "",
                                    record.sinks().stream()
                                            .map(it ->
                                                    "%s (%d tokens)"
                                                            .formatted(
                                                                    it.sink(), it.tokens().size()))
                                            .collect(Collectors.joining(", "))));
        }

        private void print(String where, String what) {
            if (all) {
                lines.accept(where + " " + what);
            }
        }
    }

    private static String range(SourceRange range) {
        return "%s %s to %s"
                .formatted(
                        range.source(),
                        range.start().isEmpty() ? "the beginning" : range.start(),
                        range.end());
    }

    /// Something that reads.
    private interface Reading {
        void run() throws IOException;
    }

    private void attempt(Reading reading) {
        try {
            reading.run();
        } catch (TidemillException e) {
            problem(e.problem());
        } catch (IOException e) {
            problem(String.valueOf(e.getMessage()));
        }
    }

    private void problem(String what) {
        problems++;
        lines.accept("PROBLEM: " + what);
    }
}
