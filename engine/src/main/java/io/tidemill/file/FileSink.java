package io.tidemill.file;

import io.tidemill.connect.EpochContext;
import io.tidemill.connect.OutputMode;
import io.tidemill.connect.Sink;
import io.tidemill.connect.SinkWriter;
import io.tidemill.connect.Token;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.file.FileSinkOptions.SaveMode;
import io.tidemill.file.Manifest.CommittedFile;
import io.tidemill.file.Manifest.Owner;
import io.tidemill.file.Manifest.Range;
import io.tidemill.system.World;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Files in a directory, exactly once; the package says what lies there and in which order it
/// happens.
///
/// A stream owns its output: another stream is refused, an older process of the same one loses. A
/// batch (option `saveMode`) owns nothing. It may append to any output whose owner appends too, and
/// replace one without owner; its epoch 0 of a query id of its own is one commit in the same chain.
final class FileSink implements Sink {
    private static final int SUMMARY_EVERY = 64;

    private final World world;
    private final SinkLayout layout;
    private final ManifestLog log;
    private final OutputFolder folder;
    private OutputState state = OutputState.EMPTY;
    private long fencedGeneration;
    private boolean orphansMayBe;

    FileSink(World world, SinkLayout layout) {
        this.world = world;
        this.layout = layout;
        this.log = new ManifestLog(world.files(), layout.output());
        this.folder = new OutputFolder(world.files(), layout.output());
    }

    @Override
    public Kind kind() {
        return Kind.STAGED;
    }

    @Override
    public String description() {
        return "FileSink[" + layout.output() + "]";
    }

    @Override
    public Set<OutputMode> modes() {
        return Set.of(OutputMode.APPEND, OutputMode.COMPLETE, OutputMode.CHANGELOG);
    }

    @Override
    public Duration smallestInterval() {
        return Duration.ofSeconds(1);
    }

    private Optional<SaveMode> batch() {
        return layout.options().saveMode();
    }

    @Override
    public void fence(String queryId, long generation) throws IOException {
        world.files().makeDirectories(log.folder());
        folder.syncNames(log.folder());
        fencedGeneration = generation;
        state = current();
        if (batch().isPresent()) {
            checkBatch(batch().get(), queryId);
            return;
        }
        while (true) {
            checkOwner(queryId, generation);
            if (isOwned(queryId, generation)) {
                break;
            }
            var manifest =
                    manifest(
                            Manifest.Kind.FENCE,
                            queryId,
                            generation,
                            -1,
                            state.ranges(),
                            List.of());
            var before = state.files();
            try {
                // What the last process committed must be in place before its list is given up.
                folder.bringIntoPlace(before);
                log.create(manifest);
                state = state.with(manifest);
                break;
            } catch (FileAlreadyExistsException e) {
                state = current();
            }
        }
        folder.deleteUncounted(log);
        orphansMayBe = true;
    }

    /// What the manifests say; without any, every file in place is of a committed epoch.
    private OutputState current() throws IOException {
        var read = log.read();
        return read.last() < 0 ? read.withRanges(folder.ranges()) : read;
    }

    private boolean isOwned(String queryId, long generation) {
        return state.owner().equals(Optional.of(new Owner(queryId, generation)));
    }

    private void checkOwner(String queryId, long generation) {
        if (state.owner().isEmpty()) {
            return;
        }
        var owner = state.owner().get();
        if (!owner.query().equals(queryId)) {
            throw owned(owner.query(), queryId);
        }
        if (owner.generation() > generation) {
            throw new TidemillException(
                    Condition.CONCURRENT_QUERY,
                    "the output %s was taken over by a newer process of query %s (generation %d;"
                                    .formatted(layout.output(), queryId, owner.generation())
                            + " this one is %d)".formatted(generation),
                    "stop this process; the newer one goes on");
        }
    }

    private TidemillException owned(String owner, String other) {
        return new TidemillException(
                Condition.OUTPUT_OWNED_BY_ANOTHER_QUERY,
                "the output %s belongs to query %s, so query %s cannot write to it"
                        .formatted(layout.output(), owner, other),
                "write to another directory, go on from the checkpoint of that query, or, if it"
                        + " will never run again, delete "
                        + layout.output().resolve(ManifestLog.FOLDER));
    }

