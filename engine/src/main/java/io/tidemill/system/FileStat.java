package io.tidemill.system;

import java.nio.file.Path;

/// What stands at a path.
///
/// @param path the path that was asked for, or the directory's path with the name added
/// @param kind file, directory or something else
/// @param size bytes of a file; 0 for others
/// @param modifiedMicros when the content last changed, microseconds since 1970 UTC
/// @param identity tells two files apart that bear the same name one after the other (device and
///   inode); empty where the file system has no such thing
public record FileStat(Path path, Kind kind, long size, long modifiedMicros, String identity) {

    /// What sort of thing it is.
    public enum Kind {
        FILE,
        DIRECTORY,
        OTHER
    }

    /// The last part of the path.
    public String name() {
        var name = path.getFileName();
        return name == null ? path.toString() : name.toString();
    }

    public boolean isFile() {
        return kind == Kind.FILE;
    }

    public boolean isDirectory() {
        return kind == Kind.DIRECTORY;
    }
}
