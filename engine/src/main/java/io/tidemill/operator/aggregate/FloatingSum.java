package io.tidemill.operator.aggregate;

import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `sum` and `avg` of floating numbers.
///
/// The sum is compensated (Neumaier, *Rundungsfehleranalyse einiger Verfahren zur Summation
/// endlicher Summen*, ZAMM 1974), NaN and the infinities are counted apart, so that taking them
/// away brings the finite sum back, and everything starts anew when nothing is left at the end of
/// an epoch.
final class FloatingSum implements Accumulator {
    private final boolean average;
    private double sum;
    private double compensation;
    private long count;
    private long nans;
    private long positiveInfinities;
    private long negativeInfinities;

    FloatingSum(boolean average) {
        this.average = average;
    }

    @Override
    public void add(@Nullable Object[] values, long weight) {
        var value = values[0];
        if (value == null) {
            return;
        }
        double number = ((Number) value).doubleValue();
        count += weight;
        if (Double.isNaN(number)) {
            nans += weight;
        } else if (number == Double.POSITIVE_INFINITY) {
            positiveInfinities += weight;
        } else if (number == Double.NEGATIVE_INFINITY) {
            negativeInfinities += weight;
        } else {
            for (long i = 0; i < Math.abs(weight); i++) {
                addFinite(weight < 0 ? -number : number);
            }
        }
    }

    private void addFinite(double number) {
        double total = sum + number;
        compensation +=
                Math.abs(sum) >= Math.abs(number) ? (sum - total) + number : (number - total) + sum;
        sum = total;
    }

    @Override
    public @Nullable Object result() {
        if (count == 0) {
            // Not before the end of an epoch: until then the count may be 0 by mere chance.
            sum = 0;
            compensation = 0;
            return null;
        }
        double total = total();
        return average ? total / count : total;
    }

    private double total() {
        return total(sum, compensation, nans, positiveInfinities, negativeInfinities);
    }

    /// The sum of what was added.
    static double total(
            double sum,
            double compensation,
            long nans,
            long positiveInfinities,
            long negativeInfinities) {
        if (nans > 0 || positiveInfinities > 0 && negativeInfinities > 0) {
            return Double.NaN;
        }
        if (positiveInfinities > 0) {
            return Double.POSITIVE_INFINITY;
        }
        if (negativeInfinities > 0) {
            return Double.NEGATIVE_INFINITY;
        }
        double total = sum + compensation;
        return Double.isNaN(total) ? sum : total; // the sum itself became infinite
    }

    @Override
    public List<@Nullable Object> save() {
        return List.of(sum, compensation, count, nans, positiveInfinities, negativeInfinities);
    }

    @Override
    public void load(List<@Nullable Object> state) {
        sum = ((Number) saved(state, 0)).doubleValue();
        compensation = ((Number) saved(state, 1)).doubleValue();
        count = (Long) saved(state, 2);
        nans = (Long) saved(state, 3);
        positiveInfinities = (Long) saved(state, 4);
        negativeInfinities = (Long) saved(state, 5);
    }

    private static Object saved(List<@Nullable Object> state, int index) {
        var value = state.get(index);
        if (value == null) {
            throw new IllegalStateException("a part of a floating sum is missing");
        }
        return value;
    }

    @Override
    public List<DataType> stateTypes() {
        return List.of(
                DataTypes.DoubleType,
                DataTypes.DoubleType,
                DataTypes.LongType,
                DataTypes.LongType,
                DataTypes.LongType,
                DataTypes.LongType);
    }
}
