package io.tidemill.operator.aggregate;

import io.tidemill.data.Boxes;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.AggregateCall;
import io.tidemill.sql.types.BinaryType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.DayTimeIntervalType;
import io.tidemill.sql.types.DecimalType;
import io.tidemill.sql.types.DoubleType;
import io.tidemill.sql.types.LongType;
import io.tidemill.sql.types.YearMonthIntervalType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `sum` and `avg` of whole numbers, decimals and intervals: exact, in a number as wide as it
/// takes, so that only a result that does not fit its type is an overflow, never a sum on the way
/// to it. For `try_sum` and `try_avg` that overflow is NULL.
final class ExactSum implements Accumulator {
    private final DataType type;
    private final DataType result;
    private final boolean average;
    private final AggregateCall call;
    private final boolean lenient;
    private BigInteger unscaled = BigInteger.ZERO;
    private long count;

    ExactSum(DataType type, DataType result, boolean average, AggregateCall call) {
        this.type = type;
        this.result = result;
        this.average = average;
        this.call = call;
        lenient = call.function().startsWith("try_");
    }

    @Override
    public void add(@Nullable Object[] values, long weight) {
        var value = values[0];
        if (value != null) {
            unscaled = unscaled.add(unscaled(value).multiply(BigInteger.valueOf(weight)));
            count += weight;
        }
    }

    private BigInteger unscaled(Object value) {
        return type instanceof DecimalType decimal
                ? ((BigDecimal) value).setScale(decimal.scale()).unscaledValue()
                : BigInteger.valueOf(Boxes.toLong(type, value));
    }

    @Override
    public @Nullable Object result() {
        try {
            return result(unscaled, count, type, result, average, call);
        } catch (TidemillException e) {
            if (lenient) {
                return null;
            }
            throw e;
        }
    }

    /// The result for an exact sum of `count` values.
    ///
    /// @param unscaled the sum without its decimal point
    /// @param type of the values
    /// @throws TidemillException ARITHMETIC_OVERFLOW when it does not fit its type
    static @Nullable Object result(
            BigInteger unscaled,
            long count,
            DataType type,
            DataType result,
            boolean average,
            AggregateCall call) {
        if (count == 0) {
            return null;
        }
        var sum = new BigDecimal(unscaled, type instanceof DecimalType d ? d.scale() : 0);
        return switch (result) {
            case DoubleType _ -> sum.doubleValue() / count;
            case DecimalType decimal -> decimal(sum, count, average, decimal, call);
            case LongType _ -> whole(sum, count, average, call);
            case DayTimeIntervalType _, YearMonthIntervalType _ ->
                    Boxes.ofLong(result, whole(sum, count, average, call));
            default ->
                    throw new IllegalStateException(call.function() + " as " + result.typeName());
        };
    }

    private static BigDecimal decimal(
            BigDecimal sum, long count, boolean average, DecimalType decimal, AggregateCall call) {
        var value =
                average
                        ? sum.divide(
                                BigDecimal.valueOf(count), decimal.scale(), RoundingMode.HALF_UP)
                        : sum.setScale(decimal.scale(), RoundingMode.HALF_UP);
        if (value.precision() - value.scale() > decimal.precision() - decimal.scale()) {
            throw overflow(value, call);
        }
        return value;
    }

    private static long whole(BigDecimal sum, long count, boolean average, AggregateCall call) {
        var value = average ? sum.divide(BigDecimal.valueOf(count), 0, RoundingMode.HALF_UP) : sum;
        try {
            return value.longValueExact();
        } catch (ArithmeticException e) {
            throw overflow(value, call);
        }
    }

    private static TidemillException overflow(BigDecimal value, AggregateCall call) {
        return new TidemillException(
                Condition.ARITHMETIC_OVERFLOW,
                "%s is %s, which does not fit %s"
                        .formatted(call.position().describe(), value, call.type().sql()),
                "cast the argument to a wider type, for example DECIMAL(38,0)");
    }

    @Override
    public List<@Nullable Object> save() {
        return List.of(unscaled.toByteArray(), count);
    }

    @Override
    public void load(List<@Nullable Object> state) {
        if (!(state.get(0) instanceof byte[] bytes) || !(state.get(1) instanceof Long saved)) {
            throw new IllegalStateException("a part of a sum is missing");
        }
        unscaled = new BigInteger(bytes);
        count = saved;
    }

    @Override
    public List<DataType> stateTypes() {
        return List.of(new BinaryType(), DataTypes.LongType);
    }
}
