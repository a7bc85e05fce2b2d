package io.tidemill.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Byte strings that replace each other, in the pages of a [BytesHeap]: room that is given back is
/// used again by the next string of about the same length, so that what is kept takes little more
/// than its bytes, however often it was replaced.
///
/// Room comes in multiples of 16 bytes; free room of one size is a list, each with the address of
/// the next one in its first bytes. What is longer than 4 KB is not used again before
/// [#isMostlyWaste] tells that it pays to copy everything into a fresh pool. One thread's own.
public final class BytesPool {
    private static final int BITS = 4;
    private static final int UNIT = 1 << BITS;
    private static final int SIZES = 256;
    private static final long NONE = -1;
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final BytesHeap heap = new BytesHeap();
    private final long[] free = new long[SIZES + 1];

    public BytesPool() {
        Arrays.fill(free, NONE);
    }

    /// Keeps a copy of `[start, end)` of `source`, at least one byte; returns its address.
    public long append(byte[] source, int start, int end) {
        long address = allocate(end - start);
        System.arraycopy(source, start, page(address), BytesHeap.offset(address), end - start);
        return address;
    }

    /// Room for so many bytes, at least one, which may hold anything; returns its address.
    long allocate(int length) {
        int units = units(length);
        long address = units <= SIZES ? free[units] : NONE;
        if (address == NONE) {
            return heap.allocate(units << BITS);
        }
        free[units] = (long) LONGS.get(page(address), BytesHeap.offset(address));
        heap.drop(-(units << BITS));
        return address;
    }

    /// Room for so many bytes in place of what was kept at an address.
    ///
    /// @param had the length that it was kept with
    long reallocate(long address, int had, int length) {
        if (units(had) == units(length)) {
            return address;
        }
        release(address, had);
        return allocate(length);
    }

    /// Gives back what was kept at an address.
    ///
    /// @param length that it was kept with
    public void release(long address, int length) {
        int units = units(length);
        heap.drop(units << BITS);
        if (units <= SIZES) {
            LONGS.set(page(address), BytesHeap.offset(address), free[units]);
            free[units] = address;
        }
    }

    private static int units(int length) {
        return (length + UNIT - 1) >>> BITS;
    }

    /// The array that the bytes at an address lie in, from [BytesHeap#offset] on.
    public byte[] page(long address) {
        return heap.page(address);
    }

    /// Whether most of it is not needed any more.
    public boolean isMostlyWaste() {
        return heap.isMostlyWaste();
    }

    /// About how many bytes it takes.
    public long bytes() {
        return heap.bytes() + 8L * free.length;
    }
}
