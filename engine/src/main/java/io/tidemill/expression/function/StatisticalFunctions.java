package io.tidemill.expression.function;

import io.tidemill.sql.types.DataTypes;

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
