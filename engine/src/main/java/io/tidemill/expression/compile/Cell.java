package io.tidemill.expression.compile;

/// Where a method called by generated code leaves a result that is more than one number. Each call
/// in the text of a kernel has a cell of its own, which is used again for every row.
class Cell {
    static final byte[] NOTHING = {};

    boolean isNull;
    long high;
    long low;
    double real;
    byte[] data = NOTHING;
    int start;
    int end;
    private byte[] own = NOTHING;

    /// Makes the result a view of `[start, end)` of `bytes`.
    void view(byte[] bytes, int from, int to) {
        data = bytes;
        start = from;
        end = to;
    }

    /// Makes the result `length` bytes of the cell's own, which the caller writes from index 0 on.
    byte[] room(long length) {
        if (length > Integer.MAX_VALUE - 16) {
            throw new IllegalStateException("a string of %d bytes is too long".formatted(length));
        }
        if (own.length < length) {
            own = new byte[(int) Math.max(length, Math.min(own.length * 2L, 1 << 30))];
        }
        data = own;
        start = 0;
        end = (int) length;
        return own;
    }

    void wide(long highBits, long lowBits) {
        high = highBits;
        low = lowBits;
    }
}
