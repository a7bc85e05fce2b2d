package io.tidemill.system;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The file system: what checkpoints, readers and writers need of it, with the durability of POSIX.
///
/// What was written is durable only after [WritableFile#sync]; that a name exists, has moved or is
/// gone is durable only after [#syncDirectory] of the directory that holds it. A failed sync leaves
/// the data in an unknown state, and a later sync that succeeds proves nothing about it.
///
/// Errors: a missing file is a [java.nio.file.NoSuchFileException], an existing one a
/// [java.nio.file.FileAlreadyExistsException], a full disk a [DiskFullException], a failed sync a
/// [java.io.SyncFailedException]; all of them, and every other failure, are [IOException]s whose
/// message names the path. Any call may have taken effect although it failed.
///
/// Thread-safe.
public interface FileSystem {

    /// What stands at this path, or empty if nothing does. Follows symbolic links.
    Optional<FileStat> stat(Path path) throws IOException;

    /// Opens an existing file for reading.
    ReadableFile open(Path path) throws IOException;

    /// Creates a file that did not exist; atomically fails if it does. Its name is durable only
    /// after [#syncDirectory].
    WritableFile create(Path path) throws IOException;

    /// Opens an existing file for writing in place.
    WritableFile openForWriting(Path path) throws IOException;

    /// What stands in this directory, sorted by name; not recursive. Names that vanish meanwhile
    /// are left out.
    List<FileStat> list(Path directory) throws IOException;

    /// Creates this directory and its missing parents, and makes every new name durable. Nothing
    /// happens if it exists.
    void makeDirectories(Path directory) throws IOException;

    /// Moves a file or directory atomically, within one file system; replaces a file that stands at
    /// `to`.
    void rename(Path from, Path to) throws IOException;

    /// Gives a complete file, written and synced under another name in the same file system, its
    /// final name; atomically fails with a [java.nio.file.FileAlreadyExistsException] if that is
    /// taken. The first name is gone then. (Where files cannot have two names, the file is copied,
    /// and a crash may leave a shorter one.)
    void publish(Path from, Path to) throws IOException;

    /// Deletes a file or an empty directory; says whether there was one.
    boolean delete(Path path) throws IOException;

    /// Makes the names in this directory durable: what was created, renamed and deleted in it.
    void syncDirectory(Path directory) throws IOException;

    /// Takes the advisory lock of this file, which is created if need be; empty if another process,
    /// or another holder in this one, has it. Nobody else may open a lock file: on POSIX systems,
    /// closing any handle of the file in this process would give the lock away.
    Optional<FileLock> tryLock(Path path) throws IOException;

    /// Bytes that can still be written on the file system that holds this path.
    long freeBytes(Path path) throws IOException;

    /// Reads a small file whole.
    ///
    /// @throws IOException also if the file is larger than `maxBytes`
    default byte[] readAll(Path path, int maxBytes) throws IOException {
        try (var file = open(path)) {
            var size = file.size();
            if (size > maxBytes) {
                throw new IOException(
                        "%s has %d bytes; at most %d were expected"
                                .formatted(path, size, maxBytes));
            }
            var bytes = new byte[(int) size];
            file.readFully(0, bytes, 0, bytes.length);
            return bytes;
        }
    }
}
