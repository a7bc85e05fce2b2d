package io.tidemill.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Strings of rows, each as one word: its address in a [BytesHeap], then in 24 bits its length. One
/// that does not fit stands behind its length in the heap; the empty one is 0. One thread's own.
final class KeptStrings {
    private static final int LENGTH_BITS = 24;
    private static final int LONGEST = (1 << LENGTH_BITS) - 1;
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final BytesHeap heap = new BytesHeap();

    /// The word of a string.
    long keep(byte[] data, int start, int stop) {
        int length = stop - start;
        if (length == 0) {
            return 0;
        }
        if (length >= LONGEST) {
            var behindLength = new byte[length + 4];
            INTS.set(behindLength, 0, length);
            System.arraycopy(data, start, behindLength, 4, length);
            return heap.append(behindLength, 0, length + 4) << LENGTH_BITS | LONGEST;
        }
        return heap.append(data, start, stop) << LENGTH_BITS | length;
    }

    int length(long word) {
        int length = (int) word & LONGEST;
        return length < LONGEST ? length : (int) INTS.get(page(word), place(word));
    }

    /// The array that the bytes lie in.
    byte[] page(long word) {
        return heap.page(word >>> LENGTH_BITS);
    }

    private static int place(long word) {
        return BytesHeap.offset(word >>> LENGTH_BITS);
    }

    /// Where the bytes begin in [#page].
    static int start(long word) {
        return place(word) + (((int) word & LONGEST) < LONGEST ? 0 : 4);
    }

    boolean equal(long word, byte[] data, int start, int length) {
        if (length(word) != length) {
            return false;
        }
        int at = start(word);
        return length == 0
                || Arrays.equals(page(word), at, at + length, data, start, start + length);
    }

    /// Says that a row does not need its string any more.
    void drop(long word) {
        int length = length(word);
        heap.drop(((int) word & LONGEST) < LONGEST ? length : length + 4);
    }

    /// Whether it pays to keep what is needed elsewhere.
    boolean isMostlyWaste() {
        return heap.isMostlyWaste();
    }

    long bytes() {
        return heap.bytes();
    }
}
