package io.tidemill.operator.aggregate;

import io.tidemill.data.Boxes;
import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DayTimeIntervalType;
import io.tidemill.sql.types.YearMonthIntervalType;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/// Where in an order of values a percentage lies: `percentile` and its like, of values as
/// [Multiset] holds them. Pure.
///
/// @param discrete whether the answer is one of the values, or may lie between two
/// @param keepsType whether the answer has the values' type also where that is a number
/// @param descending whether the order is the other way round
/// @param type of the values
record Percentile(
        List<Double> percentages,
        boolean discrete,
        boolean keepsType,
        boolean descending,
        DataType type,
        DataType result) {
    Percentile {
        percentages = List.copyOf(percentages);
    }

    /// @param percentage one or an array of them
    static List<Double> percentages(@Nullable Object percentage) {
        var list = new ArrayList<Double>();
        for (var one : percentage instanceof List<?> many ? many : List.of(percentage)) {
            list.add(((Number) one).doubleValue());
        }
        return list;
    }

    /// @param counts how often each value is there, in order; the values are the first of each
    ///   tuple
    @Nullable Object of(NavigableMap<@Nullable Object[], Long> counts) {
        var ordered = descending ? counts.descendingMap() : counts;
        long total = 0;
        for (long count : ordered.values()) {
            total += Math.max(0, count);
        }
        if (total == 0) {
            return null;
        }
        var answers = new ArrayList<@Nullable Object>();
        for (double percentage : percentages) {
            answers.add(
                    discrete
                            ? discrete(ordered, total, percentage)
                            : between(ordered, total, percentage));
        }
        return result instanceof ArrayType ? answers : answers.get(0);
    }

    private Object discrete(
            NavigableMap<@Nullable Object[], Long> ordered, long total, double percentage) {
        long rank = Math.clamp((long) Math.ceil(percentage * total), 1, total);
        var value = at(ordered, rank - 1);
        return keepsType ? value : boxed(number(value));
    }

    private Object between(
            NavigableMap<@Nullable Object[], Long> ordered, long total, double percentage) {
        double position = percentage * (total - 1);
        long below = (long) Math.floor(position);
        long above = (long) Math.ceil(position);
        double low = number(at(ordered, below));
        if (above == below) {
            return boxed(low);
        }
        double high = number(at(ordered, above));
        return boxed(low == high ? low : (above - position) * low + (position - below) * high);
    }

    private static Object at(NavigableMap<@Nullable Object[], Long> ordered, long index) {
        long left = index;
        for (var entry : ordered.entrySet()) {
            left -= Math.max(0, entry.getValue());
            var value = entry.getKey()[0];
            if (left < 0 && value != null) {
                return value;
            }
        }
        throw new IllegalStateException("there is no value " + index);
    }

    private double number(Object value) {
        return switch (type) {
            case YearMonthIntervalType _, DayTimeIntervalType _ -> Boxes.toLong(type, value);
            default -> ((Number) value).doubleValue();
        };
    }

    private Object boxed(double number) {
        var one = result instanceof ArrayType array ? array.elementType() : result;
        return switch (one) {
            case YearMonthIntervalType _, DayTimeIntervalType _ -> Boxes.ofLong(one, (long) number);
            default -> number;
        };
    }
}
