package io.tidemill.expression.function;

import io.tidemill.data.Condition;
import io.tidemill.expression.Types;
import io.tidemill.sql.types.DataTypes;
import java.util.List;

/// What the aggregates that pick one row's value take and give.
final class SelectingFunctions {
    private static final String ORDER =
            " Without `ORDER BY` rows are taken in the order of their values, so that the answer"
                    + " does not depend on which came first.";

    private SelectingFunctions() {}

    static void define(Catalog catalog) {
        by(catalog, "min_by(value, order)", "The value of the row whose order is least.");
        by(catalog, "max_by(value, order)", "The value of the row whose order is greatest.");
        position(catalog, "first", "The first value; with `IGNORE NULLS` the first that is there.")
                .alias("first_value")
                .withTyping(SelectingFunctions::position);
        position(catalog, "last", "The last value; with `IGNORE NULLS` the last that is there.")
                .alias("last_value")
                .withTyping(SelectingFunctions::position);
        position(catalog, "any_value", "One of the values.")
                .withTyping(SelectingFunctions::position);
        catalog.define(Group.AGGREGATE, "single_value(value)")
                .says(
                        "The value of the only row; an error when there are several. What a"
                                + " sub-query for one value is planned as.")
                .withTyping(arguments -> {
                    arguments.count(1);
                    return new Signature(
                            arguments.types(),
                            arguments.type(0),
                            true,
                            AggregateFunctions.NEVER_CALLED);
                });
    }

    private static Catalog.Definition position(Catalog catalog, String name, String says) {
        return catalog.define(Group.AGGREGATE, name + "(value[, ignoreNulls])").says(says + ORDER);
    }

    private static void by(Catalog catalog, String usage, String says) {
        catalog.define(Group.AGGREGATE, usage)
                .says(
                        says
                                + " Rows whose order is NULL do not count; of several the least, or"
                                + " greatest, value.")
                .withTyping(arguments -> {
                    arguments.count(2);
                    if (!Types.isOrdered(arguments.type(1))) {
                        throw ComparisonOperators.unordered(arguments, arguments.type(1));
                    }
                    return new Signature(
                            arguments.types(),
                            arguments.type(0),
                            true,
                            AggregateFunctions.NEVER_CALLED);
                });
    }

    private static Signature position(Arguments arguments) {
        arguments.countBetween(1, 2);
        var type = arguments.type(0);
        if (arguments.size() == 1) {
            return new Signature(List.of(type), type, true, AggregateFunctions.NEVER_CALLED);
        }
        arguments.as(1, Kind.BOOLEAN);
        if (arguments.requireConstant(1, "ignoreNulls") == null) {
            throw arguments.mismatch(
                    Condition.DATATYPE_MISMATCH__UNEXPECTED_NULL,
                    "The `ignoreNulls` must not be null");
        }
        return new Signature(
                List.of(type, DataTypes.BooleanType), type, true, AggregateFunctions.NEVER_CALLED);
    }
}
