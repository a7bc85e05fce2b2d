package io.tidemill.operator.aggregate;

import io.tidemill.data.Column;
import io.tidemill.sql.types.BinaryType;
import io.tidemill.sql.types.DataType;
import io.tidemill.state.KeyGroups;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `approx_count_distinct` of values that are never taken away: HyperLogLog with the estimator of
/// O. Ertl, *New cardinality estimation algorithms for HyperLogLog sketches*, 2017 (its improved
/// raw estimator: no table, no change of formula for small or large counts).
///
/// State: 2^p bytes, p as small as the error asked for allows: 512 for 5 percent.
final class HyperLogLog implements Accumulator {
    private final int bits;
    private final byte[] registers;
    private final Column one;

    /// @param error the relative standard deviation that is allowed
    HyperLogLog(DataType type, double error) {
        bits = (int) Math.max(4, Math.ceil(2 * Math.log(1.106 / error) / Math.log(2)));
        registers = new byte[1 << bits];
        one = Column.create(type, 1);
    }

    @Override
    public void add(@Nullable Object[] values, long weight) {
        if (values[0] == null) {
            return;
        }
        one.clear();
        one.setPresent(0);
        one.set(0, values[0]);
        long hash = KeyGroups.hash(one, 0);
        int register = (int) (hash >>> (Long.SIZE - bits));
        int zeros = Math.min(Long.numberOfLeadingZeros(hash << bits), Long.SIZE - bits) + 1;
        registers[register] = (byte) Math.max(registers[register], zeros);
    }

    @Override
    public Object result() {
        int most = Long.SIZE - bits;
        var counts = new int[most + 2];
        for (byte register : registers) {
            counts[register]++;
        }
        double m = registers.length;
        double z = m * tau(1 - counts[most + 1] / m);
        for (int k = most; k >= 1; k--) {
            z = 0.5 * (z + counts[k]);
        }
        z += m * sigma(counts[0] / m);
        return Math.round(m * m / (2 * Math.log(2)) / z);
    }

    private static double sigma(double start) {
        if (start == 1) {
            return Double.POSITIVE_INFINITY;
        }
        double x = start;
        double y = 1;
        double z = x;
        double before;
        do {
            x *= x;
            before = z;
            z += x * y;
            y += y;
        } while (z != before);
        return z;
    }

    private static double tau(double start) {
        if (start == 0 || start == 1) {
            return 0;
        }
        double x = start;
        double y = 1;
        double z = 1 - x;
        double before;
        do {
            x = Math.sqrt(x);
            before = z;
            y *= 0.5;
            z -= (1 - x) * (1 - x) * y;
        } while (z != before);
        return z / 3;
    }

    @Override
    public List<@Nullable Object> save() {
        return List.of(registers.clone());
    }

    @Override
    public void load(List<@Nullable Object> state) {
        if (state.get(0) instanceof byte[] saved) {
            System.arraycopy(saved, 0, registers, 0, registers.length);
        }
    }

    @Override
    public List<DataType> stateTypes() {
        return List.of(new BinaryType());
    }
}
