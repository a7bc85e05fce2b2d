package io.tidemill.data;

import io.tidemill.sql.types.DecimalType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;

/// Decimals of 19 to 38 digits: the unscaled value in 128 bits, two's complement, in two longs.
public final class DecimalColumn extends Column {
    private long[] high;
    private long[] low;

    public DecimalColumn(DecimalType type, int capacity) {
        super(type, capacity);
        high = new long[capacity];
        low = new long[capacity];
    }

    /// The upper 64 bits, with the sign.
    public long[] high() {
        return high;
    }

    /// The lower 64 bits, without sign.
    public long[] low() {
        return low;
    }

    public void setDecimal(int row, long highBits, long lowBits) {
        high[row] = highBits;
        low[row] = lowBits;
    }

    @Override
    void grow(int capacity) {
        high = Arrays.copyOf(high, capacity);
        low = Arrays.copyOf(low, capacity);
    }

    @Override
    Object boxed(int row) {
        return toBigDecimal(high[row], low[row], ((DecimalType) type()).scale());
    }

    @Override
    void setBoxed(int row, Object value) {
        var unscaled =
                ((BigDecimal) value).setScale(((DecimalType) type()).scale()).unscaledValue();
        high[row] = unscaled.shiftRight(64).longValue();
        low[row] = unscaled.longValue();
    }

    /// The number whose unscaled value these bits are.
    public static BigDecimal toBigDecimal(long high, long low, int scale) {
        if (high == low >> 63) {
            return BigDecimal.valueOf(low, scale);
        }
        var lower = BigInteger.valueOf(low);
        if (low < 0) {
            lower = lower.add(BigInteger.ONE.shiftLeft(64));
        }
        return new BigDecimal(BigInteger.valueOf(high).shiftLeft(64).add(lower), scale);
    }

    @Override
    void copyValue(int row, Column from, int fromRow) {
        var other = (DecimalColumn) from;
        high[row] = other.high[fromRow];
        low[row] = other.low[fromRow];
    }

    @Override
    public long bytes(int rows) {
        return 16L * rows;
    }
}
