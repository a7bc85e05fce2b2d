package io.tidemill.operator.order;

import io.tidemill.data.Batch;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructType;
import io.tidemill.state.BytesHeap;
import io.tidemill.state.Records;
import io.tidemill.state.TimeQueue;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Rows by partition, each partition in order, with how often each row is there now and how often
/// it was at the end of the last epoch: what operators that depend on an order keep.
///
/// In an epoch counts may fall below 0 for a while; [#endEpoch] makes what is now what was, and
/// forgets rows that are gone. Rows are told apart by all their values.
///
/// A row is an address in a [BytesHeap]: 16 bytes (its length, that of its sort keys, the two
/// counts), then the bytes of [RowBytes]. A partition is sorted arrays of addresses, at most 256 in
/// each. State rows are the key, the row's bytes, the length of its sort keys, its count, and, with
/// a time to live, when the partition changed last. One thread's own.
final class OrderedRows {
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int HEAD = 16;
    private static final int CHUNK = 256;
    private static final int PIECE = 16 * 1024;
    private static final long[] NO_ROWS = {};

    // Bits above the length of the sort keys.
    private static final int CHANGED = 1 << 31;
    private static final int UNSAVED = 1 << 30;
    private static final int SAVED = 1 << 29;
    private static final int KEY_LENGTH = SAVED - 1;

    private final RowBytes codec;
    private final PartitionKeys keys;
    private final boolean saved;
    private final StructType stateSchema;
    private @Nullable Partition[] partitions = new Partition[16];
    private int slots;
    private BytesHeap heap = new BytesHeap();
    private int[] slotsOfRows = {};
    private long rows;
    private long updated;
    private long removed;
    private final long ttlMicros;
    private final TimeQueue living;

    /// What changed in this epoch, and what since the last save: partition, address.
    private final Records changed = new Records(2);

    private final Records unsaved = new Records(2);

    /// The partitions with changes in this epoch.
    private final List<Partition> touched = new ArrayList<>();

    /// Rows with one key.
    static final class Partition {
        private final int slot;
        private long[][] chunks = {new long[1]};
        private int[] sizes = {0};
        private int used = 1;
        private boolean touched;
        private boolean unsaved;
        private boolean asked;

        /// Rows that are not before this one are of no interest; -1: all are. Kept for the owner.
        private long limit = -1;

        private long changedAt = Long.MIN_VALUE; // by the clock, with a time to live

        /// A note of the owner's, who reads and writes it.
        long note = Long.MIN_VALUE;

        private Partition(int slot) {
            this.slot = slot;
        }

        int slot() {
            return slot;
        }

        int chunks() {
            return used;
        }

        int size(int chunk) {
            return sizes[chunk];
        }

        long row(int chunk, int at) {
            return chunks[chunk][at];
        }

        private boolean isEmpty() {
            return used == 1 && sizes[0] == 0;
        }
    }

    /// @param input columns of the rows that come: the key's first
    /// @param keyColumns how many of them are the key
    /// @param parts what is kept of a row, in order; the first `sortKeys` are its sort keys
    /// @param saved whether what changes is remembered for the next save
    OrderedRows(
            StructType input,
            int keyColumns,
            List<RowBytes.Part> parts,
            int sortKeys,
            boolean saved,
            int worker,
            int workers) {
        this(input, keyColumns, parts, sortKeys, saved, 0, worker, workers);
    }

    /// @param ttlMicros after what time without a change a partition is forgotten, by the clock; 0:
    ///   never
    OrderedRows(
            StructType input,
            int keyColumns,
            List<RowBytes.Part> parts,
            int sortKeys,
            boolean saved,
            long ttlMicros,
            int worker,
            int workers) {
        this.ttlMicros = ttlMicros;
        living = new TimeQueue(Math.max(1, ttlMicros));
        codec = new RowBytes(input, parts, sortKeys, HEAD);
        keys = new PartitionKeys(input, keyColumns, 0, worker, workers);
        this.saved = saved;
        var schema =
                keys.schema()
                        .add("row", DataTypes.BinaryType)
                        .add("sort", DataTypes.IntegerType)
                        .add("count", DataTypes.IntegerType);
        stateSchema = ttlMicros > 0 ? schema.add("changed", DataTypes.LongType) : schema;
    }

