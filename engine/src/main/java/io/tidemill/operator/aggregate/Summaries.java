package io.tidemill.operator.aggregate;

import io.tidemill.data.Boxes;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DecimalType;
import io.tidemill.sql.types.DoubleType;
import io.tidemill.sql.types.FloatType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/// Aggregates that sum up numbers roughly: the product, and the histogram of `histogram_numeric`.
/// Pure; of values as [Multiset] holds them, in their order.
final class Summaries {
    private Summaries() {}

    /// The product, as a DOUBLE; null without values.
    static @Nullable Object product(NavigableMap<@Nullable Object[], Long> counts) {
        double product = 1;
        boolean any = false;
        for (var entry : counts.entrySet()) {
            if (entry.getValue() > 0 && entry.getKey()[0] instanceof Number number) {
                product *= Math.pow(number.doubleValue(), entry.getValue());
                any = true;
            }
        }
        return any ? product : null;
    }

    /// How many values lie about a number.
    private record Bin(double middle, double height) {
        Bin with(Bin next) {
            double both = height + next.height;
            return new Bin((middle * height + next.middle * next.height) / both, both);
        }
    }

    /// Makes a value of the bins' middles' type.
    @FunctionalInterface
    interface Middle {
        Object of(double number);
    }

    /// At most so many bins, each an array of its middle and its height, in order. As long as there
    /// are no more different values than bins, each value has its own; then the two that are
    /// closest, of several the least, are put together. Null without values.
    ///
    /// Source: Ben-Haim and Tom-Tov, *A Streaming Parallel Decision Tree Algorithm*, JMLR 2010, as
    /// Hive and Spark follow it.
    ///
    /// @param numbers how often each number is there, in order
    static @Nullable Object histogram(NavigableMap<Double, Long> numbers, int bins, Middle middle) {
        var histogram = new ArrayList<Bin>();
        numbers.forEach((number, count) -> {
            histogram.add(new Bin(number, count));
            if (histogram.size() > bins) {
                mergeClosest(histogram);
            }
        });
        if (histogram.isEmpty()) {
            return null;
        }
        List<@Nullable Object> result = new ArrayList<>();
        for (var bin : histogram) {
            result.add(new @Nullable Object[] {middle.of(bin.middle), bin.height});
        }
        return result;
    }

    /// A value as a number: of times, intervals and dates what a column holds.
    static double number(DataType type, Object value) {
        return value instanceof Number number ? number.doubleValue() : Boxes.toLong(type, value);
    }

    /// The value of a type that is closest to a number, towards zero.
    static Object value(DataType type, double number) {
        return switch (type) {
            case DoubleType _ -> number;
            case FloatType _ -> (float) number;
            case DecimalType decimal ->
                    BigDecimal.valueOf(number).setScale(decimal.scale(), RoundingMode.HALF_UP);
            default -> Boxes.ofLong(type, (long) number);
        };
    }

    private static void mergeClosest(List<Bin> histogram) {
        int closest = 0;
        for (int i = 1; i < histogram.size() - 1; i++) {
            if (distance(histogram, i) < distance(histogram, closest)) {
                closest = i;
            }
        }
        var next = histogram.remove(closest + 1);
        histogram.set(closest, histogram.get(closest).with(next));
    }

    private static double distance(List<Bin> histogram, int index) {
        return histogram.get(index + 1).middle - histogram.get(index).middle;
    }
}
