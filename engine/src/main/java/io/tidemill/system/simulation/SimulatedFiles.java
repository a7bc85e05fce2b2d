package io.tidemill.system.simulation;

import io.tidemill.system.DiskFullException;
import io.tidemill.system.FileLock;
import io.tidemill.system.FileStat;
import io.tidemill.system.FileSystem;
import io.tidemill.system.ReadableFile;
import io.tidemill.system.WritableFile;
import java.io.IOException;
import java.io.SyncFailedException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// One process's view of a [SimulatedDisk]: every call is counted and may go wrong as its [Faults]
/// say.
final class SimulatedFiles implements FileSystem {
    private static final Duration DELAY = Duration.ofMinutes(1);

    private final SimulatedProcess process;
    private final SimulatedDisk disk;
    private final Faults faults;

    SimulatedFiles(SimulatedProcess process, SimulatedDisk disk, Faults faults) {
        this.process = process;
        this.disk = disk;
        this.faults = faults;
    }

    @Override
    public Optional<FileStat> stat(Path path) throws IOException {
        return call(Call.STAT, path, () -> disk.find(path).map(node -> stat(path, node)));
    }

    private static FileStat stat(Path path, DiskNode node) {
        return new FileStat(
                path,
                node.isDirectory() ? FileStat.Kind.DIRECTORY : FileStat.Kind.FILE,
                node.size(),
                node.modifiedMicros,
                "inode=" + node.inode);
    }

    @Override
    public ReadableFile open(Path path) throws IOException {
        return call(Call.OPEN, path, () -> new Handle(path, disk.existingFile(path)));
    }

    @Override
    public WritableFile create(Path path) throws IOException {
        return call(
                Call.CREATE,
                path,
                () -> {
                    var node = disk.create(path, false);
                    node.modifiedMicros = process.micros();
                    return new Handle(path, node);
                });
    }

    @Override
    public WritableFile openForWriting(Path path) throws IOException {
        return call(Call.OPEN, path, () -> new Handle(path, disk.existingFile(path)));
    }

    @Override
    public List<FileStat> list(Path directory) throws IOException {
        return call(
                Call.LIST,
                directory,
                () -> {
                    var node = disk.existing(directory);
                    if (!node.isDirectory()) {
                        throw new NotDirectoryException(directory.toString());
                    }
                    var found = new ArrayList<FileStat>();
                    SimulatedDisk.entriesOf(node)
                            .forEach((name, child) ->
                                    found.add(stat(directory.resolve(name), child)));
                    return List.copyOf(found);
                });
    }

    @Override
    public void makeDirectories(Path directory) throws IOException {
        var missing = new ArrayDeque<Path>();
        for (var at = SimulatedDisk.absolute(directory);
                at != null && !isDirectory(at);
                at = at.getParent()) {
            missing.push(at);
        }
        for (var each : missing) {
            try {
                call(Call.MAKE_DIRECTORY, each, () -> disk.create(each, true));
            } catch (FileAlreadyExistsException e) {
                if (!isDirectory(each)) { // another process may have made it meanwhile
                    throw e;
                }
            }
            var parent = each.getParent();
            if (parent != null) {
                syncDirectory(parent);
            }
        }
    }

    private boolean isDirectory(Path path) throws IOException {
        return stat(path).map(FileStat::isDirectory).orElse(false);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        run(Call.RENAME, to, () -> disk.rename(from, to));
    }

    @Override
    public void publish(Path from, Path to) throws IOException {
        run(Call.PUBLISH, to, () -> disk.link(from, to));
        delete(from);
    }

    @Override
    public boolean delete(Path path) throws IOException {
        return call(Call.DELETE, path, () -> disk.delete(path));
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        run(Call.SYNC_DIRECTORY, directory, () -> disk.syncDirectory(directory));
    }

    @Override
    public Optional<FileLock> tryLock(Path path) throws IOException {
        return call(
                Call.LOCK,
                path,
                () -> {
                    var there = disk.find(path);
                    var node = there.isPresent() ? there.get() : disk.create(path, false);
                    if (node.lockedBy != null) {
                        return Optional.empty();
                    }
                    node.lockedBy = process;
                    process.holds(node);
                    return Optional.of(new Lock(path, node));
                });
    }

    @Override
    public long freeBytes(Path path) throws IOException {
        return call(Call.FREE_BYTES, path, disk::free);
    }

    /// Something that a call does.
    private interface Action {
        void run() throws IOException;
    }

    /// Something that a call does, with a result.
    private interface Operation<T> {
        T run() throws IOException;
    }

    private void run(Call call, Path path, Action action) throws IOException {
        call(
                call,
                path,
                () -> {
                    action.run();
                    return true;
                });
    }

    /// Counts a call and does it, or what shall go wrong with it.
    private <T> T call(Call call, Path path, Operation<T> operation) throws IOException {
        var fault = begin(call, path);
        if (fault.isEmpty()) {
            return operation.run();
        }
        return switch (fault.get()) {
            case THROW_BEFORE -> throw failed(call, path, "before");
            case THROW_AFTER -> {
                operation.run();
                throw failed(call, path, "after");
            }
            case DISK_FULL -> {
                disk.limitFree(0);
                yield operation.run();
            }
            case STOP_AFTER -> {
                operation.run();
                throw process.stopped("after " + call + " " + path);
            }
            case SYNC_ERROR -> throw new SyncFailedException(path + ": injected I/O error");
            case SHORT, TORN_WRITE, LOSE_UNSYNCED, POWER_FAILURE, DELAY, STOP ->
                    operation.run(); // done already, or does not befall such a call
        };
    }

