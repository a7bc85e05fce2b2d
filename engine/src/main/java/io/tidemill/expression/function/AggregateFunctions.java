package io.tidemill.expression.function;

import io.tidemill.data.Condition;
import io.tidemill.expression.DecimalRules;
import io.tidemill.expression.Types;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.DayTimeIntervalType;
import io.tidemill.sql.types.DecimalType;
import io.tidemill.sql.types.YearMonthIntervalType;
import java.util.List;

/// What `count`, `sum`, `min`, `max`, `avg` and their like take and give. The operators compute
/// aggregates: their bodies are never called.
final class AggregateFunctions {
    static final Body NEVER_CALLED =
            (_, _) -> {
                throw new IllegalStateException("an aggregate is computed by an operator");
            };

    private AggregateFunctions() {}

    static void define(Catalog catalog) {
        catalog.define(Group.AGGREGATE, "count([DISTINCT] value, ...)")
                .says("How many rows have no NULL among the values; `count(*)` counts all rows.")
                .withTyping(arguments ->
                        new Signature(arguments.types(), DataTypes.LongType, false, NEVER_CALLED));
        catalog.define(Group.AGGREGATE, "sum([DISTINCT] value)")
                .says(
                        "The sum of what is not NULL: BIGINT, DOUBLE or a decimal of ten more"
                                + " digits.")
                .withTyping(arguments -> one(arguments, Kind.NUMBER_OR_INTERVAL, false));
        catalog.define(Group.AGGREGATE, "avg([DISTINCT] value)")
                .alias("mean")
                .says("The mean of what is not NULL: DOUBLE, or a decimal of four more digits.")
                .withTyping(arguments -> one(arguments, Kind.NUMBER_OR_INTERVAL, true));
        catalog.define(Group.AGGREGATE, "min(value)")
                .says("The least value that is not NULL.")
                .withTyping(AggregateFunctions::extreme);
        catalog.define(Group.AGGREGATE, "max(value)")
                .says("The greatest value that is not NULL; NaN is greater than every number.")
                .withTyping(AggregateFunctions::extreme);
        catalog.define(Group.AGGREGATE, "count_if(condition)")
                .says("For how many rows the condition is true.")
                .withTyping(arguments -> given(arguments, DataTypes.LongType, false, Kind.BOOLEAN));
        catalog.define(Group.AGGREGATE, "try_sum([DISTINCT] value)")
                .says("As `sum`, but NULL where the sum does not fit its type.")
                .withTyping(arguments -> one(arguments, Kind.NUMBER_OR_INTERVAL, false));
        catalog.define(Group.AGGREGATE, "try_avg([DISTINCT] value)")
                .says("As `avg`, but NULL where the mean does not fit its type.")
                .withTyping(arguments -> one(arguments, Kind.NUMBER_OR_INTERVAL, true));
        catalog.define(Group.AGGREGATE, "bool_and(condition)")
                .alias("every")
                .says("Whether the condition is true wherever it is not NULL.")
                .withTyping(AggregateFunctions::condition);
        catalog.define(Group.AGGREGATE, "bool_or(condition)")
                .alias("some", "any")
                .says("Whether the condition is true anywhere.")
                .withTyping(AggregateFunctions::condition);
        bits(catalog, "bit_and", "The bits that all values have.");
        bits(catalog, "bit_or", "The bits that any value has.");
        bits(catalog, "bit_xor", "The bits that an odd number of values have.");
        catalog.define(Group.AGGREGATE, "approx_count_distinct(value[, error])")
                .says(
                        "About how many different values there are, by HyperLogLog with a relative"
                                + " standard deviation of `error` (0.05); exactly where rows may"
                                + " be taken away.")
                .withTyping(AggregateFunctions::approximateCount);
    }

    private static void bits(Catalog catalog, String name, String says) {
        catalog.define(Group.AGGREGATE, name + "(value)")
                .says(says)
                .withTyping(arguments -> {
                    arguments.count(1);
                    var type = arguments.as(0, Kind.WHOLE);
                    return new Signature(List.of(type), type, true, NEVER_CALLED);
                });
    }

    private static Signature condition(Arguments arguments) {
        return given(arguments, DataTypes.BooleanType, true, Kind.BOOLEAN);
    }

    private static Signature approximateCount(Arguments arguments) {
        arguments.countBetween(1, 2);
        if (arguments.size() == 1) {
            return new Signature(arguments.types(), DataTypes.LongType, false, NEVER_CALLED);
        }
        double error =
                arguments.requireConstant(1, "relativeSD") instanceof Number number
                        ? number.doubleValue()
                        : 0;
        if (!(error > 0 && error <= 0.39)) {
            throw arguments.mismatch(
                    Condition.DATATYPE_MISMATCH__VALUE_OUT_OF_RANGE,
                    "The relativeSD must be between (0, 0.39] (current value = %s)"
                            .formatted(arguments.get(1)));
        }
        return new Signature(
                List.of(arguments.type(0), DataTypes.DoubleType),
                DataTypes.LongType,
                false,
                NEVER_CALLED);
    }

    /// A signature of arguments of these kinds.
    static Signature given(Arguments arguments, DataType type, boolean nullable, Kind... kinds) {
        return new Signature(arguments.as(kinds), type, nullable, NEVER_CALLED);
    }

    private static Signature extreme(Arguments arguments) {
        arguments.count(1);
        var type = arguments.type(0);
        if (!Types.isOrdered(type)) {
            throw ComparisonOperators.unordered(arguments, type);
        }
        return new Signature(List.of(type), type, true, NEVER_CALLED);
    }

    private static Signature one(Arguments arguments, Kind kind, boolean mean) {
        arguments.count(1);
        var type = arguments.as(0, kind);
        return new Signature(List.of(type), mean ? mean(type) : sum(type), true, NEVER_CALLED);
    }

    private static DataType sum(DataType type) {
        return switch (type) {
            case DecimalType decimal ->
                    DecimalRules.bounded(decimal.precision() + 10, decimal.scale());
            case YearMonthIntervalType _, DayTimeIntervalType _ -> type;
            default -> Types.isWhole(type) ? DataTypes.LongType : DataTypes.DoubleType;
        };
    }

    static DataType mean(DataType type) {
        return switch (type) {
            case DecimalType decimal ->
                    DecimalRules.bounded(decimal.precision() + 4, decimal.scale() + 4);
            case YearMonthIntervalType _ -> DataTypes.createYearMonthIntervalType();
            case DayTimeIntervalType _ -> DataTypes.createDayTimeIntervalType();
            default -> DataTypes.DoubleType;
        };
    }
}
