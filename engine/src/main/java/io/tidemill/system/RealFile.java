package io.tidemill.system;

import java.io.IOException;
import java.io.SyncFailedException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An open file of the machine, for reading or writing.
///
/// A [FileChannel] closes when its thread is interrupted. That must not be mistaken for a damaged
/// disk, so each operation that it befalls is done again on a channel opened anew (all operations
/// carry their position, so doing them twice is doing them once), and the interrupt is kept for the
/// next wait.
final class RealFile implements ReadableFile, WritableFile {
    static final Set<StandardOpenOption> READING = Set.of(StandardOpenOption.READ);
    static final Set<StandardOpenOption> WRITING = Set.of(StandardOpenOption.WRITE);
    private static final int ZEROS = 64 * 1024;

    private final Path path;
    private final Set<StandardOpenOption> options;
    private volatile FileChannel channel;
    private volatile boolean closed;

    RealFile(Path path, Set<StandardOpenOption> options) throws IOException {
        this.path = path;
        this.options = options;
        this.channel = openChannel();
    }

    private FileChannel openChannel() throws IOException {
        try {
            return FileChannel.open(path, options);
        } catch (IOException e) {
            throw RealFiles.translated(path, e);
        }
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public long size() throws IOException {
        return whole(FileChannel::size);
    }

    @Override
    public int read(long position, byte[] target, int offset, int length) throws IOException {
        return whole(file -> file.read(ByteBuffer.wrap(target, offset, length), position));
    }

    @Override
    public int write(long position, byte[] bytes, int offset, int length) throws IOException {
        return whole(file -> file.write(ByteBuffer.wrap(bytes, offset, length), position));
    }

    @Override
    public void preallocate(long size) throws IOException {
        var zeros = new byte[ZEROS];
        for (var at = size(); at < size; ) {
            at += write(at, zeros, 0, (int) Math.min(ZEROS, size - at));
        }
    }

    @Override
    public void truncate(long size) throws IOException {
        whole(file -> file.truncate(size));
    }

    @Override
    public void sync() throws IOException {
        try {
            whole(file -> {
                file.force(false);
                return null;
            });
        } catch (DiskFullException e) {
            throw e;
        } catch (IOException e) {
            var failed = new SyncFailedException("%s: sync failed".formatted(path));
            failed.initCause(e);
            throw failed;
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        channel.close();
    }

    /// Runs an operation to its end, however often its thread is interrupted meanwhile.
    private <T extends @Nullable Object> T whole(Operation<T> operation) throws IOException {
        var interrupted = false;
        try {
            while (true) {
                try {
                    return operation.on(channel);
                } catch (ClosedChannelException e) {
                    if (closed) {
                        throw e;
                    }
                    interrupted |= Thread.interrupted();
                    reopen();
                } catch (IOException e) {
                    throw RealFiles.translated(path, e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized void reopen() throws IOException {
        if (!channel.isOpen() && !closed) {
            channel = openChannel();
        }
    }

    private interface Operation<T extends @Nullable Object> {
        T on(FileChannel channel) throws IOException;
    }
}
