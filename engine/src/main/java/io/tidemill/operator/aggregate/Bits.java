package io.tidemill.operator.aggregate;

import io.tidemill.data.Boxes;
import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `bit_and`, `bit_or` and `bit_xor`: how many values have each bit, so that values can be taken
/// away again.
final class Bits implements Accumulator {
    private final DataType type;
    private final String function;
    private final long[] ones = new long[Long.SIZE];
    private long count;

    Bits(DataType type, String function) {
        this.type = type;
        this.function = function;
    }

    @Override
    public void add(@Nullable Object[] values, long weight) {
        if (values[0] == null) {
            return;
        }
        count += weight;
        for (long bits = Boxes.toLong(type, values[0]); bits != 0; bits &= bits - 1) {
            ones[Long.numberOfTrailingZeros(bits)] += weight;
        }
    }

    @Override
    public @Nullable Object result() {
        if (count == 0) {
            return null;
        }
        long result = 0;
        for (int i = 0; i < ones.length; i++) {
            boolean set =
                    switch (function) {
                        case "bit_and" -> ones[i] == count;
                        case "bit_or" -> ones[i] > 0;
                        default -> (ones[i] & 1) != 0;
                    };
            result |= set ? 1L << i : 0;
        }
        return Boxes.ofLong(type, result);
    }

    @Override
    public List<@Nullable Object> save() {
        return List.of(count, Arrays.stream(ones).boxed().toList());
    }

    @Override
    public void load(List<@Nullable Object> state) {
        count = state.get(0) instanceof Long saved ? saved : 0;
        if (state.get(1) instanceof List<?> saved) {
            Arrays.setAll(ones, i -> (Long) saved.get(i));
        }
    }

    @Override
    public List<DataType> stateTypes() {
        return List.of(DataTypes.LongType, new ArrayType(DataTypes.LongType));
    }
}
