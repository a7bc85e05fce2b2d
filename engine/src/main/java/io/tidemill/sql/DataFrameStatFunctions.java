package io.tidemill.sql;

import io.tidemill.parse.Analyzer.JoinType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Statistics of columns. Made by [Dataset#stat]. Those that give numbers compute at once, of
/// tables that end.
public final class DataFrameStatFunctions {
    private static final double SUPPORT = 0.01;

    private final Dataset<Row> rows;

    DataFrameStatFunctions(Dataset<Row> rows) {
        this.rows = rows;
    }

    /// The values up to which these parts of a column's values lie, exactly; none where the column
    /// has no value.
    ///
    /// @param error how far they may be off in Spark
    public double[] approxQuantile(String column, double[] probabilities, double error) {
        return approxQuantile(new String[] {column}, probabilities, error)[0];
    }

    public double[][] approxQuantile(String[] columns, double[] probabilities, double error) {
        if (error < 0) {
            throw new IllegalArgumentException(
                    "the relative error is %s, but must not be negative".formatted(error));
        }
        var parts = functions.lit(Arrays.stream(probabilities).boxed().toList());
        var quantiles = new double[columns.length][];
        var aggregates = new ArrayList<Column>();
        for (var column : columns) {
            var number = new Column(column).cast("double");
            var present =
                    functions.when(functions.not(functions.isnan(number)), number).otherwise(null);
            aggregates.add(
                    functions.percentile_approx(present, parts, functions.lit(10_000)).as(column));
        }
        var row = first(aggregates.toArray(Column[]::new));
        for (int i = 0; i < columns.length; i++) {
            List<Double> found = row.getList(i);
            quantiles[i] =
                    found == null
                            ? new double[0]
                            : found.stream().mapToDouble(Double::doubleValue).toArray();
        }
        return quantiles;
    }

    private Row first(Column... aggregates) {
        return rows.select(aggregates).first();
    }

    /// The covariance of two columns, as of a sample.
    public double cov(String column1, String column2) {
        return number(first(functions.covar_samp(column1, column2)).get(0));
    }

    /// Pearson's coefficient of correlation.
    public double corr(String column1, String column2) {
        return number(first(functions.corr(column1, column2)).get(0));
    }

    /// @param method `pearson`
    public double corr(String column1, String column2, String method) {
        if (!method.equalsIgnoreCase("pearson")) {
            throw new IllegalArgumentException(
                    "there is no correlation '%s'; use 'pearson'".formatted(method));
        }
        return corr(column1, column2);
    }

    private static double number(@Nullable Object value) {
        return value instanceof Double number ? number : Double.NaN;
    }

    /// How often each value of one column comes with each of another: a row for each value of the
    /// first, called `column1_column2`, a column for each of the second.
    public Dataset<Row> crosstab(String column1, String column2) {
        var name = column1 + "_" + column2;
        var texts = rows.select(text(column1).as(name), text(column2).as("column"));
        var counted = texts.groupBy(name).pivot("column").count();
        return counted.na().fill(0).orderBy(Relational.exactly(name));
    }

    private static Column text(String column) {
        return functions.coalesce(new Column(column).cast("string"), functions.lit("null"));
    }

    /// The values that a hundredth of the rows have, of each column an array, called
    /// `column_freqItems`.
    public Dataset<Row> freqItems(String[] columns) {
        return freqItems(columns, SUPPORT);
    }

    /// The values that at least such a part of the rows has, exactly.
    ///
    /// @param support at least 0.0001
    public Dataset<Row> freqItems(String[] columns, double support) {
        if (support < 1e-4) {
            throw new IllegalArgumentException(
                    "support is %s, but must be at least 0.0001".formatted(support));
        }
        var all = rows.agg(functions.count("*").as("all_rows"));
        Relational found = null;
        for (var column : columns) {
            var counted =
                    rows.groupBy(new Column(column).as("item"))
                            .agg(functions.count("*").as("rows"))
                            .crossJoin(all)
                            .where(
                                    new Column("rows")
                                            .geq(new Column("all_rows").multiply(support)));
            var items =
                    counted.agg(functions.collect_list("item").as(column + "_freqItems"))
                            .relational();
            found = found == null ? items : found.join(items, JoinType.CROSS, Optional.empty());
        }
        return found == null ? rows.select() : Dataset.ofRows(rows.sparkSession(), found);
    }

    /// Rows by chance, of each value of a column such a part; of values that are not named none.
    public <T> Dataset<Row> sampleBy(String column, Map<T, Double> fractions, long seed) {
        return sampleBy(new Column(column), fractions, seed);
    }

    public <T> Dataset<Row> sampleBy(Column column, Map<T, Double> fractions, long seed) {
        var part = functions.lit(0.0);
        for (var entry : fractions.entrySet()) {
            double fraction = entry.getValue();
            if (!(fraction >= 0 && fraction <= 1)) {
                throw new IllegalArgumentException(
                        "the fraction of %s is %s, but must lie between 0 and 1"
                                .formatted(entry.getKey(), fraction));
            }
            part = functions.when(column.equalTo(entry.getKey()), fraction).otherwise(part);
        }
        return rows.filter(functions.rand(seed).lt(part));
    }
}