    RowBytes codec() {
        return codec;
    }

    /// The partitions of a batch's rows, by row; good until the next call.
    int[] lookup(Batch batch) {
        if (slotsOfRows.length < batch.rows()) {
            slotsOfRows = new int[batch.rows()];
        }
        keys.lookup(batch, slotsOfRows);
        return slotsOfRows;
    }

    Partition partition(int slot) {
        if (slot >= partitions.length) {
            partitions = Arrays.copyOf(partitions, Math.max(slot + 1, slots * 2));
        }
        slots = Math.max(slots, slot + 1);
        var partition = partitions[slot];
        if (partition == null) {
            partition = new Partition(slot);
            partitions[slot] = partition;
        }
        return partition;
    }

    /// Whether nobody has asked this of the partition before.
    boolean isNew(Partition partition) {
        boolean first = !partition.asked;
        partition.asked = true;
        return first;
    }

    /// One more than the greatest number of a partition.
    int slots() {
        return slots;
    }

    /// The partition of this number, null when there is none.
    @Nullable Partition existing(int slot) {
        return slot < slots ? partitions[slot] : null;
    }

    /// Adds `weight` to how often the row is there that [#codec] encoded last.
    void add(Partition partition, long weight) {
        touch(partition);
        int chunk = chunkOf(partition);
        int at = placeIn(partition, chunk);
        var addresses = partition.chunks[chunk];
        if (at < partition.sizes[chunk] && compare(addresses[at]) == 0) {
            change(partition, addresses[at], Math.toIntExact(count(addresses[at]) + weight));
            return;
        }
        long address = append(codec.keyLength(), 0);
        insert(partition, chunk, at, address);
        change(partition, address, Math.toIntExact(weight));
    }

    /// Appends the row encoded last, with these counts.
    private long append(int flagsAndKeyLength, int count) {
        var bytes = codec.bytes();
        INTS.set(bytes, 0, codec.length());
        INTS.set(bytes, 4, flagsAndKeyLength);
        INTS.set(bytes, 8, count);
        INTS.set(bytes, 12, count);
        return heap.append(bytes, 0, HEAD + codec.length());
    }

    void touch(Partition partition) {
        if (partition.touched) {
            return;
        }
        partition.touched = true;
        touched.add(partition);
    }

    int touchedCount() {
        return touched.size();
    }

    Partition touched(int index) {
        return touched.get(index);
    }

