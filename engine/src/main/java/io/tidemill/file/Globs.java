package io.tidemill.file;

import io.tidemill.system.FileStat;
import io.tidemill.system.FileSystem;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;

/// Finds what paths with `*`, `?`, `[…]` and `{…}` stand for, folder by folder.
final class Globs {
    private Globs() {}

    static boolean isGlob(String path) {
        return path.chars().anyMatch(c -> c == '*' || c == '?' || c == '[' || c == '{');
    }

    /// A matcher of names.
    static PathMatcher matcher(String glob) {
        return FileSystems.getDefault().getPathMatcher("glob:" + glob);
    }

    /// The part of an absolute path before its first folder with a wildcard.
    static Path fixed(Path path) {
        var fixed = path.getRoot();
        for (var name : path) {
            if (isGlob(name.toString())) {
                break;
            }
            fixed = fixed == null ? name : fixed.resolve(name);
        }
        return fixed == null ? path : fixed;
    }

    /// What an absolute path stands for, sorted by name; nothing when there is no such thing.
    static List<FileStat> expand(FileSystem files, Path path) throws IOException {
        var fixed = fixed(path);
        var found = new ArrayList<FileStat>();
        files.stat(fixed).ifPresent(found::add);
        for (int i = fixed.getNameCount(); i < path.getNameCount(); i++) {
            var matcher = matcher(path.getName(i).toString());
            var next = new ArrayList<FileStat>();
            for (var folder : found) {
                if (folder.isDirectory()) {
                    for (var child : files.list(folder.path())) {
                        if (matcher.matches(Path.of(child.name()))) {
                            next.add(child);
                        }
                    }
                }
            }
            found = next;
        }
        return found;
    }
}
