package io.tidemill.file;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.file.FileSourceOptions.Clean;
import io.tidemill.system.FileSystem;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Deletes or moves away files whose epochs are committed, for the option `cleanSource`. What
/// cannot be cleaned stays, with a warning.
final class SourceCleaner {
    private static final Logger LOG = LoggerFactory.getLogger(SourceCleaner.class);

    private final FileSystem files;
    private final SourceLayout layout;
    private final Queue<Due> due = new ArrayDeque<>();

    /// @param offset the number of files taken at which the file may go
    private record Due(long offset, Path path) {}

    SourceCleaner(FileSystem files, SourceLayout layout) {
        this.files = files;
        this.layout = layout;
        if (clean() == Clean.ARCHIVE && archive().startsWith(Globs.fixed(layout.path()))) {
            throw new TidemillException(
                    Condition.INVALID_OPTION,
                    "the option 'sourceArchiveDir' is %s, which lies inside of the path %s"
                            .formatted(archive(), layout.path()),
                    "archive to a directory outside, or the files would be read again");
        }
    }

    private Clean clean() {
        return layout.options().cleanSource();
    }

    private Path archive() {
        return Globs.fixed(layout.path())
                .resolve(layout.options().sourceArchiveDir().orElse(""))
                .normalize();
    }

    void add(long offset, Collection<SourceFile> read) {
        if (clean() != Clean.OFF) {
            read.forEach(file -> due.add(new Due(offset, file.path())));
        }
    }

    /// Cleans the files that an offset covers.
    void clean(long offset) throws IOException {
        for (var next = due.peek(); next != null && next.offset <= offset; next = due.peek()) {
            due.remove();
            try {
                clean(next.path);
            } catch (NoSuchFileException e) {
                // Somebody else, or this one before a crash, cleaned it.
            } catch (IOException e) {
                LOG.warn("a file that was read cannot be cleaned path={}", next.path, e);
            }
        }
    }

    private void clean(Path path) throws IOException {
        switch (clean()) {
            case OFF -> {}
            case DELETE -> {
                var unused = files.delete(path);
            }
            case ARCHIVE -> {
                var root = path.getRoot();
                var target = archive().resolve(root == null ? path : root.relativize(path));
                var folder = target.getParent();
                if (folder != null) {
                    files.makeDirectories(folder);
                }
                files.rename(path, target);
            }
        }
    }

    List<Map<String, @Nullable Object>> toJson() {
        var list = new ArrayList<Map<String, @Nullable Object>>();
        for (var file : due) {
            var map = new LinkedHashMap<String, @Nullable Object>();
            map.put("offset", file.offset);
            map.put("path", file.path.toString());
            list.add(map);
        }
        return list;
    }

    void fromJson(List<Map<String, @Nullable Object>> list) {
        due.clear();
        for (var map : list) {
            if (map.get("offset") instanceof Long offset
                    && map.get("path") instanceof String path) {
                due.add(new Due(offset, Path.of(path)));
            }
        }
    }
}