    /// The first chunk whose last row is not before the row encoded last, or the last chunk.
    private int chunkOf(Partition partition) {
        int low = 0;
        int high = partition.used - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (compare(partition.chunks[middle][partition.sizes[middle] - 1]) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// The first place in a chunk whose row is not before the row encoded last.
    private int placeIn(Partition partition, int chunk) {
        var addresses = partition.chunks[chunk];
        int low = 0;
        int high = partition.sizes[chunk];
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (compare(addresses[middle]) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// Compares a row with the one encoded last.
    int compare(long address) {
        var page = heap.page(address);
        int at = BytesHeap.offset(address) + HEAD;
        return Arrays.compareUnsigned(
                page, at, at + length(address), codec.bytes(), HEAD, HEAD + codec.length());
    }

    /// Compares the sort keys of a row with those encoded last.
    int compareKeys(long address) {
        var page = heap.page(address);
        int at = BytesHeap.offset(address) + HEAD;
        return Arrays.compareUnsigned(
                page, at, at + keyLength(address), codec.bytes(), HEAD, HEAD + codec.keyLength());
    }

    /// Whether two rows have the same sort keys.
    boolean arePeers(long left, long right) {
        int length = keyLength(left);
        return length == keyLength(right)
                && heap.equal(
                        left + HEAD, length, heap.page(right), BytesHeap.offset(right) + HEAD);
    }

    int length(long address) {
        return (int) INTS.get(heap.page(address), BytesHeap.offset(address));
    }

    private int flags(long address) {
        return (int) INTS.get(heap.page(address), BytesHeap.offset(address) + 4);
    }

    private void setFlags(long address, int flags) {
        INTS.set(heap.page(address), BytesHeap.offset(address) + 4, flags);
    }

    private int keyLength(long address) {
        return flags(address) & KEY_LENGTH;
    }

    /// How often the row is there now.
    int count(long address) {
        return (int) INTS.get(heap.page(address), BytesHeap.offset(address) + 8);
    }

    /// How often it was there at the end of the last epoch.
    int before(long address) {
        return (int) INTS.get(heap.page(address), BytesHeap.offset(address) + 12);
    }

    /// Writes a row to row `row` of `out`, where there is room.
    void write(long address, Batch out, int row) {
        int at = BytesHeap.offset(address) + HEAD;
        codec.decode(heap.page(address), at, at + length(address), out, row);
    }

    /// Writes a row as another codec of the same parts has it.
    void write(long address, RowBytes other, Batch out, int row) {
        int at = BytesHeap.offset(address) + HEAD;
        other.decode(heap.page(address), at, at + length(address), out, row);
    }

    private void change(Partition partition, long address, int count) {
        var page = heap.page(address);
        int at = BytesHeap.offset(address);
        INTS.set(page, at + 8, count);
        int flags = (int) INTS.get(page, at + 4);
        if ((flags & CHANGED) == 0) {
            flags |= CHANGED;
            log(changed, partition, address);
        }
        if (saved && (flags & UNSAVED) == 0) {
            flags |= UNSAVED;
            log(unsaved, partition, address);
            partition.unsaved = true;
        }
        INTS.set(page, at + 4, flags);
    }

    private static void log(Records log, Partition partition, long address) {
        int entry = log.allocateUnset();
        log.page(entry)[log.at(entry)] = partition.slot;
        log.page(entry)[log.at(entry) + 1] = address;
    }

    private void insert(Partition partition, int chunk, int at, long address) {
        rows++;
        var addresses = partition.chunks[chunk];
        int size = partition.sizes[chunk];
        if (size == CHUNK) {
            split(partition, chunk);
            boolean second = at > CHUNK / 2;
            insertInto(
                    partition, second ? chunk + 1 : chunk, second ? at - CHUNK / 2 : at, address);
            return;
        }
        if (size == addresses.length) {
            partition.chunks[chunk] = Arrays.copyOf(addresses, Math.min(CHUNK, size * 2));
        }
        insertInto(partition, chunk, at, address);
    }

    private static void insertInto(Partition partition, int chunk, int at, long address) {
        var addresses = partition.chunks[chunk];
        System.arraycopy(addresses, at, addresses, at + 1, partition.sizes[chunk] - at);
        addresses[at] = address;
        partition.sizes[chunk]++;
    }

    private static void split(Partition partition, int chunk) {
        if (partition.used == partition.chunks.length) {
            partition.chunks = Arrays.copyOf(partition.chunks, partition.used * 2);
            partition.sizes = Arrays.copyOf(partition.sizes, partition.used * 2);
        }
        int behind = partition.used - chunk - 1;
        System.arraycopy(partition.chunks, chunk + 1, partition.chunks, chunk + 2, behind);
        System.arraycopy(partition.sizes, chunk + 1, partition.sizes, chunk + 2, behind);
        var upper = new long[CHUNK];
        System.arraycopy(partition.chunks[chunk], CHUNK / 2, upper, 0, CHUNK / 2);
        partition.chunks[chunk + 1] = upper;
        partition.sizes[chunk] = CHUNK / 2;
        partition.sizes[chunk + 1] = CHUNK / 2;
        partition.used++;
    }

    /// Lets go of the row at a place, and of those behind it, as if they had never come; those that
    /// were there at the end of the last epoch stay until the end of this one, at count 0.
    ///
    /// @param last the row before; the owner's limit from now on
    void truncate(Partition partition, int chunk, int at, long last) {
        touch(partition);
        int to = chunk;
        int place = at;
        for (int c = chunk; c < partition.used; c++) {
            for (int i = c == chunk ? at : 0; i < partition.sizes[c]; i++) {
                long address = partition.chunks[c][i];
                if (count(address) != 0) {
                    change(partition, address, 0);
                }
                if (before(address) == 0) {
                    rows--;
                    heap.drop(HEAD + length(address));
                } else {
                    if (place == CHUNK) {
                        partition.sizes[to++] = CHUNK;
                        place = 0;
                    }
                    if (place == partition.chunks[to].length) {
                        partition.chunks[to] =
                                Arrays.copyOf(partition.chunks[to], Math.min(CHUNK, place * 2));
                    }
                    partition.chunks[to][place++] = address;
                }
            }
        }
        partition.sizes[to] = place;
        Arrays.fill(partition.chunks, to + 1, partition.chunks.length, NO_ROWS);
        partition.used = to + 1;
        if (place == 0 && to > 0) {
            partition.chunks[to] = NO_ROWS;
            partition.used--;
        }
        partition.limit = last;
    }

    /// Lets go of a row, however often it is there.
    void remove(Partition partition, long address) {
        setCount(partition, address, 0);
    }

    void setCount(Partition partition, long address, int count) {
        touch(partition);
        change(partition, address, count);
    }

    /// The first sort key of a row, a long in ascending order; [Long#MAX_VALUE] for NULL.
    long firstLong(long address) {
        return firstLong(heap.page(address), BytesHeap.offset(address) + HEAD);
    }

    /// That of the row encoded last.
    long firstLong() {
        return firstLong(codec.bytes(), HEAD);
    }

    private static long firstLong(byte[] row, int at) {
        return row[at] == 1 ? (long) LONGS.get(row, at + 1) ^ Long.MIN_VALUE : Long.MAX_VALUE;
    }

    long limit(Partition partition) {
        return partition.limit;
    }

    /// Forgets a row of a partition at the end of the epoch.
    void forget(Partition partition, long address) {
        touch(partition);
        change(partition, address, 0);
    }

    /// Sort key `index` of a row whose sort keys up to there are ascending longs and never NULL.
    long longKey(long address, int index) {
        int at = BytesHeap.offset(address) + HEAD + 9 * index + 1;
        return (long) LONGS.get(heap.page(address), at) ^ Long.MIN_VALUE;
    }

    /// Forgets all rows of a partition.
    void clear(Partition partition) {
        touch(partition);
        partition.limit = -1;
        for (int c = 0; c < partition.used; c++) {
            for (int i = 0; i < partition.sizes[c]; i++) {
                change(partition, partition.chunks[c][i], 0);
            }
        }
    }

    /// What is now is what was; rows that are gone are forgotten.
    ///
    /// @throws IllegalStateException when a row was taken away more often than it was added
    void endEpoch() {
        endEpoch(0);
    }

    /// With a time to live: partitions that have not changed for so long are forgotten, without
    /// anything being taken back.
    ///
    /// @param nowMicros the epoch's clock
    void endEpoch(long nowMicros) {
        updated = changed.slots();
        removed = 0;
        if (ttlMicros > 0) {
            live(nowMicros);
        }
        settleAll();
        for (var partition : touched) {
            partition.touched = false;
            forgetIfEmpty(partition);
        }
        touched.clear();
        compact();
    }

    private void live(long nowMicros) {
        for (int entry = 0; entry < changed.slots(); entry++) {
            var page = changed.page(entry);
            long address = page[changed.at(entry) + 1];
            var partition = partitions[(int) page[changed.at(entry)]];
            if (partition != null && count(address) != before(address)) {
                partition.changedAt = nowMicros;
                living.add(nowMicros, partition.slot);
            }
        }
        long bound = nowMicros - ttlMicros;
        living.drain(
                bound,
                slot -> {
                    var partition = existing(slot);
                    if (partition == null || partition.changedAt >= bound) {
                        return partition != null;
                    }
                    removed += forget(partition);
                    return false;
                });
    }

    /// @return how many rows that were
    private long forget(Partition partition) {
        long rowsBefore = 0;
        for (int c = 0; c < partition.used; c++) {
            rowsBefore += partition.sizes[c];
        }
        clear(partition);
        return rowsBefore;
    }

    /// With a time to live, a row may be taken away that is forgotten: that does nothing. To be
    /// called before the counts of an epoch are looked at.
    void ignoreForgotten() {
        for (int entry = 0; ttlMicros > 0 && entry < changed.slots(); entry++) {
            long address = changed.page(entry)[changed.at(entry) + 1];
            if (count(address) < 0) {
                INTS.set(heap.page(address), BytesHeap.offset(address) + 8, 0);
            }
        }
    }

    private void settleAll() {
        for (int entry = 0; entry < changed.slots(); entry++) {
            var page = changed.page(entry);
            int at = changed.at(entry);
            settle((int) page[at], page[at + 1]);
        }
        changed.clear();
    }

    private void settle(int slot, long address) {
        var page = heap.page(address);
        int at = BytesHeap.offset(address);
        int count = (int) INTS.get(page, at + 8);
        if (count < 0) {
            throw new IllegalStateException(
                    "a row was taken away %d times more often than it was added".formatted(-count));
        }
        INTS.set(page, at + 12, count);
        INTS.set(page, at + 4, (int) INTS.get(page, at + 4) & ~CHANGED);
        var partition = partitions[slot];
        if (count == 0 && partition != null) {
            takeOut(partition, address);
        }
    }

    /// Takes a row out of its partition, unless [#truncate] did.
    private void takeOut(Partition partition, long address) {
        int low = 0;
        int high = partition.used - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            int size = partition.sizes[middle];
            if (size == 0 || compare(partition.chunks[middle][size - 1], address) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        int from = 0;
        int to = partition.sizes[low];
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (compare(partition.chunks[low][middle], address) < 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        if (from == partition.sizes[low] || partition.chunks[low][from] != address) {
            return;
        }
        rows--;
        heap.drop(HEAD + length(address));
        var addresses = partition.chunks[low];
        int size = --partition.sizes[low];
        System.arraycopy(addresses, from + 1, addresses, from, size - from);
        if (size == 0 && partition.used > 1) {
            int behind = partition.used - low - 1;
            System.arraycopy(partition.chunks, low + 1, partition.chunks, low, behind);
            System.arraycopy(partition.sizes, low + 1, partition.sizes, low, behind);
            partition.used--;
            partition.chunks[partition.used] = NO_ROWS;
        }
    }

    /// Compares two rows.
    int compare(long left, long right) {
        int at = BytesHeap.offset(left) + HEAD;
        int with = BytesHeap.offset(right) + HEAD;
        return Arrays.compareUnsigned(
                heap.page(left),
                at,
                at + length(left),
                heap.page(right),
                with,
                with + length(right));
    }

    private void forgetIfEmpty(Partition partition) {
        if (partition.isEmpty() && !partition.unsaved && partitions[partition.slot] == partition) {
            partitions[partition.slot] = null;
            keys.remove(partition.slot);
        }
    }

    /// Copies what is still used into a fresh heap, if most is not. May be called at any time when
    /// nobody holds addresses.
    void compact() {
        if (!heap.isMostlyWaste()) {
            return;
        }
        var fresh = new BytesHeap();
        var gone = savedAndGone();
        changed.clear();
        unsaved.clear();
        for (int slot = 0; slot < slots; slot++) {
            var partition = partitions[slot];
            if (partition != null) {
                partition.unsaved = false;
                move(partition, fresh);
            }
        }
        // Before those that are there now: a row may have come again.
        var now = new Records(2);
        copy(unsaved, now);
        unsaved.clear();
        for (int i = 0; i < gone.slots(); i++) {
            var partition = partitions[(int) gone.page(i)[gone.at(i)]];
            if (partition != null) {
                partition.unsaved = true;
                log(unsaved, partition, move(gone.page(i)[gone.at(i) + 1], fresh));
            }
        }
        copy(now, unsaved);
        heap = fresh;
        keys.compact(slot -> existing(slot) != null);
    }

    /// Rows that the next save must say are gone.
    private Records savedAndGone() {
        var gone = new Records(2);
        for (int i = 0; i < unsaved.slots(); i++) {
            long address = unsaved.page(i)[unsaved.at(i) + 1];
            boolean kept = count(address) != 0 || before(address) != 0;
            if (!kept && (flags(address) & SAVED) != 0) {
                int entry = gone.allocateUnset();
                gone.page(entry)[gone.at(entry)] = unsaved.page(i)[unsaved.at(i)];
                gone.page(entry)[gone.at(entry) + 1] = address;
            }
        }
        return gone;
    }

    private static void copy(Records from, Records to) {
        for (int i = 0; i < from.slots(); i++) {
            int entry = to.allocateUnset();
            System.arraycopy(from.page(i), from.at(i), to.page(entry), to.at(entry), 2);
        }
    }

    private void move(Partition partition, BytesHeap fresh) {
        for (int c = 0; c < partition.used; c++) {
            var addresses = partition.chunks[c];
            for (int i = 0; i < partition.sizes[c]; i++) {
                int flags = flags(addresses[i]);
                long address = move(addresses[i], fresh);
                if (addresses[i] == partition.limit) {
                    partition.limit = address;
                }
                addresses[i] = address;
                if ((flags & CHANGED) != 0) {
                    log(changed, partition, address);
                }
                if ((flags & UNSAVED) != 0) {
                    log(unsaved, partition, address);
                    partition.unsaved = true;
                }
            }
        }
    }

    private long move(long address, BytesHeap fresh) {
        int at = BytesHeap.offset(address);
        return fresh.append(heap.page(address), at, at + HEAD + length(address));
    }

    StructType stateSchema() {
        return stateSchema;
    }

    void writeChanges(Consumer<Batch> to) {
        var writer = new Writer(to);
        for (int entry = 0; entry < unsaved.slots(); entry++) {
            var page = unsaved.page(entry);
            int at = unsaved.at(entry);
            int slot = (int) page[at];
            long address = page[at + 1];
            int flags = flags(address) & ~UNSAVED;
            boolean there = count(address) > 0;
            if (there || (flags & SAVED) != 0) {
                writer.add(slot, address, there);
            }
            setFlags(address, there ? flags | SAVED : flags & ~SAVED);
        }
        writer.end();
        for (int entry = 0; entry < unsaved.slots(); entry++) {
            var partition = partitions[(int) unsaved.page(entry)[unsaved.at(entry)]];
            if (partition != null) {
                partition.unsaved = false;
                forgetIfEmpty(partition);
            }
        }
        unsaved.clear();
        compact();
    }

    void writeAll(Consumer<Batch> to) {
        for (long from = 0; from >= 0; ) {
            from = writePiece(from, to);
        }
    }

    /// Gives the partitions from a number on, some ten thousand rows of them.
    ///
    /// @return where the next piece begins; -1 when there is none
    long writePiece(long from, Consumer<Batch> to) {
        var writer = new Writer(to);
        long given = 0;
        int slot = (int) from;
        for (; slot < slots && given < PIECE; slot++) {
            var partition = partitions[slot];
            for (int c = 0; partition != null && c < partition.used; c++) {
                for (int i = 0; i < partition.sizes[c]; i++) {
                    writer.add(slot, partition.chunks[c][i], true);
                    given++;
                }
            }
        }
        writer.end();
        return slot < slots ? slot : -1;
    }

    /// Fills batches with rows of the state.
    private final class Writer {
        private final Consumer<Batch> to;
        private final Batch batch = Batch.create(stateSchema, 64);
        private final int first = keys.schema().size();
        private long[] signs = new long[64];

        Writer(Consumer<Batch> to) {
            this.to = to;
        }

        void add(int slot, long address, boolean there) {
            int row = batch.rows();
            batch.reserve(row + 1);
            keys.write(slot, batch, row);
            int at = BytesHeap.offset(address) + HEAD;
            batch.bytes(first).append(row, heap.page(address), at, at + length(address));
            batch.longs(first + 1).setLong(row, keyLength(address));
            batch.longs(first + 2).setLong(row, there ? count(address) : 0);
            if (ttlMicros > 0) {
                var partition = existing(slot);
                batch.longs(first + 3).setLong(row, partition == null ? 0 : partition.changedAt);
            }
            if (signs.length == row) {
                signs = Arrays.copyOf(signs, row * 2);
            }
            signs[row] = there ? 1 : -1;
            batch.setRows(row + 1);
            if (batch.rows() == Batch.ROWS) {
                end();
            }
        }

        void end() {
            if (batch.rows() > 0) {
                batch.setWeights(signs);
                to.accept(batch);
                batch.clear();
            }
        }
    }

    /// Takes back what was written, those rows whose key is this worker's.
    ///
    /// @param restored is told of each partition that got a row
    void restore(Batch state, Restored restored) {
        var one = Batch.create(stateSchema, 1);
        int first = keys.schema().size();
        for (int row = 0; row < state.rows(); row++) {
            if (!keys.owns(state, row)) {
                continue;
            }
            one.clear();
            one.append(state, row, 1);
            var partition = partition(keys.restore(one));
            var bytes = state.bytes(first);
            codec.load(
                    bytes.data(),
                    bytes.starts()[row],
                    bytes.ends()[row],
                    (int) state.longs(first + 1).getLong(row));
            int count = state.weight(row) > 0 ? (int) state.longs(first + 2).getLong(row) : 0;
            restore(partition, count);
            if (ttlMicros > 0) {
                long at = state.longs(first + 3).getLong(row);
                if (at > partition.changedAt) {
                    partition.changedAt = at;
                    living.add(at, partition.slot);
                }
            }
            if (partition.isEmpty()) {
                forgetIfEmpty(partition);
            } else {
                restored.accept(partition, row);
            }
        }
    }

    /// Is told of a partition and of the row of the state that it got.
    @FunctionalInterface
    interface Restored {
        void accept(Partition partition, int row);
    }

    private void restore(Partition partition, int count) {
        int chunk = chunkOf(partition);
        int at = placeIn(partition, chunk);
        var addresses = partition.chunks[chunk];
        if (at < partition.sizes[chunk] && compare(addresses[at]) == 0) {
            long address = addresses[at];
            if (count == 0) {
                takeOut(partition, address);
            } else {
                INTS.set(heap.page(address), BytesHeap.offset(address) + 8, count);
                INTS.set(heap.page(address), BytesHeap.offset(address) + 12, count);
            }
        } else if (count > 0) {
            insert(partition, chunk, at, append(codec.keyLength() | SAVED, count));
        }
    }

    /// How many different rows there are.
    long rows() {
        return rows;
    }

    /// How many of them the last epoch forgot because their time to live was over.
    long removed() {
        return removed;
    }

    /// How many of them the last epoch changed.
    long updated() {
        return updated;
    }

    /// About how many bytes all takes.
    long bytes() {
        return heap.bytes()
                + keys.bytes()
                + changed.bytes()
                + unsaved.bytes()
                + 8L * partitions.length
                + 9 * rows
                + 100L * slots;
    }
}
