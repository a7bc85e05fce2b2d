package io.tidemill.sql;

import io.tidemill.data.Condition;
import io.tidemill.expression.Types;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StringType;
import io.tidemill.sql.types.StructField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What `describe` and `summary` make: a row for each statistic, its name in a column `summary`,
/// and as text its value for each column of numbers or texts. Of texts those that can be read count
/// as numbers.
final class Summary {
    /// Those of `describe`.
    static final List<String> PLAIN = List.of("count", "mean", "stddev", "min", "max");

    /// Those of `summary`, unless others are named.
    static final List<String> ALL =
            List.of("count", "mean", "stddev", "min", "25%", "50%", "75%", "max");

    private Summary() {}

    /// @param columns those wanted; empty for all
    static Relational of(Relational rows, List<String> statistics, List<String> columns) {
        var fields =
                rows.schema().fieldList().stream()
                        .filter(f ->
                                columns.isEmpty()
                                        || columns.stream().anyMatch(f.name()::equalsIgnoreCase))
                        .filter(f ->
                                Types.isNumber(f.dataType()) || f.dataType() instanceof StringType)
                        .toList();
        var lines = new ArrayList<Column>();
        for (var statistic : statistics) {
            var line = new ArrayList<Column>();
            line.add(functions.lit(statistic).as("summary"));
            fields.forEach(field -> line.add(of(statistic, field).cast("string").as(field.name())));
            lines.add(functions.struct(line.toArray(Column[]::new)));
        }
        var array = functions.array(lines.toArray(Column[]::new)).as("lines");
        return rows.aggregate(List.of(), List.of(array))
                .project(List.of(functions.inline(new Column("lines"))));
    }

    private static Column of(String statistic, StructField field) {
        var value = Relational.exactly(field.name());
        var number =
                field.dataType() instanceof StringType
                        ? value.try_cast(DataTypes.DoubleType)
                        : value;
        return switch (statistic.toLowerCase(Locale.ROOT)) {
            case "count" -> functions.count(value);
            case "count_distinct" -> functions.count_distinct(value);
            case "approx_count_distinct" -> functions.approx_count_distinct(value);
            case "mean" -> functions.avg(number);
            case "stddev" -> functions.stddev_samp(number);
            case "min" -> functions.min(value);
            case "max" -> functions.max(value);
            default ->
                    functions.percentile_approx(
                            number, functions.lit(part(statistic)), functions.lit(10_000));
        };
    }

    private static double part(String statistic) {
        try {
            double percent =
                    statistic.endsWith("%")
                            ? Double.parseDouble(statistic.substring(0, statistic.length() - 1))
                            : -1;
            if (percent >= 0 && percent <= 100) {
                return percent / 100;
            }
        } catch (NumberFormatException _) {
            // told below
        }
        throw new AnalysisException(
                Condition.INVALID_OPTION,
                "there is no statistic '%s'".formatted(statistic),
                "name count, count_distinct, approx_count_distinct, mean, stddev, min, max or a"
                        + " percentile such as 25%");
    }
}
