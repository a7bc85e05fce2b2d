package io.tidemill.expression.function;

import io.tidemill.data.Condition;
import io.tidemill.expression.Types;
import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.DayTimeIntervalType;
import io.tidemill.sql.types.MapType;
import io.tidemill.sql.types.YearMonthIntervalType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the aggregates that need all values take and give: collections, texts, percentiles.
final class CollectingFunctions {
    private static final Body NEVER_CALLED = AggregateFunctions.NEVER_CALLED;

    private CollectingFunctions() {}

    static void define(Catalog catalog) {
        catalog.define(Group.AGGREGATE, "collect_list([DISTINCT] value)")
                .alias("array_agg")
                .says("An array of the values that are not NULL, in their order.")
                .withTyping(arguments -> {
                    arguments.count(1);
                    return array(arguments, arguments.type(0));
                });
        catalog.define(Group.AGGREGATE, "collect_set(value)")
                .says("An array of the different values that are not NULL, in their order.")
                .withTyping(CollectingFunctions::set);
        catalog.define(Group.AGGREGATE, "listagg([DISTINCT] value[, delimiter])")
                .alias("string_agg")
                .says(
                        "The values that are not NULL as one, with the delimiter between them;"
                                + " `WITHIN GROUP (ORDER BY ...)` says in which order, else they"
                                + " stand in their own.")
                .withTyping(CollectingFunctions::text);
        catalog.define(Group.AGGREGATE, "percentile([DISTINCT] value, percentage[, frequency])")
                .says(
                        "The value below which that part of the values lies, between two of them"
                                + " if need be; an array for an array of percentages. Each value"
                                + " counts `frequency` times.")
                .withTyping(CollectingFunctions::percentile);
        catalog.define(Group.AGGREGATE, "median([DISTINCT] value)")
                .says("`percentile(value, 0.5)`.")
                .withTyping(arguments -> {
                    arguments.count(1);
                    var type = percentileInput(arguments);
                    return new Signature(List.of(type), interpolated(type), true, NEVER_CALLED);
                });
        ordered(catalog, "percentile_cont", "As `percentile`, of the values in that order.");
        ordered(
                catalog,
                "percentile_disc",
                "The first of the values in that order up to which at least that part of them"
                        + " lies.");
        catalog.define(
                        Group.AGGREGATE,
                        "percentile_approx([DISTINCT] value, percentage[, accuracy])")
                .alias("approx_percentile")
                .says(
                        "The least of the values up to which at least that part of them lies; an"
                                + " array for an array of percentages. It is computed exactly, so"
                                + " that the accuracy asked for is always kept.")
                .withTyping(CollectingFunctions::approximate);
        catalog.define(Group.AGGREGATE, "mode(value[, deterministic])")
                .says(
                        "The most frequent value; of several the least. Also written `mode() WITHIN"
                                + " GROUP (ORDER BY value)`.")
                .withTyping(CollectingFunctions::mode);
    }

    private static Signature array(Arguments arguments, DataType element) {
        return new Signature(
                arguments.types(), DataTypes.createArrayType(element, false), false, NEVER_CALLED);
    }

    private static Signature set(Arguments arguments) {
        arguments.count(1);
        if (hasMap(arguments.type(0))) {
            throw arguments.mismatch(
                    Condition.DATATYPE_MISMATCH__UNSUPPORTED_INPUT_TYPE,
                    "The input of `collect_set` can't be \"MAP\" type data");
        }
        return array(arguments, arguments.type(0));
    }

    private static boolean hasMap(DataType type) {
        return type instanceof MapType || !Types.isOrdered(type);
    }

    private static Signature text(Arguments arguments) {
        arguments.countBetween(1, 2);
        var type = arguments.as(0, Kind.TEXT_OR_BINARY);
        if (arguments.size() == 1) {
            return new Signature(List.of(type), type, true, NEVER_CALLED);
        }
        arguments.requireConstant(1, "delimiter");
        if (type.equals(DataTypes.BinaryType)
                && !arguments.type(1).equals(DataTypes.BinaryType)
                && !arguments.type(1).equals(DataTypes.NullType)) {
            throw arguments.mismatch(
                    Condition.DATATYPE_MISMATCH__DATA_DIFF_TYPES,
                    "Input to `%s` should all be the same type, but it's %s"
                            .formatted(arguments.function(), Arguments.listed(arguments.types())));
        }
        return new Signature(
                List.of(type, arguments.as(1, Kind.of(type))), type, true, NEVER_CALLED);
    }

