package io.tidemill.expression.function;

import io.tidemill.data.Condition;
import io.tidemill.expression.Types;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructType;
import java.util.List;

/// What the aggregates of statistics take and give: variances, covariances, regressions.
final class StatisticalFunctions {
    private StatisticalFunctions() {}

    static void define(Catalog catalog) {
        one(catalog, "var_pop", "The variance of the values, as of a whole population.");
        one(catalog, "var_samp", "The variance of the values, as of a sample.", "variance");
        one(catalog, "stddev_pop", "The standard deviation, as of a whole population.");
        one(catalog, "stddev_samp", "The standard deviation, as of a sample.", "stddev", "std");
        one(catalog, "skewness", "How far the values lean to one side of their mean.");
        one(catalog, "kurtosis", "How heavy the tails are; 0 for a normal distribution.");
        one(catalog, "product", "The product of the values.");
        catalog.define(Group.AGGREGATE, "histogram_numeric(value, bins)")
                .says(
                        "A histogram of so many bins: an array of structs of `x`, the middle of a"
                                + " bin, and `y`, how many values it has. Each value has its own"
                                + " bin as long as there are enough.")
                .withTyping(StatisticalFunctions::histogram);
        catalog.define(Group.AGGREGATE, "count_min_sketch(value, error, confidence, seed)")
                .says(
                        "A count-min sketch of whole numbers, texts or binaries, as Spark's"
                                + " `CountMinSketch.readFrom` reads it.")
                .withTyping(StatisticalFunctions::sketch);
        two(catalog, "covar_pop(y, x)", "The covariance, as of a whole population.");
        two(catalog, "covar_samp(y, x)", "The covariance, as of a sample.");
        two(catalog, "corr(y, x)", "Pearson's coefficient of correlation.");
        catalog.define(Group.AGGREGATE, "regr_count(y, x)")
                .says("How many rows have neither y nor x NULL.")
                .withTyping(arguments -> {
                    arguments.count(2);
                    return new Signature(
                            arguments.types(),
                            DataTypes.LongType,
                            false,
                            AggregateFunctions.NEVER_CALLED);
                });
        mean(catalog, "regr_avgx(y, x)", 1, "The mean of x where neither is NULL.");
        mean(catalog, "regr_avgy(y, x)", 0, "The mean of y where neither is NULL.");
        two(catalog, "regr_sxx(y, x)", "The sum of the squared distances of x from its mean.");
        two(catalog, "regr_syy(y, x)", "The sum of the squared distances of y from its mean.");
        two(catalog, "regr_sxy(y, x)", "The sum of the products of both distances.");
        two(catalog, "regr_slope(y, x)", "The slope of the line that fits best.");
        two(catalog, "regr_intercept(y, x)", "Where the line that fits best meets x = 0.");
        two(catalog, "regr_r2(y, x)", "The coefficient of determination of that line.");
    }

    private static Signature histogram(Arguments arguments) {
        arguments.count(2);
        var type = arguments.type(0);
        boolean time =
                type.equals(DataTypes.DateType) || Types.isTime(type) || Types.isInterval(type);
        var taken = time ? type : arguments.as(0, Kind.NUMBER);
        if (!(arguments.requireConstant(1, "nb") instanceof Number bins) || bins.intValue() < 2) {
            throw arguments.mismatch(
                    Condition.DATATYPE_MISMATCH__VALUE_OUT_OF_RANGE,
                    "The nb must be between [2, 2147483647] (current value = %s)"
                            .formatted(arguments.get(1)));
        }
        var bin = new StructType().add("x", taken, true).add("y", DataTypes.DoubleType, true);
        return new Signature(
                List.of(taken, arguments.as(1, Kind.INT)),
                DataTypes.createArrayType(bin, true),
                true,
                AggregateFunctions.NEVER_CALLED);
    }

    private static Signature sketch(Arguments arguments) {
        arguments.count(4);
        var type = arguments.type(0);
        var taken = Types.isWhole(type) ? type : arguments.as(0, Kind.TEXT_OR_BINARY);
        requireBetween(arguments, 1, "eps", Double.MAX_VALUE);
        requireBetween(arguments, 2, "confidence", 1);
        arguments.requireConstant(3, "seed");
        return new Signature(
                List.of(
                        taken,
                        arguments.as(1, Kind.DOUBLE),
                        arguments.as(2, Kind.DOUBLE),
                        arguments.as(3, Kind.INT)),
                DataTypes.BinaryType,
                false,
                AggregateFunctions.NEVER_CALLED);
    }

    /// @param beyond the least number that is too much
    private static void requireBetween(Arguments arguments, int index, String name, double beyond) {
        double value =
                arguments.requireConstant(index, name) instanceof Number number
                        ? number.doubleValue()
                        : 0;
        if (!(value > 0 && value < beyond)) {
            throw arguments.mismatch(
                    Condition.DATATYPE_MISMATCH__VALUE_OUT_OF_RANGE,
                    "The %s must be between (0.0, %s) (current value = %s)"
                            .formatted(name, beyond, arguments.get(index)));
        }
    }

    private static void one(Catalog catalog, String name, String says, String... aliases) {
        catalog.define(Group.AGGREGATE, name + "([DISTINCT] value)")
                .alias(aliases)
                .says(says + " NULL values do not count.")
                .withTyping(arguments ->
                        AggregateFunctions.given(
                                arguments, DataTypes.DoubleType, true, Kind.DOUBLE));
    }

    /// @param index which of the two arguments
    private static void mean(Catalog catalog, String usage, int index, String says) {
        catalog.define(Group.AGGREGATE, usage)
                .says(says)
                .withTyping(arguments -> {
                    var types = arguments.as(Kind.NUMBER_OR_INTERVAL, Kind.NUMBER_OR_INTERVAL);
                    return new Signature(
                            types,
                            AggregateFunctions.mean(types.get(index)),
                            true,
                            AggregateFunctions.NEVER_CALLED);
                });
    }

    private static void two(Catalog catalog, String usage, String says) {
        catalog.define(Group.AGGREGATE, usage)
                .says(says + " Rows with a NULL do not count.")
                .withTyping(arguments ->
                        AggregateFunctions.given(
                                arguments, DataTypes.DoubleType, true, Kind.DOUBLE, Kind.DOUBLE));
    }
}
