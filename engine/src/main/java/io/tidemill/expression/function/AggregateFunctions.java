package io.tidemill.expression.function;

import io.tidemill.expression.DecimalRules;
import io.tidemill.expression.Types;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.DayTimeIntervalType;
import io.tidemill.sql.types.DecimalType;
import io.tidemill.sql.types.YearMonthIntervalType;
import java.util.List;

/// What `count`, `sum`, `min`, `max` and `avg` take and give. The operators compute them: their
/// bodies are never called.
final class AggregateFunctions {
    private static final Body NEVER_CALLED =
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
                        "The sum of what is not NULL: BIGINT, DOUBLE or a decimal of ten more digits.")
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

    private static DataType mean(DataType type) {
        return switch (type) {
            case DecimalType decimal ->
                    DecimalRules.bounded(decimal.precision() + 4, decimal.scale() + 4);
            case YearMonthIntervalType _ -> DataTypes.createYearMonthIntervalType();
            case DayTimeIntervalType _ -> DataTypes.createDayTimeIntervalType();
            default -> DataTypes.DoubleType;
        };
    }
}
