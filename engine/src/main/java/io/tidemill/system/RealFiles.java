package io.tidemill.system;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// The machine's files, through `java.nio`.
///
/// Errors become those that [FileSystem] promises in [#translated]; open files are [RealFile]s.
final class RealFiles implements FileSystem {

    /// Lock files that this process holds. POSIX gives a process's locks on a file away as soon as
    /// it closes any handle of that file, so a second attempt must not even open it.
    private static final Set<Path> LOCKED_HERE = ConcurrentHashMap.newKeySet();

    /// What file systems say that know no hard links.
    private static final Set<String> WITHOUT_LINKS =
            Set.of(
                    "Operation not permitted",
                    "Operation not supported",
                    "Function not implemented");

    @Override
    public Optional<FileStat> stat(Path path) throws IOException {
        try {
            return Optional.of(stat(path, Files.readAttributes(path, BasicFileAttributes.class)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (FileSystemException e) {
            if (String.valueOf(e.getReason()).contains("Not a directory")) {
                return Optional.empty(); // a parent is a file
            }
            throw e;
        }
    }

    private static FileStat stat(Path path, BasicFileAttributes attributes) {
        var kind =
                attributes.isRegularFile()
                        ? FileStat.Kind.FILE
                        : attributes.isDirectory() ? FileStat.Kind.DIRECTORY : FileStat.Kind.OTHER;
        var key = attributes.fileKey();
        return new FileStat(
                path,
                kind,
                kind == FileStat.Kind.FILE ? attributes.size() : 0,
                attributes.lastModifiedTime().to(TimeUnit.MICROSECONDS),
                key == null ? "" : key.toString());
    }

    @Override
    public ReadableFile open(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new FileSystemException(path.toString(), null, "Is a directory");
        }
        return new RealFile(path, RealFile.READING);
    }

    @Override
    public WritableFile create(Path path) throws IOException {
        try {
            FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW).close();
        } catch (IOException e) {
            throw translated(path, e);
        }
        return new RealFile(path, RealFile.WRITING);
    }

    @Override
    public WritableFile openForWriting(Path path) throws IOException {
        return new RealFile(path, RealFile.WRITING);
    }

    @Override
    public List<FileStat> list(Path directory) throws IOException {
        var found = new ArrayList<FileStat>();
        try (var entries = Files.newDirectoryStream(directory)) {
            for (var entry : entries) {
                stat(entry).ifPresent(found::add);
            }
        } catch (DirectoryIteratorException e) {
            throw translated(directory, new IOException(e));
        }
        found.sort(Comparator.comparing(FileStat::name));
        return found;
    }

    @Override
    public void makeDirectories(Path directory) throws IOException {
        var missing = new ArrayDeque<Path>();
        for (var at = directory.toAbsolutePath().normalize();
                at != null && !Files.isDirectory(at);
                at = at.getParent()) {
            missing.push(at);
        }
        for (var each : missing) {
            try {
                Files.createDirectory(each);
            } catch (FileAlreadyExistsException e) {
                if (!Files.isDirectory(each)) {
                    throw e;
                }
            } catch (IOException e) {
                throw translated(each, e);
            }
            var parent = each.getParent();
            if (parent != null) {
                syncDirectory(parent);
            }
        }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        try {
            Files.move(
                    from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw translated(to, e);
        }
    }

    @Override
    public void publish(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from);
        } catch (UnsupportedOperationException e) {
            copy(from, to);
        } catch (FileSystemException e) {
            var reason = String.valueOf(e.getReason());
            if (!WITHOUT_LINKS.contains(reason) || Files.isDirectory(from)) {
                throw translated(to, e);
            }
            copy(from, to);
        }
        Files.delete(from);
    }

    private void copy(Path from, Path to) throws IOException {
        try (var source = open(from);
                var target = create(to)) {
            var chunk = new byte[64 * 1024];
            var at = 0L;
            for (var read = source.read(at, chunk, 0, chunk.length);
                    read >= 0;
                    read = source.read(at, chunk, 0, chunk.length)) {
                target.writeFully(at, chunk, 0, read);
                at += read;
            }
            target.sync();
        } catch (DiskFullException e) {
            Files.deleteIfExists(to);
            throw e;
        }
    }

    @Override
    public boolean delete(Path path) throws IOException {
        return Files.deleteIfExists(path);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw Files.exists(directory)
                    ? new NotDirectoryException(directory.toString())
                    : new NoSuchFileException(directory.toString());
        }
        try (var file = new RealFile(directory, RealFile.READING)) {
            file.sync();
        }
    }

    @Override
    public Optional<FileLock> tryLock(Path path) throws IOException {
        var parent = path.toAbsolutePath().normalize().getParent();
        var key =
                parent == null
                        ? path
                        : parent.toRealPath().resolve(String.valueOf(path.getFileName()));
        if (!LOCKED_HERE.add(key)) {
            return Optional.empty();
        }
        FileChannel channel = null;
        var locked = false;
        try {
            channel = FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
            var lock = channel.tryLock();
            locked = lock != null;
            return locked ? Optional.of(new RealLock(path, key, channel)) : Optional.empty();
        } catch (OverlappingFileLockException e) {
            return Optional.empty(); // held through another class loader's copy of this class
        } catch (IOException e) {
            throw translated(path, e);
        } finally {
            if (!locked) {
                LOCKED_HERE.remove(key);
                if (channel != null) {
                    channel.close();
                }
            }
        }
    }

    @Override
    public long freeBytes(Path path) throws IOException {
        var at = path.toAbsolutePath();
        while (!Files.exists(at) && at.getParent() != null) {
            at = at.getParent();
        }
        return Files.getFileStore(at).getUsableSpace();
    }

    /// The exception that [FileSystem] promises for this one; the path is named.
    static IOException translated(Path path, IOException e) {
        if (e instanceof DiskFullException) {
            return e;
        }
        var message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        if (message.contains("no space left")
                || message.contains("quota exceeded")
                || message.contains("not enough space")) {
            return new DiskFullException(path, e);
        }
        return e instanceof FileSystemException
                ? e
                : new IOException("%s: %s".formatted(path, e.getMessage()), e);
    }

    /// A held lock; the channel keeps it.
    private static final class RealLock implements FileLock {
        private final Path path;
        private final Path key;
        private final FileChannel channel;

        private RealLock(Path path, Path key, FileChannel channel) {
            this.path = path;
            this.key = key;
            this.channel = channel;
        }

        @Override
        public Path path() {
            return path;
        }

        @Override
        public boolean isHeld() {
            return channel.isOpen();
        }

        @Override
        public void close() throws IOException {
            if (channel.isOpen()) {
                channel.close();
                LOCKED_HERE.remove(key);
            }
        }
    }
}
