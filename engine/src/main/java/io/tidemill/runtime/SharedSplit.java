package io.tidemill.runtime;

import io.tidemill.connect.BadRecords;
import io.tidemill.connect.ReadRequest;
import io.tidemill.connect.Source;
import io.tidemill.connect.Split;
import io.tidemill.connect.SplitReader;
import io.tidemill.data.Batch;
import io.tidemill.sql.types.StructType;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One split that several queries read: its last batches, and the reader, which whoever needs the
/// next batch uses; the others do something else meanwhile. Thread-safe.
///
/// When reading fails, everybody goes on alone, to find out whether it fails for them too: they may
/// not ask for the column that is the reason.
final class SharedSplit {
    private static final int OVERHEAD = 2048; // about what a batch takes besides its rows

    private final Split split;
    private final StructType columns;
    private final int queries;
    private final Keeper keeper;
    private final ArrayDeque<Shared> batches = new ArrayDeque<>(); // all below guarded by this
    private @Nullable SplitReader reader;
    private int first;
    private int readers;
    private boolean complete;
    private boolean broken;
    private boolean reading;
    private final List<Runnable> waiting = new ArrayList<>();

    /// Where batches come from and go to. Called without any lock of the split.
    interface Keeper {
        /// A batch to be filled.
        Batch batch(StructType columns);

        /// A batch that nobody looks at any more.
        void spare(Batch batch);

        /// There is one batch more.
        void came(SharedSplit split, long bytes);

        /// Batches have gone.
        void went(SharedSplit split, long bytes);
    }

    /// A batch for everybody: its rows, what could not be read in it, whether another one follows,
    /// how many bytes of the split were read up to its end.
    static final class Shared {
        private final Batch batch;
        private final List<Rejected> rejected;
        private final boolean more;
        private final long bytesRead;
        private final long size;
        private int holders; // these are guarded by the split
        private int had;
        private boolean gone;

        private Shared(Batch batch, List<Rejected> rejected, boolean more, long bytesRead) {
            this.batch = batch;
            this.rejected = rejected;
            this.more = more;
            this.bytesRead = bytesRead;
            size = batch.bytes() + OVERHEAD;
        }

        Batch batch() {
            return batch;
        }

        List<Rejected> rejected() {
            return rejected;
        }

        boolean more() {
            return more;
        }

        long bytesRead() {
            return bytesRead;
        }
    }

    /// A record that could not be read.
    static final class Rejected {
        private final String file;
        private final long offset;
        private final byte[] record;
        private final String reason;

        private Rejected(String file, long offset, byte[] record, String reason) {
            this.file = file;
            this.offset = offset;
            this.record = record;
            this.reason = reason;
        }

        void tell(BadRecords badRecords) {
            badRecords.reject(file, offset, record, 0, record.length, reason);
        }
    }

    /// What is at a place of the split.
    sealed interface At {
        /// To be given back by [SharedSplit#release].
        record Here(Shared batch) implements At {}

        /// The one who asks may read it, and must call [SharedSplit#read].
        record ToBeRead() implements At {}

        /// Somebody else reads it just now.
        record BeingRead() implements At {}

        /// It cannot be had here.
        record Gone() implements At {}
    }

    /// @param columns that are read
    /// @param queries how many will want to read it: what all have had goes
    SharedSplit(Split split, StructType columns, int queries, Keeper keeper) {
        this.split = split;
        this.columns = columns;
        this.queries = queries;
        this.keeper = keeper;
    }

    Split split() {
        return split;
    }

    StructType columns() {
        return columns;
    }

    /// Somebody wants to read it from the beginning; false if that cannot be had here.
    synchronized boolean enter(StructType wanted) {
        boolean can = !broken && first == 0 && columns.fieldList().containsAll(wanted.fieldList());
        readers += can ? 1 : 0;
        return can;
    }

    /// Somebody reads no further. The last one to leave a split in the middle closes the reader.
    void leave() throws IOException {
        SplitReader unused = null;
        synchronized (this) {
            readers--;
            if (readers == 0 && !complete) {
                unused = reader;
                reader = null;
                broken = true;
            }
        }
        if (unused != null) {
            unused.close();
        }
    }

    synchronized At at(int position) {
        if (position < first) {
            return new At.Gone();
        }
        if (position < first + batches.size()) {
            var found = get(position);
            found.holders++;
            return new At.Here(found);
        }
        if (broken) {
            return new At.Gone();
        }
        if (reading) {
            return new At.BeingRead();
        }
        reading = true;
        return new At.ToBeRead();
    }

