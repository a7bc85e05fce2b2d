package io.tidemill.file;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.file.Manifest.Owner;
import io.tidemill.file.Manifest.Range;
import io.tidemill.system.World;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/// Takes epochs of a query back from an output of files, when its checkpoint goes back, for
/// `tidemill checkpoint repair`. A manifest says that they count no more, so that readers see all
/// of them go at once; their files are set aside under `_tidemill`, not deleted.
///
/// An output that is replaced with each epoch (mode complete) is empty then, until the next one.
public final class OutputRewind {
    private final World world;
    private final Path output;
    private final String query;
    private final long epoch;
    private final ManifestLog log;
    private final OutputState state;

    private OutputRewind(World world, Path output, String query, long epoch) throws IOException {
        this.world = world;
        this.output = output;
        this.query = query;
        this.epoch = epoch;
        log = new ManifestLog(world.files(), output);
        state = log.read();
    }

    /// Looks at the output; changes nothing.
    ///
    /// @param epoch the last one that may stay; -1 if none
    /// @throws TidemillException OUTPUT_OWNED_BY_ANOTHER_QUERY
    public static OutputRewind find(World world, Path output, String query, long epoch)
            throws IOException {
        var rewind = new OutputRewind(world, output.toAbsolutePath().normalize(), query, epoch);
        var owner = rewind.state.owner().map(Owner::query);
        if (owner.isPresent() && !owner.get().equals(query)) {
            throw new TidemillException(
                    Condition.OUTPUT_OWNED_BY_ANOTHER_QUERY,
                    "the output %s belongs to query %s, and the checkpoint to query %s"
                            .formatted(rewind.output, owner.get(), query),
                    "name the output that the checkpoint's query wrote");
        }
        return rewind;
    }

    /// What would be done, in words; empty when the output has nothing later.
    public List<String> steps() {
        return isAhead()
                ? List.of(
                        "take back epochs %d to %d from %s and keep their files under %s"
                                .formatted(
                                        epoch + 1, range().through(), output, ManifestLog.FOLDER))
                : List.of();
    }

    private boolean isAhead() {
        return state.ranges().containsKey(query) && range().through() > epoch;
    }

    private Range range() {
        var range = state.ranges().get(query);
        if (range == null) {
            throw new IllegalStateException("%s has nothing of %s".formatted(output, query));
        }
        return range;
    }

    /// Does it. May be done again if it was cut short.
    ///
    /// @param generation of the checkpoint: its next process has a greater one
    public void apply(long generation) throws IOException {
        if (isAhead()) {
            hide(generation);
        }
        setAside(generation);
    }

    private void hide(long generation) throws IOException {
        var ranges = new HashMap<>(state.ranges());
        ranges.put(query, new Range(Math.max(0, Math.min(range().since(), epoch)), epoch));
        // Files of the last commit may not be in place yet: they are of an epoch that goes.
        log.create(
                new Manifest(
                        state.next(),
                        Manifest.Kind.SUMMARY,
                        query,
                        generation,
                        Math.max(epoch, 0),
                        state.last(),
                        state.hash(),
                        state.owner().map(owner -> new Owner(owner.query(), generation)),
                        ranges,
                        List.of()));
    }

    private void setAside(long generation) throws IOException {
        var files = later(output);
        if (files.isEmpty()) {
            return;
        }
        var aside = output.resolve(ManifestLog.FOLDER).resolve("aside-%d".formatted(generation));
        world.files().makeDirectories(aside);
        for (var file : files) {
            world.files().rename(file, aside.resolve(String.valueOf(file.getFileName())));
        }
        world.files().syncDirectory(aside);
        world.files().syncDirectory(output);
    }

    /// Files in place that are of later epochs of the query.
    private List<Path> later(Path folder) throws IOException {
        var found = new ArrayList<Path>();
        for (var child : world.files().list(folder)) {
            boolean hidden = child.name().startsWith("_") && child.name().indexOf('=') < 0;
            if (child.isDirectory()) {
                found.addAll(hidden ? List.of() : later(child.path()));
            } else if (PartName.parse(child.name())
                    .filter(part -> part.query().equals(query) && part.epoch() > epoch)
                    .isPresent()) {
                found.add(child.path());
            }
        }
        return found;
    }
}
