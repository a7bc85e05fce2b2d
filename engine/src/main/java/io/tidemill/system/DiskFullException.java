package io.tidemill.system;

import java.io.IOException;
import java.nio.file.Path;

/// There is no space left (or the quota is used up). Part of what was to be written may stand in
/// the file. It is worth trying again when space has been made.
public final class DiskFullException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String path;

    public DiskFullException(Path path, Throwable cause) {
        this(path);
        initCause(cause);
    }

    public DiskFullException(Path path) {
        super("no space left to write %s".formatted(path));
        this.path = path.toString();
    }

    /// The file that was to be written.
    public Path path() {
        return Path.of(path);
    }
}