    /// A percentile lies between two values, so they must be numbers or intervals.
    private static DataType percentileInput(Arguments arguments) {
        return arguments.as(0, Kind.NUMBER_OR_INTERVAL);
    }

    private static DataType interpolated(DataType type) {
        return switch (type) {
            case YearMonthIntervalType _ -> DataTypes.createYearMonthIntervalType();
            case DayTimeIntervalType _ -> DataTypes.createDayTimeIntervalType();
            default -> DataTypes.DoubleType;
        };
    }

    private static Signature percentile(Arguments arguments) {
        arguments.countBetween(2, 3);
        var type = percentileInput(arguments);
        var types = new ArrayList<>(List.of(type, percentage(arguments)));
        if (arguments.size() == 3) {
            types.add(arguments.as(2, Kind.WHOLE));
        }
        return new Signature(types, asMany(types.get(1), interpolated(type)), true, NEVER_CALLED);
    }

    /// `WITHIN GROUP` has become arguments: value, percentage, whether the order is descending.
    private static void ordered(Catalog catalog, String name, String says) {
        catalog.define(Group.AGGREGATE, name + "(percentage) WITHIN GROUP (ORDER BY value)")
                .says(says)
                .withTyping(arguments -> {
                    arguments.countBetween(2, 3);
                    var type = percentileInput(arguments);
                    var types = new ArrayList<>(List.of(type, percentage(arguments)));
                    if (arguments.size() == 3) {
                        types.add(DataTypes.BooleanType);
                    }
                    return new Signature(
                            types, asMany(types.get(1), interpolated(type)), true, NEVER_CALLED);
                });
    }

    private static Signature approximate(Arguments arguments) {
        arguments.countBetween(2, 3);
        var type = arguments.type(0);
        var taken =
                Types.isTime(type) || type.equals(DataTypes.DateType)
                        ? type
                        : percentileInput(arguments);
        var types = new ArrayList<>(List.of(taken, percentage(arguments)));
        if (arguments.size() == 3) {
            types.add(DataTypes.LongType);
            var accuracy = arguments.requireConstant(2, "accuracy");
            if (!(accuracy instanceof Number number) || number.longValue() <= 0) {
                throw arguments.mismatch(
                        accuracy == null
                                ? Condition.DATATYPE_MISMATCH__UNEXPECTED_NULL
                                : Condition.DATATYPE_MISMATCH__VALUE_OUT_OF_RANGE,
                        "The accuracy must be between (0, 2147483647] (current value = %s)"
                                .formatted(arguments.get(2)));
            }
        }
        return new Signature(types, asMany(types.get(1), taken), true, NEVER_CALLED);
    }

    private static DataType asMany(DataType percentage, DataType one) {
        return percentage instanceof ArrayType ? DataTypes.createArrayType(one, false) : one;
    }

    /// A constant number, or array of numbers, from 0 to 1.
    private static DataType percentage(Arguments arguments) {
        var value = arguments.requireConstant(1, "percentage");
        if (value == null) {
            throw arguments.mismatch(
                    Condition.DATATYPE_MISMATCH__UNEXPECTED_NULL,
                    "The `percentage` must not be null");
        }
        boolean many = value instanceof List<?>;
        var type = many ? DataTypes.createArrayType(DataTypes.DoubleType) : DataTypes.DoubleType;
        for (var one : many ? (List<?>) value : List.of(value)) {
            if (!isPart(one)) {
                throw arguments.mismatch(
                        Condition.DATATYPE_MISMATCH__VALUE_OUT_OF_RANGE,
                        "The percentage(s) must be between [0.0, 1.0] (current value = %s)"
                                .formatted(arguments.get(1)));
            }
        }
        return type;
    }

    private static boolean isPart(@Nullable Object value) {
        return value instanceof Number number
                && number.doubleValue() >= 0
                && number.doubleValue() <= 1;
    }

    /// A third argument that is true stands for `ORDER BY value DESC`.
    private static Signature mode(Arguments arguments) {
        arguments.countBetween(1, 3);
        var type = arguments.type(0);
        var types = new ArrayList<>(List.of(type));
        for (int i = 1; i < arguments.size(); i++) {
            arguments.requireConstant(i, "deterministic");
            types.add(arguments.as(i, Kind.BOOLEAN));
        }
        return new Signature(types, type, true, NEVER_CALLED);
    }
}
