package io.tidemill.file;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.file.Manifest.CommittedFile;
import io.tidemill.file.Manifest.Range;
import io.tidemill.system.FileStat;
import io.tidemill.system.FileSystem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The files of an output, as its sink moves and deletes them. Everything here may be done again.
final class OutputFolder {
    private final FileSystem files;
    private final Path output;

    OutputFolder(FileSystem files, Path output) {
        this.files = files;
        this.output = output;
    }

    /// Makes sure that each file is there, under its staged name or in place, whole.
    ///
    /// @throws TidemillException CHECKPOINT_DAMAGED naming the first that is not
    void verify(List<CommittedFile> committed) throws IOException {
        for (var file : committed) {
            var found = files.stat(output.resolve(file.staged()));
            if (found.isEmpty()) {
                found = files.stat(output.resolve(file.path()));
            }
            if (found.isEmpty() || found.get().size() != file.size()) {
                throw new TidemillException(
                        Condition.CHECKPOINT_DAMAGED,
                        "the epoch cannot be committed: %s should have %d bytes and %s"
                                .formatted(
                                        output.resolve(file.staged()),
                                        file.size(),
                                        found.map(stat -> "has " + stat.size())
                                                .orElse("does not exist")),
                        "restore the file, or rewind the checkpoint by one epoch");
            }
        }
    }

    /// Renames staged files into place and makes their names durable.
    void bringIntoPlace(List<CommittedFile> committed) throws IOException {
        var folders = new HashSet<Path>();
        for (var file : committed) {
            var staged = output.resolve(file.staged());
            var path = output.resolve(file.path());
            if (files.stat(staged).isPresent()) {
                var parent = path.getParent();
                if (parent != null && folders.add(parent)) {
                    files.makeDirectories(parent);
                }
                files.rename(staged, path);
            } else if (files.stat(path).isPresent()) {
                var parent = path.getParent();
                if (parent != null) {
                    folders.add(parent);
                }
            }
        }
        for (var folder : withParents(folders)) {
            files.syncDirectory(folder);
        }
    }

    /// The folders, and those between them and the output: an attempt that was cut short may have
    /// made one without syncing its name.
    private Set<Path> withParents(Set<Path> folders) {
        var all = new LinkedHashSet<Path>();
        for (var folder : folders) {
            for (var at = folder; at != null && at.startsWith(output); at = at.getParent()) {
                all.add(at);
            }
        }
        return all;
    }

    /// Makes the names of a folder and of those above it durable, which an attempt that was cut
    /// short may have left unsynced.
    void syncNames(Path folder) throws IOException {
        for (var at = folder; at != null; at = at.getParent()) {
            try {
                files.syncDirectory(at);
            } catch (AccessDeniedException e) {
                return; // whoever made that folder has seen to its name
            }
        }
    }

    /// Deletes files in place that the manifests do not count: those that a complete result
    /// replaced.
    ///
    /// The manifests are read after the files have been listed, and a file is put in place after
    /// its manifest. So what another process commits meanwhile is not touched, even if this one has
    /// lost the output to it and does not know.
    void deleteUncounted(ManifestLog log) throws IOException {
        var listed = new HashSet<Path>();
        walk(
                output,
                file -> {
                    listed.add(file.path());
                    return false;
                });
        var state = log.read();
        walk(output, file -> listed.contains(file.path()) && !state.counts(file.name()));
    }

    /// Deletes what was there before a batch replaced everything.
    void deleteForeign(OutputState state, List<CommittedFile> kept) throws IOException {
        var paths =
                kept.stream().map(file -> output.resolve(file.path())).collect(Collectors.toSet());
        walk(output, file -> !paths.contains(file.path()));
    }

    /// Deletes files of a query that are older.
    void deleteOlder(String query, long micros) throws IOException {
        walk(
                output,
                file ->
                        file.modifiedMicros() < micros
                                && PartName.parse(file.name())
                                        .filter(part -> part.query().equals(query))
                                        .isPresent());
    }

    /// Which epochs of which query have files in place.
    Map<String, Range> ranges() throws IOException {
        var found = new HashMap<String, Range>();
        walk(
                output,
                file -> {
                    PartName.parse(file.name())
                            .ifPresent(part ->
                                    found.merge(
                                            part.query(),
                                            new Range(part.epoch(), part.epoch()),
                                            Range::with));
                    return false;
                });
        return found;
    }

    /// Whether there is any file that a reader would take.
    boolean hasData() throws IOException {
        return holds(output);
    }

    private boolean holds(Path folder) throws IOException {
        for (var child : children(folder)) {
            if (!isHidden(child) && (child.isFile() || holds(child.path()))) {
                return true;
            }
        }
        return false;
    }

    /// Deletes files below `folder`, and folders that this leaves empty.
    private boolean walk(Path folder, Predicate<FileStat> deleted) throws IOException {
        boolean any = false;
        boolean empty = true;
        for (var child : children(folder)) {
            if (isHidden(child)) {
                empty = false;
            } else if (child.isDirectory()) {
                boolean childEmpty = walk(child.path(), deleted);
                if (childEmpty) {
                    files.delete(child.path());
                    any = true;
                }
                empty &= childEmpty;
            } else if (deleted.test(child)) {
                files.delete(child.path());
                any = true;
            } else {
                empty = false;
            }
        }
        if (any) {
            files.syncDirectory(folder);
        }
        return any && empty && !folder.equals(output);
    }

    /// Deletes what processes before `generation` of the query staged and never committed.
    void deleteStaged(String query, long generation) throws IOException {
        for (var child : children(output.resolve(ManifestLog.FOLDER).resolve("staged"))) {
            if (child.name().startsWith(query + "-")
                    && generation(child.name(), query) < generation) {
                deleteAll(child);
            }
        }
    }

    private static long generation(String folder, String query) {
        var number = folder.substring(query.length() + 1);
        return number.matches("\\d{1,18}") ? Long.parseLong(number) : Long.MAX_VALUE;
    }

    /// Deletes what a process staged.
    void deleteOwnStaged(String query, long generation) throws IOException {
        var folder = output.resolve(FileSinkWriter.stagedFolder(query, generation));
        var stat = files.stat(folder);
        if (stat.isPresent()) {
            deleteAll(stat.get());
        }
    }

    private void deleteAll(FileStat stat) throws IOException {
        if (stat.isDirectory()) {
            for (var child : children(stat.path())) {
                deleteAll(child);
            }
        }
        files.delete(stat.path());
    }

    private static boolean isHidden(FileStat file) {
        return file.name().startsWith("_") && file.name().indexOf('=') < 0
                || file.name().startsWith(".");
    }

    private List<FileStat> children(Path folder) throws IOException {
        try {
            return files.list(folder);
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }
}
