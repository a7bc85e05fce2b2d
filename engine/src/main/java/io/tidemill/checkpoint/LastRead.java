package io.tidemill.checkpoint;

import io.tidemill.system.World;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// How far a query has come, read from its checkpoint without owning it: whose it is, and what the
/// last epoch took from each source. While the query runs this may already be outdated.
///
/// @param name the query's
/// @param query its id
/// @param epoch the last that was logged
/// @param acknowledged whether its sinks are known to have it; otherwise a restart may read its
///   ranges again
/// @param sources what it took
public record LastRead(
        String name, UUID query, long epoch, boolean acknowledged, List<SourceRange> sources) {
    public LastRead {
        sources = List.copyOf(sources);
    }

    /// Reads it; empty when no epoch has been logged.
    ///
    /// @throws io.tidemill.data.TidemillException CHECKPOINT_DAMAGED, also when it is no checkpoint
    public static Optional<LastRead> of(World world, Path directory) throws IOException {
        var metadata =
                Metadata.read(world, directory)
                        .orElseThrow(() ->
                                Problems.missing(
                                        directory,
                                        directory.resolve(Metadata.FILE),
                                        "it is no checkpoint"));
        var last = new Last();
        var chain = LogChain.read(world, directory, metadata.query());
        new LogReader(world, directory, chain, last).read(Optional.empty());
        var plan = last.plan;
        if (plan == null) {
            return snapshot(world, directory).map(found -> read(metadata, found, true));
        }
        return Optional.of(read(metadata, plan, last.acknowledged));
    }

    private static LastRead read(Metadata metadata, EpochPlan plan, boolean acknowledged) {
        return new LastRead(
                metadata.name(), metadata.query(), plan.epoch(), acknowledged, plan.sources());
    }

    /// The plan of the newest snapshot's epoch: there is one when the log was cut behind it.
    private static Optional<EpochPlan> snapshot(World world, Path directory) throws IOException {
        var newest =
                LogChain.stateFiles(world, directory).stream()
                        .filter(name -> name.kind() == StateFileName.Kind.SNAPSHOT)
                        .max(Comparator.naturalOrder());
        if (newest.isEmpty()) {
            return Optional.empty();
        }
        try (var file = new StateFileReader(world.files(), directory, newest.get())) {
            return Optional.of(file.head().record().plan());
        }
    }

    /// Keeps the last epoch of a log.
    private static final class Last implements LogReader.Listener {
        private @Nullable EpochPlan plan;
        private boolean acknowledged;

        @Override
        public void event(String what) {
            // what a crash left is recovery's business
        }

        @Override
        public void record(LogChain.Link link, Frame frame) {
            switch (frame.type()) {
                case EPOCH -> {
                    plan = LoggedEpoch.decode(frame.payload()).plan();
                    acknowledged = false;
                }
                case ACKNOWLEDGED -> acknowledged |= plan != null && frame.epoch() == plan.epoch();
                case PLAN, QUERY, SNAPSHOT, SECTION, END -> {}
            }
        }
    }
}
