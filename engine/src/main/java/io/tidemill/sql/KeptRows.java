package io.tidemill.sql;

import io.tidemill.data.Batch;
import io.tidemill.data.BatchCodec;
import io.tidemill.sql.types.StructType;
import io.tidemill.system.FileSystem;
import io.tidemill.system.WritableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The rows of one partition of an epoch, kept until the program takes them: batch by batch as
/// bytes, in memory as far as [#MEMORY_MAX] goes, then in a file.
///
/// Written by one thread, then read any number of times; [#close] deletes the file. Nothing of it
/// outlives the process.
final class KeptRows implements AutoCloseable {
    /// How many bytes stay in memory.
    static final long MEMORY_MAX = 32L << 20;

    private final StructType schema;
    private final Optional<Overflow> overflow;
    private final List<Kept> batches = new ArrayList<>();
    private @Nullable Path path;
    private @Nullable WritableFile file;
    private long inMemory;
    private long inFile;
    private long rows;

    /// Where rows go that memory is not to hold.
    ///
    /// @param newFile names a file that does not exist yet, in a directory that may not either
    record Overflow(FileSystem files, Supplier<Path> newFile, long memoryMax) {}

    /// @param overflow empty when all rows stay in memory
    KeptRows(StructType schema, Optional<Overflow> overflow) {
        this.schema = schema;
        this.overflow = overflow;
    }

    /// Where a batch is.
    private sealed interface Kept {}

    private static final class InMemory implements Kept {
        private final byte[] bytes;

        private InMemory(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    private record InFile(long from, int length) implements Kept {}

    long rows() {
        return rows;
    }

    int batches() {
        return batches.size();
    }

    void add(Batch batch) throws IOException {
        if (batch.rows() == 0) {
            return;
        }
        var bytes = BatchCodec.encode(batch);
        rows += batch.rows();
        if (overflow.isEmpty() || inMemory + bytes.length <= overflow.get().memoryMax()) {
            inMemory += bytes.length;
            batches.add(new InMemory(bytes));
            return;
        }
        var open = file == null ? begin(overflow.get()) : file;
        open.writeFully(inFile, bytes, 0, bytes.length);
        batches.add(new InFile(inFile, bytes.length));
        inFile += bytes.length;
    }

    private WritableFile begin(Overflow to) throws IOException {
        var name = to.newFile().get().toAbsolutePath();
        to.files().makeDirectories(Objects.requireNonNull(name.getParent()));
        var begun = to.files().create(name);
        path = name;
        file = begun;
        return begun;
    }

    /// The batch of that number, in the order in which they came.
    Batch batch(int number) throws IOException {
        return switch (batches.get(number)) {
            case InMemory kept -> BatchCodec.decode(schema, kept.bytes);
            case InFile(var from, var length) -> BatchCodec.decode(schema, read(from, length));
        };
    }

    private byte[] read(long from, int length) throws IOException {
        var name = path;
        if (name == null || overflow.isEmpty()) {
            throw new IOException("the rows of an epoch are gone once it is over");
        }
        var bytes = new byte[length];
        try (var open = overflow.get().files().open(name)) {
            open.readFully(from, bytes, 0, length);
        }
        return bytes;
    }

    /// Each row that is there, in turn, boxed as `io.tidemill.data` says.
    void forEach(Consumer<@Nullable Object[]> use) {
        each(use, false);
    }

    /// Each row that vanished, for sinks that take deletes.
    void forEachGone(Consumer<@Nullable Object[]> use) {
        each(use, true);
    }

    private void each(Consumer<@Nullable Object[]> use, boolean gone) {
        try {
            for (int number = 0; number < batches.size(); number++) {
                var batch = batch(number);
                for (int row = 0; row < batch.rows(); row++) {
                    if (batch.weight(row) < 0 == gone) {
                        use.accept(batch.row(row));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        var open = file;
        var name = path;
        file = null;
        path = null;
        if (open != null && name != null && overflow.isPresent()) {
            try {
                open.close();
                var _ = overflow.get().files().delete(name);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