    private void checkBatch(SaveMode mode, String queryId) throws IOException {
        boolean replaces = mode == SaveMode.OVERWRITE;
        if (replaces && state.owner().isPresent()) {
            throw owned(state.owner().get().query(), queryId);
        }
        if (mode == SaveMode.ERROR_IF_EXISTS
                && !state.ranges().containsKey(queryId)
                && folder.hasData()) {
            throw new TidemillException(
                    Condition.PATH_ALREADY_EXISTS,
                    "%s already has data".formatted(layout.output()),
                    "write to another directory, or choose the mode append, overwrite or ignore");
        }
    }

    @Override
    public OptionalLong lastCommitted(String queryId) {
        var range = state.ranges().get(queryId);
        return range == null ? OptionalLong.empty() : OptionalLong.of(range.through());
    }

    @Override
    public SinkWriter writer(EpochContext epoch, int partition) throws IOException {
        if (batch().equals(Optional.of(SaveMode.IGNORE)) && folder.hasData()) {
            return new IgnoringWriter();
        }
        return new FileSinkWriter(world.files(), layout, epoch, partition);
    }

    @Override
    public void commit(EpochContext epoch, List<Token> tokens) throws IOException {
        var files = new ArrayList<CommittedFile>();
        tokens.forEach(token -> files.addAll(FileSinkWriter.files(token)));
        boolean mine = false;
        while (!isCommitted(epoch)) {
            if (batch().isEmpty()) {
                checkOwner(epoch.queryId(), fencedGeneration);
            }
            folder.verify(files);
            var manifest = next(epoch, files);
            try {
                log.create(manifest);
                state = state.with(manifest);
                mine = true;
            } catch (FileAlreadyExistsException e) {
                state = current();
            }
        }
        folder.bringIntoPlace(files);
        if (replaces(epoch)) {
            folder.deleteUncounted(log);
            if (batch().isPresent()) {
                folder.deleteForeign(state, files);
            }
        }
        if (mine) {
            tidy(epoch);
        }
    }

    private boolean isCommitted(EpochContext epoch) {
        var range = state.ranges().get(epoch.queryId());
        return range != null && epoch.epoch() <= range.through();
    }

    private boolean replaces(EpochContext epoch) {
        return batch().isPresent()
                ? batch().get() == SaveMode.OVERWRITE
                : epoch.mode() == OutputMode.COMPLETE;
    }

    private Manifest next(EpochContext epoch, List<CommittedFile> files) {
        var query = epoch.queryId();
        var known = state.ranges().get(query);
        boolean replaces = replaces(epoch);
        long since = replaces || known == null ? epoch.epoch() : known.since();
        var range = new Range(since, epoch.epoch());
        boolean whole =
                state.last() < 0
                        || replaces && batch().isPresent()
                        || (state.next() + 1) % SUMMARY_EVERY == 0;
        Map<String, Range> ranges = new HashMap<>();
        if (whole && !(replaces && batch().isPresent())) {
            ranges.putAll(state.ranges());
        }
        ranges.put(query, range);
        return manifest(
                whole ? Manifest.Kind.SUMMARY : Manifest.Kind.EPOCH,
                query,
                fencedGeneration,
                epoch.epoch(),
                ranges,
                files);
    }

    private Manifest manifest(
            Manifest.Kind kind,
            String query,
            long generation,
            long epoch,
            Map<String, Range> ranges,
            List<CommittedFile> files) {
        var owner = batch().isPresent() ? state.owner() : Optional.of(new Owner(query, generation));
        return new Manifest(
                state.next(),
                kind,
                query,
                generation,
                epoch,
                state.last(),
                state.hash(),
                owner,
                ranges,
                files);
    }

    /// After a commit: what is not needed any more goes.
    private void tidy(EpochContext epoch) throws IOException {
        if (orphansMayBe) {
            orphansMayBe = false;
            folder.deleteStaged(epoch.queryId(), fencedGeneration);
        }
        if ((state.last() + 1) % SUMMARY_EVERY == 0) {
            log.trim(state.last());
            var retention = layout.options().retention();
            if (retention.isPresent() && batch().isEmpty()) {
                folder.deleteOlder(
                        epoch.queryId(), world.clock().micros() - retention.get().toNanos() / 1000);
            }
        }
        if (batch().isPresent()) {
            folder.deleteOwnStaged(epoch.queryId(), fencedGeneration);
        }
    }

    @Override
    public void close() {}
}
