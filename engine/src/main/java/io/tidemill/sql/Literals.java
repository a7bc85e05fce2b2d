package io.tidemill.sql;

import io.tidemill.parse.ColumnTree;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Java objects as constants of the type that Spark's `lit` gives them.
final class Literals {
    private Literals() {}

    /// @throws IllegalArgumentException when there is no constant for objects of its class
    static ColumnTree tree(@Nullable Object value) {
        return switch (value) {
            case null -> ColumnTree.literal(null, DataTypes.NullType);
            case Date date -> tree(date.toLocalDate());
            case Timestamp timestamp -> tree(timestamp.toInstant());
            case Character letter -> ColumnTree.text(letter.toString());
            case List<?> list -> call("array", list);
            case Object[] array -> call("array", Arrays.asList(array));
            case Map<?, ?> map -> {
                var entries = new ArrayList<@Nullable Object>();
                map.forEach((key, each) -> {
                    entries.add(key);
                    entries.add(each);
                });
                yield call("map", entries);
            }
            default -> ColumnTree.literal(value, type(value));
        };
    }

    private static ColumnTree call(String function, List<?> values) {
        var trees = new ArrayList<ColumnTree>();
        values.forEach(value -> trees.add(tree(value)));
        return ColumnTree.call(function, trees);
    }

    private static DataType type(Object value) {
        return switch (value) {
            case Boolean _ -> DataTypes.BooleanType;
            case Byte _ -> DataTypes.ByteType;
            case Short _ -> DataTypes.ShortType;
            case Integer _ -> DataTypes.IntegerType;
            case Long _ -> DataTypes.LongType;
            case Float _ -> DataTypes.FloatType;
            case Double _ -> DataTypes.DoubleType;
            case BigDecimal number ->
                    DataTypes.createDecimalType(
                            Math.max(number.precision(), number.scale()),
                            Math.max(number.scale(), 0));
            case String _ -> DataTypes.StringType;
            case byte[] _ -> DataTypes.BinaryType;
            case LocalDate _ -> DataTypes.DateType;
            case Instant _ -> DataTypes.TimestampType;
            case LocalDateTime _ -> DataTypes.TimestampNTZType;
            case Duration _ -> DataTypes.createDayTimeIntervalType();
            case Period _ -> DataTypes.createYearMonthIntervalType();
            default ->
                    throw new IllegalArgumentException(
                            "there is no constant for %s, an object of %s"
                                    .formatted(value, value.getClass().getName()));
        };
    }

    /// How a constant shows in the name of a column that nobody has named.
    static String title(@Nullable Object value) {
        return switch (value) {
            case null -> "NULL";
            case BigDecimal number -> number.toPlainString();
            case Boolean _, Number _, String _, Character _ -> value.toString();
            default -> tree(value).title();
        };
    }
}
