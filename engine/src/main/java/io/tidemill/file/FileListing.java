package io.tidemill.file;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.system.FileStat;
import io.tidemill.system.FileSystem;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Lists the files that a path stands for.
///
/// Names that begin with `_` or `.` are passed over, as is what an output of ours has not
/// committed. Folders named `key=value` are entered, and are columns; others only when asked for.
final class FileListing {
    private final FileSystem files;
    private final Path path;
    private final boolean recursive;
    private final Optional<PathMatcher> filter;

    /// @param path absolute
    FileListing(FileSystem files, Path path, FileSourceOptions options) {
        this.files = files;
        this.path = path;
        this.recursive = options.recursiveFileLookup();
        this.filter = options.pathGlobFilter().map(Globs::matcher);
    }

    /// What is there now, sorted by path.
    ///
    /// @throws TidemillException PATH_NOT_FOUND when nothing is and the path is no glob
    List<SourceFile> list() throws IOException {
        var roots = Globs.expand(files, path);
        if (roots.isEmpty() && !Globs.isGlob(path.toString())) {
            throw new TidemillException(
                    Condition.PATH_NOT_FOUND,
                    "%s does not exist".formatted(path),
                    "create it, or mend the option 'path'");
        }
        var found = new ArrayList<SourceFile>();
        for (var root : roots) {
            if (root.isFile()) {
                if (isWanted(root)) {
                    found.add(SourceFile.of(root, Map.of()));
                }
            } else if (root.isDirectory()) {
                var committed = CommittedFiles.of(files, root.path());
                enter(root.path(), Map.of(), committed, found);
            }
        }
        return found;
    }

    private void enter(
            Path folder,
            Map<String, @Nullable String> partition,
            CommittedFiles committed,
            List<SourceFile> found)
            throws IOException {
        List<FileStat> children;
        try {
            children = files.list(folder);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return; // It vanished since it was listed.
        }
        for (var child : children) {
            var name = child.name();
            if (name.startsWith("_") && name.indexOf('=') < 0 || name.startsWith(".")) {
                continue;
            }
            if (child.isFile() && isWanted(child) && committed.has(child.name())) {
                found.add(SourceFile.of(child, partition));
            } else if (child.isDirectory() && recursive) {
                enter(child.path(), partition, committed, found);
            } else if (child.isDirectory() && name.indexOf('=') > 0) {
                int equals = name.indexOf('=');
                var values = new LinkedHashMap<String, @Nullable String>(partition);
                values.put(
                        PartitionPath.unescape(name.substring(0, equals)),
                        PartitionPath.value(name.substring(equals + 1)));
                enter(child.path(), values, committed, found);
            }
        }
    }

    private boolean isWanted(FileStat file) {
        return filter.isEmpty() || filter.get().matches(Path.of(file.name()));
    }
}