    private Shared get(int position) {
        int skip = position - first;
        for (var batch : batches) {
            if (skip-- == 0) {
                return batch;
            }
        }
        throw new IllegalStateException("no batch " + position);
    }

    /// Whether [#at] would not say that somebody else reads; if it would, `wake` runs when that is
    /// over.
    boolean isReady(int position, Runnable wake) {
        SplitReader open;
        synchronized (this) {
            if (broken || position < first + batches.size()) {
                return true;
            }
            if (reading) {
                waiting.add(wake);
                return false;
            }
            open = reader;
        }
        return open == null || open.isReady(wake);
    }

    private void wake() {
        List<Runnable> woken;
        synchronized (this) {
            woken = List.copyOf(waiting);
            waiting.clear();
        }
        woken.forEach(Runnable::run);
    }

    /// Reads the next batch, for everybody; empty when that failed and everybody is on their own.
    Optional<Shared> read(Source source) {
        Shared read;
        try {
            read = readOne(source);
        } catch (IOException | RuntimeException e) {
            fail(e);
            return Optional.empty();
        } catch (Error e) {
            fail(e);
            throw e;
        }
        synchronized (this) {
            read.holders++;
            batches.add(read);
            complete = !read.more();
            reading = false;
        }
        wake();
        keeper.came(this, read.size);
        return Optional.of(read);
    }

    private Shared readOne(Source source) throws IOException {
        var rejected = rejectedInThisBatch;
        rejected.clear();
        SplitReader open;
        synchronized (this) {
            open = reader;
        }
        if (open == null) {
            open = source.open(split, new ReadRequest(columns, this::reject));
            synchronized (this) {
                reader = open;
            }
        }
        var batch = keeper.batch(columns);
        boolean more = open.next(batch);
        batch.detach();
        var shared = new Shared(fitting(batch), List.copyOf(rejected), more, open.bytesRead());
        if (!more) {
            open.close();
            synchronized (this) {
                reader = null;
            }
        }
        return shared;
    }

    /// A batch of few rows in arrays of that size.
    private Batch fitting(Batch batch) {
        if (batch.rows() > Batch.ROWS / 2) {
            return batch;
        }
        var smaller = Batch.create(batch.schema(), batch.rows());
        for (int row = 0; row < batch.rows(); row++) {
            smaller.append(batch, row);
        }
        smaller.setOrigin(batch.origin().orElse(null));
        keeper.spare(batch);
        return smaller;
    }

    private final List<Rejected> rejectedInThisBatch = new ArrayList<>(); // of who reads

    private void reject(String file, long offset, byte[] record, int from, int to, String reason) {
        rejectedInThisBatch.add(
                new Rejected(file, offset, Arrays.copyOfRange(record, from, to), reason));
    }

    private void fail(Throwable cause) {
        SplitReader unused;
        synchronized (this) {
            unused = reader;
            reader = null;
            broken = true;
            reading = false;
        }
        wake();
        try {
            if (unused != null) {
                unused.close();
            }
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /// Somebody looks no more at a batch. What everybody has had goes.
    void release(Shared batch) {
        long freed = 0;
        var unused = new ArrayList<Batch>();
        synchronized (this) {
            batch.holders--;
            batch.had++;
            if (batch.gone && batch.holders == 0) {
                unused.add(batch.batch);
            }
            while (!batches.isEmpty() && batches.getFirst().had >= queries) {
                freed += removeFirst(unused);
            }
        }
        unused.forEach(keeper::spare);
        if (freed > 0) {
            keeper.went(this, freed);
        }
    }

    private long removeFirst(List<Batch> unused) {
        var oldest = batches.removeFirst();
        oldest.gone = true;
        first++;
        if (oldest.holders == 0) {
            unused.add(oldest.batch);
        }
        return oldest.size;
    }

    /// Lets the oldest batches go; returns how many bytes that frees.
    ///
    /// @param unused gets batches that nobody looks at
    synchronized long forget(long wanted, List<Batch> unused) {
        long freed = 0;
        while (freed < wanted && !batches.isEmpty()) {
            freed += removeFirst(unused);
        }
        return freed;
    }

    /// Whether nothing of it is left and nothing more will come.
    synchronized boolean isForgotten() {
        return batches.isEmpty() && (complete || broken);
    }
}
