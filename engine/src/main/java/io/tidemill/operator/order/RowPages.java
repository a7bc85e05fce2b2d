package io.tidemill.operator.order;

import io.tidemill.data.Batch;
import io.tidemill.state.BytesHeap;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Rows as the bytes of [RowBytes] in a [BytesHeap], each by its address and behind a head: its
/// length, that of its sort keys with the owner's flags above, how often it is there now, and how
/// often it was at the end of the last epoch. One thread's own.
final class RowPages {
    /// Bytes in front of a row.
    static final int HEAD = 16;

    /// The bits of the owner's flags.
    static final int FLAGS = 7 << 29;

    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final RowBytes codec;
    private final BytesHeap heap = new BytesHeap();

    /// @param codec leaves [#HEAD] bytes free in front of a row
    RowPages(RowBytes codec) {
        this.codec = codec;
    }

    /// Appends the row encoded last, which is and was there so often.
    ///
    /// @return its address
    long append(int flags, int count) {
        var bytes = codec.bytes();
        INTS.set(bytes, 0, codec.length());
        INTS.set(bytes, 4, flags | codec.keyLength());
        INTS.set(bytes, 8, count);
        INTS.set(bytes, 12, count);
        return heap.append(bytes, 0, HEAD + codec.length());
    }

    /// Copies a row, with its head, to other pages; returns where it is there.
    long move(long address, RowPages to) {
        int at = BytesHeap.offset(address);
        return to.heap.append(heap.page(address), at, at + HEAD + length(address));
    }

    private int get(long address, int word) {
        return (int) INTS.get(heap.page(address), BytesHeap.offset(address) + word);
    }

    private void set(long address, int word, int value) {
        INTS.set(heap.page(address), BytesHeap.offset(address) + word, value);
    }

    int length(long address) {
        return get(address, 0);
    }

    int keyLength(long address) {
        return get(address, 4) & ~FLAGS;
    }

    int flags(long address) {
        return get(address, 4) & FLAGS;
    }

    void setFlags(long address, int flags) {
        set(address, 4, keyLength(address) | flags);
    }

    /// How often the row is there now.
    int count(long address) {
        return get(address, 8);
    }

    void setCount(long address, int count) {
        set(address, 8, count);
    }

    /// How often it was there at the end of the last epoch.
    int before(long address) {
        return get(address, 12);
    }

    void setBefore(long address, int count) {
        set(address, 12, count);
    }

    /// The array that the bytes of a row lie in, from [#start] on.
    byte[] page(long address) {
        return heap.page(address);
    }

    static int start(long address) {
        return BytesHeap.offset(address) + HEAD;
    }

    /// Compares a row with the one encoded last.
    int compare(long address) {
        return compare(address, length(address), codec.length());
    }

    /// Compares the sort keys of a row with those encoded last.
    int compareKeys(long address) {
        return compare(address, keyLength(address), codec.keyLength());
    }

    private int compare(long address, int kept, int encoded) {
        int at = start(address);
        return Arrays.compareUnsigned(
                heap.page(address), at, at + kept, codec.bytes(), HEAD, HEAD + encoded);
    }

    /// Compares two rows.
    int compare(long left, long right) {
        int at = start(left);
        int with = start(right);
        return Arrays.compareUnsigned(
                heap.page(left),
                at,
                at + length(left),
                heap.page(right),
                with,
                with + length(right));
    }

    /// Whether two rows have the same sort keys.
    boolean arePeers(long left, long right) {
        int length = keyLength(left);
        int at = start(left);
        int with = start(right);
        return length == keyLength(right)
                && Arrays.equals(
                        heap.page(left), at, at + length, heap.page(right), with, with + length);
    }

    /// The first sort key of a row, a long in ascending order; [Long#MAX_VALUE] for NULL.
    long firstLong(long address) {
        return firstLong(heap.page(address), start(address));
    }

    /// That of the row encoded last.
    long firstLong() {
        return firstLong(codec.bytes(), HEAD);
    }

    private static long firstLong(byte[] row, int at) {
        return row[at] == 1 ? (long) LONGS.get(row, at + 1) ^ Long.MIN_VALUE : Long.MAX_VALUE;
    }

    /// Sort key `index` of a row whose sort keys up to there are ascending longs and never NULL.
    long longKey(long address, int index) {
        return (long) LONGS.get(heap.page(address), start(address) + 9 * index + 1)
                ^ Long.MIN_VALUE;
    }

    /// Writes a row to row `row` of `out`, where there is room, as a codec of its parts has it.
    void write(long address, RowBytes as, Batch out, int row) {
        int at = start(address);
        as.decode(heap.page(address), at, at + length(address), out, row);
    }

    /// Says that a row is not needed any more.
    void drop(long address) {
        heap.drop(HEAD + length(address));
    }

    boolean isMostlyWaste() {
        return heap.isMostlyWaste();
    }

    long bytes() {
        return heap.bytes();
    }
}
