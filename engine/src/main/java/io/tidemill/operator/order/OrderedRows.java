package io.tidemill.operator.order;

import io.tidemill.data.Batch;
import io.tidemill.sql.types.StructType;
import io.tidemill.state.TimeQueue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows by partition, each partition in order, with how often each row is there now and how often
/// it was at the end of the last epoch: what operators that depend on an order keep.
///
/// A row that was taken away more often than it was added is there 0 times; how far below 0 its
/// count is stays known, so that what was taken away too early cancels what is added later.
/// [#endEpoch] makes what is now what was, and forgets rows at count 0. Rows are told apart by all
/// their values.
///
/// A row is an address in [RowPages], a [Partition] a list of these; what is saved of them says
/// [OrderedRowsState]. One thread's own.
final class OrderedRows {
    // A flag of a row, beside those of OrderedRowsState.
    private static final int CHANGED = 1 << 31;

    private final RowBytes codec;
    private final PartitionKeys keys;
    private final boolean saved;
    private final OrderedRowsState state;
    private @Nullable Partition[] partitions = new Partition[16];
    private int slots;
    private RowPages pages;
    private int[] slotsOfRows = {};
    private long rows;
    private long updated;
    private long removed;
    private long forgotten; // since the last epoch
    private final long ttlMicros;
    private final TimeQueue living;

    /// What changed in this epoch.
    private final RowLog changed = new RowLog();