    /// Counts a call; does those faults that befall any call before it is done.
    private Optional<Fault> begin(Call call, Path path) {
        process.check();
        process.yieldPoint();
        var fault = faults.next(call, path);
        if (faults.pausesNow()) {
            process.pause();
            process.standStill();
        }
        process.check(); // an action of the test's may have stopped it
        if (fault.isPresent()) {
            var why = "before " + call + " " + path;
            switch (fault.get()) {
                case STOP -> throw process.stopped(why);
                case LOSE_UNSYNCED -> {
                    process.powerFails(Survival.NOTHING_UNSYNCED);
                    throw process.stopped(why);
                }
                case POWER_FAILURE -> {
                    process.powerFails(Survival.AT_RANDOM);
                    throw process.stopped(why);
                }
                case DELAY -> process.delay(DELAY);
                case THROW_BEFORE,
                        THROW_AFTER,
                        SHORT,
                        TORN_WRITE,
                        DISK_FULL,
                        SYNC_ERROR,
                        STOP_AFTER -> {}
            }
        }
        return fault;
    }

    private static IOException failed(Call call, Path path, String when) {
        return new IOException("%s: injected failure %s %s".formatted(path, when, call));
    }

    /// A held lock.
    private final class Lock implements FileLock {
        private final Path path;
        private final DiskNode node;

        private Lock(Path path, DiskNode node) {
            this.path = path;
            this.node = node;
        }

        @Override
        public Path path() {
            return path;
        }

        @Override
        public boolean isHeld() {
            return node.lockedBy == process;
        }

        @Override
        public void close() throws IOException {
            SimulatedFiles.this.run(Call.CLOSE, path, () -> process.releases(node));
        }
    }

    /// An open file.
    private final class Handle implements ReadableFile, WritableFile {
        private final Path path;
        private final DiskNode node;
        private boolean closed;

        private Handle(Path path, DiskNode node) {
            this.path = path;
            this.node = node;
        }

        @Override
        public Path path() {
            return path;
        }

        @Override
        public long size() throws IOException {
            return call(Call.SIZE, path, node::size);
        }

        @Override
        public int read(long position, byte[] target, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, target.length);
            checkOpen();
            var fault = begin(Call.READ, path).orElse(null);
            if (fault == Fault.THROW_BEFORE) {
                throw failed(Call.READ, path, "before");
            }
            var count = fault == Fault.SHORT ? (length + 1) / 2 : length;
            var read = node.read(position, target, offset, count);
            if (fault == Fault.THROW_AFTER) {
                throw failed(Call.READ, path, "after");
            }
            if (fault == Fault.STOP_AFTER) {
                throw process.stopped("after READ " + path);
            }
            return read;
        }

        @Override
        public int write(long position, byte[] bytes, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, bytes.length);
            checkOpen();
            var fault = begin(Call.WRITE, path).orElse(null);
            if (fault == Fault.THROW_BEFORE) {
                throw failed(Call.WRITE, path, "before");
            }
            if (fault == Fault.DISK_FULL) {
                disk.limitFree(0);
            }
            var part = fault == Fault.SHORT || fault == Fault.TORN_WRITE;
            var count = withinFreeSpace(position, part ? (length + 1) / 2 : length);
            node.write(position, bytes, offset, count);
            node.modifiedMicros = process.micros();
            if (fault == Fault.TORN_WRITE) {
                process.powerFails(Survival.AT_RANDOM);
                throw process.stopped("during WRITE " + path);
            }
            if (fault == Fault.THROW_AFTER) {
                throw failed(Call.WRITE, path, "after");
            }
            if (fault == Fault.STOP_AFTER) {
                throw process.stopped("after WRITE " + path);
            }
            return count;
        }

        /// How many bytes of a write the disk has space for; what lies within the file takes none.
        private int withinFreeSpace(long position, int length) throws IOException {
            var free = disk.free();
            if (free == Long.MAX_VALUE) {
                return length;
            }
            var count = Math.clamp(node.size() + Math.max(0, free) - position, 0, length);
            if (count == 0 && length > 0) {
                throw new DiskFullException(path);
            }
            return count;
        }

        @Override
        public void preallocate(long size) throws IOException {
            var zeros = new byte[64 * 1024];
            for (var at = size(); at < size; ) {
                at += write(at, zeros, 0, (int) Math.min(zeros.length, size - at));
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            SimulatedFiles.this.run(Call.TRUNCATE, path, () -> node.truncate(size));
        }

        @Override
        public void sync() throws IOException {
            checkOpen();
            if (begin(Call.SYNC, path).orElse(null) instanceof Fault fault) {
                switch (fault) {
                    case SYNC_ERROR -> {
                        node.syncFails();
                        throw new SyncFailedException(path + ": injected I/O error");
                    }
                    case THROW_BEFORE -> throw failed(Call.SYNC, path, "before");
                    case THROW_AFTER -> {
                        node.sync();
                        throw failed(Call.SYNC, path, "after");
                    }
                    case STOP_AFTER -> {
                        node.sync();
                        throw process.stopped("after SYNC " + path);
                    }
                    case SHORT,
                            TORN_WRITE,
                            DISK_FULL,
                            DELAY,
                            STOP,
                            LOSE_UNSYNCED,
                            POWER_FAILURE -> {}
                }
            }
            node.sync();
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                SimulatedFiles.this.run(Call.CLOSE, path, () -> process.closes(node));
            }
        }

        private void checkOpen() throws IOException {
            if (closed) {
                throw new FileSystemException(
                        path.toString(), null, new ClosedChannelException().toString());
            }
        }
    }
}
