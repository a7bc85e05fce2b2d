package io.tidemill.sql;

import io.tidemill.data.Condition;
import io.tidemill.expression.Types;
import io.tidemill.sql.types.BooleanType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DoubleType;
import io.tidemill.sql.types.FloatType;
import io.tidemill.sql.types.StringType;
import io.tidemill.sql.types.StructField;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What to do about values that are missing: NULL, and NaN among floating numbers. Made by
/// [Dataset#na].
public final class DataFrameNaFunctions {
    private final Dataset<Row> rows;

    DataFrameNaFunctions(Dataset<Row> rows) {
        this.rows = rows;
    }

    /// Without rows that miss any value.
    public Dataset<Row> drop() {
        return drop("any");
    }

    /// @param how `any`: without rows that miss any value; `all`: without those that miss all
    public Dataset<Row> drop(String how) {
        return drop(how, rows.columns());
    }

    public Dataset<Row> drop(String[] columns) {
        return drop("any", columns);
    }

    /// @param how see [#drop(String)], of these columns
    public Dataset<Row> drop(String how, String[] columns) {
        return switch (how.toLowerCase(Locale.ROOT)) {
            case "any" -> drop(columns.length, columns);
            case "all" -> drop(1, columns);
            default ->
                    throw new IllegalArgumentException(
                            "how is '%s', but must be 'any' or 'all'".formatted(how));
        };
    }

    /// Keeps rows that have at least so many values.
    public Dataset<Row> drop(int minNonNulls) {
        return drop(minNonNulls, rows.columns());
    }

    /// Keeps rows that have at least so many values among these columns.
    public Dataset<Row> drop(int minNonNulls, String[] columns) {
        if (columns.length == 0) {
            return rows;
        }
        var there = fields(columns).stream().map(DataFrameNaFunctions::isThere).toList();
        if (minNonNulls >= there.size()) {
            return rows.filter(there.stream().reduce(Column::and).orElseThrow());
        }
        var count =
                there.stream()
                        .map(each -> functions.when(each, 1).otherwise(0))
                        .reduce(Column::plus)
                        .orElseThrow();
        return rows.filter(count.geq(minNonNulls));
    }

    private static Column isThere(StructField field) {
        var column = Relational.exactly(field.name());
        return isFloating(field.dataType())
                ? column.isNotNull().and(functions.not(column.isNaN()))
                : column.isNotNull();
    }

    private static boolean isFloating(DataType type) {
        return type instanceof DoubleType || type instanceof FloatType;
    }

    /// The fields of these names.
    private List<StructField> fields(String[] columns) {
        return Arrays.stream(columns).map(this::field).toList();
    }

    private StructField field(String column) {
        return rows.schema().fieldList().stream()
                .filter(field -> field.name().equalsIgnoreCase(column))
                .findFirst()
                .orElseThrow(
                        () -> SessionCatalog.notFound("column", column, List.of(rows.columns())));
    }

    /// Puts a number where numbers are missing.
    public Dataset<Row> fill(long value) {
        return fill(value, rows.columns());
    }

    public Dataset<Row> fill(long value, String[] columns) {
        return filled(value, columns, Types::isNumber);
    }

    public Dataset<Row> fill(double value) {
        return fill(value, rows.columns());
    }

    public Dataset<Row> fill(double value, String[] columns) {
        return filled(value, columns, Types::isNumber);
    }

    /// Puts a text where texts are missing.
    public Dataset<Row> fill(String value) {
        return fill(value, rows.columns());
    }

    public Dataset<Row> fill(String value, String[] columns) {
        return filled(value, columns, StringType.class::isInstance);
    }

    /// Puts a truth value where such are missing.
    public Dataset<Row> fill(boolean value) {
        return fill(value, rows.columns());
    }

    public Dataset<Row> fill(boolean value, String[] columns) {
        return filled(value, columns, BooleanType.class::isInstance);
    }

    private Dataset<Row> filled(Object value, String[] columns, Predicate<DataType> fits) {
        var wanted = fields(columns).stream().map(StructField::name).collect(Collectors.toSet());
        return changed((field, column) ->
                wanted.contains(field.name()) && fits.test(field.dataType())
                        ? filled(field, column, value)
                        : column);
    }

    private static Column filled(StructField field, Column column, Object value) {
        var present =
                isFloating(field.dataType())
                        ? functions.nanvl(column, functions.lit(null).cast(field.dataType()))
                        : column;
        return functions.coalesce(present, functions.lit(value).cast(field.dataType()));
    }

    /// @param values by the name of the column, what to put where its value is missing
    public Dataset<Row> fill(Map<String, Object> values) {
        values.keySet().forEach(this::field);
        return changed((field, column) -> {
            for (var entry : values.entrySet()) {
                if (entry.getKey().equalsIgnoreCase(field.name())) {
                    return filled(field, column, entry.getValue());
                }
            }
            return column;
        });
    }

    /// Other values in place of some.
    ///
    /// @param column `*` for all columns of the values' kind
    public <T> Dataset<Row> replace(String column, Map<T, ? extends @Nullable Object> values) {
        return replace(column.equals("*") ? rows.columns() : new String[] {column}, values);
    }

    /// Other values in place of some: numbers in columns of numbers, texts in those of texts, truth
    /// values in theirs.
    public <T> Dataset<Row> replace(String[] columns, Map<T, ? extends @Nullable Object> values) {
        if (values.isEmpty()) {
            return rows;
        }
        var fits = kind(values.keySet());
        var wanted = fields(columns).stream().map(StructField::name).collect(Collectors.toSet());
        return changed((field, column) ->
                wanted.contains(field.name()) && fits.test(field.dataType())
                        ? replaced(field, column, values)
                        : column);
    }

    private static Column replaced(StructField field, Column column, Map<?, ?> values) {
        boolean number = Types.isNumber(field.dataType());
        Column choice = null;
        for (var entry : values.entrySet()) {
            var key = functions.lit(entry.getKey());
            var same =
                    number
                            ? column.cast("double").equalTo(key.cast("double"))
                            : column.equalTo(key);
            var value = functions.lit(entry.getValue()).cast(field.dataType());
            choice = choice == null ? functions.when(same, value) : choice.when(same, value);
        }
        return choice == null ? column : choice.otherwise(column);
    }

    private static Predicate<DataType> kind(Set<?> keys) {
        var kinds = new TreeSet<String>();
        for (var key : keys) {
            kinds.add(
                    switch (key) {
                        case Number _ -> "numbers";
                        case String _ -> "texts";
                        case Boolean _ -> "truth values";
                        case null, default -> "others";
                    });
        }
        return switch (String.join(", ", kinds)) {
            case "numbers" -> Types::isNumber;
            case "texts" -> StringType.class::isInstance;
            case "truth values" -> BooleanType.class::isInstance;
            default ->
                    throw new AnalysisException(
                            Condition.DATATYPE_MISMATCH,
                            "replace was given %s as what to replace: %s"
                                    .formatted(String.join(", ", kinds), keys),
                            "give numbers, texts or truth values, of one kind");
        };
    }

    /// All columns, each as it is or changed, under its name.
    private Dataset<Row> changed(BiFunction<StructField, Column, Column> change) {
        return rows.select(
                rows.schema().fieldList().stream()
                        .map(field ->
                                change.apply(field, Relational.exactly(field.name()))
                                        .as(field.name()))
                        .toArray(Column[]::new));
    }
}
