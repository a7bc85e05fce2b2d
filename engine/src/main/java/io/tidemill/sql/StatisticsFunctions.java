package io.tidemill.sql;

/// Aggregates of statistics, as [functions] offers them; semantics are those of the SQL reference.
abstract sealed class StatisticsFunctions extends AggregateFunctions permits LambdaFunctions {
    StatisticsFunctions() {}

    /// The variance, as of a whole population.
    public static Column var_pop(Column value) {
        return Column.call("var_pop", value);
    }

    public static Column var_pop(String column) {
        return var_pop(new Column(column));
    }

    /// The variance, as of a sample.
    public static Column var_samp(Column value) {
        return Column.call("var_samp", value);
    }

    public static Column var_samp(String column) {
        return var_samp(new Column(column));
    }

    /// As [#var_samp].
    public static Column variance(Column value) {
        return Column.call("variance", value);
    }

    public static Column variance(String column) {
        return variance(new Column(column));
    }

    /// The standard deviation, as of a whole population.
    public static Column stddev_pop(Column value) {
        return Column.call("stddev_pop", value);
    }

    public static Column stddev_pop(String column) {
        return stddev_pop(new Column(column));
    }

    /// The standard deviation, as of a sample.
    public static Column stddev_samp(Column value) {
        return Column.call("stddev_samp", value);
    }

    public static Column stddev_samp(String column) {
        return stddev_samp(new Column(column));
    }

    /// As [#stddev_samp].
    public static Column stddev(Column value) {
        return Column.call("stddev", value);
    }

    public static Column stddev(String column) {
        return stddev(new Column(column));
    }

    /// How far the values lean to one side of their mean.
    public static Column skewness(Column value) {
        return Column.call("skewness", value);
    }

    public static Column skewness(String column) {
        return skewness(new Column(column));
    }

    /// How heavy the tails are; 0 for a normal distribution.
    public static Column kurtosis(Column value) {
        return Column.call("kurtosis", value);
    }

    public static Column kurtosis(String column) {
        return kurtosis(new Column(column));
    }

    /// As [#stddev_samp].
    public static Column std(Column value) {
        return Column.call("std", value);
    }

    /// The covariance, as of a whole population.
    public static Column covar_pop(Column y, Column x) {
        return Column.call("covar_pop", y, x);
    }

    public static Column covar_pop(String y, String x) {
        return covar_pop(new Column(y), new Column(x));
    }

    /// The covariance, as of a sample.
    public static Column covar_samp(Column y, Column x) {
        return Column.call("covar_samp", y, x);
    }

    public static Column covar_samp(String y, String x) {
        return covar_samp(new Column(y), new Column(x));
    }

    /// Pearson's coefficient of correlation.
    public static Column corr(Column y, Column x) {
        return Column.call("corr", y, x);
    }

    public static Column corr(String y, String x) {
        return corr(new Column(y), new Column(x));
    }

    /// How many rows have neither y nor x NULL.
    public static Column regr_count(Column y, Column x) {
        return Column.call("regr_count", y, x);
    }

    /// The mean of x where neither is NULL.
    public static Column regr_avgx(Column y, Column x) {
        return Column.call("regr_avgx", y, x);
    }

    /// The mean of y where neither is NULL.
    public static Column regr_avgy(Column y, Column x) {
        return Column.call("regr_avgy", y, x);
    }

    /// The sum of the squared distances of x from its mean.
    public static Column regr_sxx(Column y, Column x) {
        return Column.call("regr_sxx", y, x);
    }

    /// The sum of the squared distances of y from its mean.
    public static Column regr_syy(Column y, Column x) {
        return Column.call("regr_syy", y, x);
    }

    /// The sum of the products of both distances.
    public static Column regr_sxy(Column y, Column x) {
        return Column.call("regr_sxy", y, x);
    }

    /// The slope of the line that fits best.
    public static Column regr_slope(Column y, Column x) {
        return Column.call("regr_slope", y, x);
    }

    /// Where the line that fits best meets x = 0.
    public static Column regr_intercept(Column y, Column x) {
        return Column.call("regr_intercept", y, x);
    }

    /// The coefficient of determination of that line.
    public static Column regr_r2(Column y, Column x) {
        return Column.call("regr_r2", y, x);
    }

    /// The value in the middle.
    public static Column median(Column value) {
        return Column.call("median", value);
    }

    /// The most frequent value; of several the least.
    public static Column mode(Column value) {
        return Column.call("mode", value);
    }

    public static Column mode(Column value, boolean deterministic) {
        return Column.call("mode", value, deterministic);
    }

    /// The value below which that part of the values lies; an array for an array of parts.
    public static Column percentile(Column value, Column percentage) {
        return Column.call("percentile", value, percentage);
    }

    /// @param frequency how many times a value counts
    public static Column percentile(Column value, Column percentage, Column frequency) {
        return Column.call("percentile", value, percentage, frequency);
    }

    /// The least of the values up to which at least that part of them lies.
    public static Column percentile_approx(Column value, Column percentage, Column accuracy) {
        return Column.call("percentile_approx", value, percentage, accuracy);
    }

    /// As [#percentile_approx].
    public static Column approx_percentile(Column value, Column percentage, Column accuracy) {
        return Column.call("approx_percentile", value, percentage, accuracy);
    }

    /// A histogram of so many bins: an array of structs of `x`, the middle, and `y`, the height.
    public static Column histogram_numeric(Column value, Column bins) {
        return Column.call("histogram_numeric", value, bins);
    }

    /// A count-min sketch of the values, in Spark's binary form.
    public static Column count_min_sketch(
            Column value, Column error, Column confidence, Column seed) {
        return Column.call("count_min_sketch", value, error, confidence, seed);
    }
}