    /// The partitions with changes in this epoch.
    private final List<Partition> touched = new ArrayList<>();

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
        codec = new RowBytes(input, parts, sortKeys, RowPages.HEAD);
        pages = new RowPages(codec);
        keys = new PartitionKeys(input, keyColumns, 0, worker, workers);
        this.saved = saved;
        state = new OrderedRowsState(this, keys, ttlMicros > 0);
    }

    /// What the checkpoint asks of them.
    OrderedRowsState state() {
        return state;
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
        int chunk = partition.chunkOf(pages);
        int at = partition.placeIn(chunk, pages);
        var addresses = partition.chunks[chunk];
        if (at < partition.sizes[chunk] && compare(addresses[at]) == 0) {
            change(partition, addresses[at], Math.toIntExact(pages.count(addresses[at]) + weight));
            return;
        }
        long address = pages.append(0, 0);
        insert(partition, chunk, at, address);
        change(partition, address, Math.toIntExact(weight));
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

    /// The rows themselves, by address.
    RowPages pages() {
        return pages;
    }

    /// How often a row is there now.
    int count(long address) {
        return Math.max(0, pages.count(address));
    }

    /// How often it was there at the end of the last epoch.
    int before(long address) {
        return Math.max(0, pages.before(address));
    }

    int compare(long address) {
        return pages.compare(address);
    }

    /// Compares the first sort key of a row that is not encoded with that of one that is kept; 0
    /// where that does not decide.
    int compareFirst(Batch delta, int row, long address) {
        return codec.compareFirst(delta, row, pages.page(address), RowPages.start(address));
    }

    int compareKeys(long address) {
        return pages.compareKeys(address);
    }

    int compare(long left, long right) {
        return pages.compare(left, right);
    }

    boolean arePeers(long left, long right) {
        return pages.arePeers(left, right);
    }

    long firstLong(long address) {
        return pages.firstLong(address);
    }

    long firstLong() {
        return pages.firstLong();
    }

    long longKey(long address, int index) {
        return pages.longKey(address, index);
    }

    void write(long address, Batch out, int row) {
        pages.write(address, codec, out, row);
    }

    void write(long address, RowBytes as, Batch out, int row) {
        pages.write(address, as, out, row);
    }

    private void change(Partition partition, long address, int count) {
        pages.setCount(address, count);
        int flags = pages.flags(address);
        if ((flags & CHANGED) == 0) {
            pages.setFlags(address, flags | CHANGED);
            changed.add(partition.slot, address);
        }
        if (saved) {
            state.changed(partition, address);
        }
    }

    private void insert(Partition partition, int chunk, int at, long address) {
        rows++;
        partition.insert(chunk, at, address);
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
                if (pages.count(address) != 0) {
                    change(partition, address, 0);
                }
                if (pages.before(address) == 0) {
                    rows--;
                    pages.drop(address);
                } else {
                    if (place == Partition.CHUNK) {
                        partition.sizes[to++] = Partition.CHUNK;
                        place = 0;
                    }
                    if (place == partition.chunks[to].length) {
                        partition.chunks[to] =
                                Arrays.copyOf(
                                        partition.chunks[to], Math.min(Partition.CHUNK, place * 2));
                    }
                    partition.chunks[to][place++] = address;
                }
            }
        }
        partition.sizes[to] = place;
        Arrays.fill(partition.chunks, to + 1, partition.chunks.length, Partition.NO_ROWS);
        partition.used = to + 1;
        if (place == 0 && to > 0) {
            partition.chunks[to] = Partition.NO_ROWS;
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

    long limit(Partition partition) {
        return partition.limit;
    }

    /// Forgets a row of a partition at the end of the epoch.
    void forget(Partition partition, long address) {
        touch(partition);
        change(partition, address, 0);
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
    void endEpoch() {
        endEpoch(0);
    }

    /// @param nowMicros the epoch's clock
    void endEpoch(long nowMicros) {
        updated = changed.size();
        removed = forgotten;
        forgotten = 0;
        if (ttlMicros > 0) {
            live(nowMicros);
        }
        settleEpoch();
    }

    private void settleEpoch() {
        settleAll();
        for (var partition : touched) {
            partition.touched = false;
            forgetIfEmpty(partition);
        }
        touched.clear();
        compact();
    }

    /// With a time to live: partitions that have not changed for so long are forgotten, without
    /// anything being taken back, before the epoch's rows come.
    ///
    /// @param nowMicros the epoch's clock
    void beginEpoch(long nowMicros) {
        if (ttlMicros > 0) {
            long bound = nowMicros - ttlMicros;
            living.drain(
                    bound,
                    slot -> {
                        var partition = existing(slot);
                        if (partition == null || partition.changedAt >= bound) {
                            return partition != null;
                        }
                        forgotten += forget(partition);
                        return false;
                    });
            settleEpoch();
        }
    }

    private void live(long nowMicros) {
        for (int i = 0; i < changed.size(); i++) {
            long address = changed.address(i);
            var partition = partitions[changed.slot(i)];
            if (partition != null && pages.count(address) != pages.before(address)) {
                partition.changedAt = nowMicros;
                living.add(nowMicros, partition.slot);
            }
        }
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
        for (int i = 0; ttlMicros > 0 && i < changed.size(); i++) {
            long address = changed.address(i);
            if (pages.count(address) < 0) {
                pages.setCount(address, 0);
            }
        }
    }

    private void settleAll() {
        for (int i = 0; i < changed.size(); i++) {
            settle(changed.slot(i), changed.address(i));
        }
        changed.clear();
    }

    private void settle(int slot, long address) {
        int count = pages.count(address);
        pages.setBefore(address, count);
        pages.setFlags(address, pages.flags(address) & ~CHANGED);
        var partition = partitions[slot];
        if (count == 0 && partition != null) {
            takeOut(partition, address);
        }
    }

    /// Takes a row out of its partition, unless [#truncate] did.
    private void takeOut(Partition partition, long address) {
        if (partition.remove(address, pages)) {
            rows--;
            pages.drop(address);
        }
    }

    /// Forgets a partition without rows, unless it has yet to be saved that they are gone.
    void forgetIfEmpty(Partition partition) {
        if (partition.isEmpty() && !partition.unsaved && partitions[partition.slot] == partition) {
            partitions[partition.slot] = null;
            keys.remove(partition.slot);
        }
    }

    /// Copies what is still used into a fresh heap, if most is not. May be called at any time when
    /// nobody holds addresses.
    void compact() {
        if (!pages.isMostlyWaste()) {
            return;
        }
        var fresh = new RowPages(codec);
        var gone = state.gone();
        changed.clear();
        // Those that are gone first: a row may have come again.
        for (int i = 0; i < gone.size(); i++) {
            var partition = partitions[gone.slot(i)];
            if (partition != null) {
                state.moved(partition, pages.move(gone.address(i), fresh));
            }
        }
        for (int slot = 0; slot < slots; slot++) {
            var partition = partitions[slot];
            if (partition != null) {
                move(partition, fresh);
            }
        }
        pages = fresh;
        keys.compact(slot -> existing(slot) != null);
    }

    private void move(Partition partition, RowPages fresh) {
        for (int c = 0; c < partition.used; c++) {
            var addresses = partition.chunks[c];
            for (int i = 0; i < partition.sizes[c]; i++) {
                int flags = pages.flags(addresses[i]);
                long address = pages.move(addresses[i], fresh);
                if (addresses[i] == partition.limit) {
                    partition.limit = address;
                }
                addresses[i] = address;
                if ((flags & CHANGED) != 0) {
                    changed.add(partition.slot, address);
                }
                state.moved(partition, address, flags);
            }
        }
    }

    /// Takes back a row, encoded last, that was and is there so often.
    void restore(Partition partition, int count) {
        int chunk = partition.chunkOf(pages);
        int at = partition.placeIn(chunk, pages);
        var addresses = partition.chunks[chunk];
        if (at < partition.sizes[chunk] && compare(addresses[at]) == 0) {
            long address = addresses[at];
            if (count == 0) {
                takeOut(partition, address);
            } else {
                pages.setCount(address, count);
                pages.setBefore(address, count);
            }
        } else if (count != 0) {
            insert(partition, chunk, at, state.append(count));
        }
    }

    /// Notes when a partition that was taken back changed last.
    void aged(Partition partition, long micros) {
        if (micros > partition.changedAt) {
            partition.changedAt = micros;
            living.add(micros, partition.slot);
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
        return pages.bytes()
                + keys.bytes()
                + changed.bytes()
                + state.bytes()
                + 8L * partitions.length
                + 9 * rows
                + 100L * slots;
    }
}
