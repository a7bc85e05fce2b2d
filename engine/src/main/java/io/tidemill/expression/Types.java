package io.tidemill.expression;

import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.BinaryType;
import io.tidemill.sql.types.BooleanType;
import io.tidemill.sql.types.ByteType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DateType;
import io.tidemill.sql.types.DayTimeIntervalType;
import io.tidemill.sql.types.DecimalType;
import io.tidemill.sql.types.DoubleType;
import io.tidemill.sql.types.FloatType;
import io.tidemill.sql.types.IntegerType;
import io.tidemill.sql.types.LongType;
import io.tidemill.sql.types.MapType;
import io.tidemill.sql.types.NullType;
import io.tidemill.sql.types.ShortType;
import io.tidemill.sql.types.StringType;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import io.tidemill.sql.types.TimestampNTZType;
import io.tidemill.sql.types.TimestampType;
import io.tidemill.sql.types.YearMonthIntervalType;

/// The families that types belong to.
public final class Types {
    private Types() {}

    /// tinyint, smallint, int, bigint.
    public static boolean isWhole(DataType type) {
        return switch (type) {
            case ByteType _, ShortType _, IntegerType _, LongType _ -> true;
            default -> false;
        };
    }

    /// float, double.
    public static boolean isFloating(DataType type) {
        return type instanceof FloatType || type instanceof DoubleType;
    }

    /// Whole, floating or decimal.
    public static boolean isNumber(DataType type) {
        return isWhole(type) || isFloating(type) || type instanceof DecimalType;
    }

    /// date, timestamp, timestamp_ntz.
    public static boolean isTime(DataType type) {
        return switch (type) {
            case DateType _, TimestampType _, TimestampNTZType _ -> true;
            default -> false;
        };
    }

    /// Either kind of interval.
    public static boolean isInterval(DataType type) {
        return type instanceof DayTimeIntervalType || type instanceof YearMonthIntervalType;
    }

    /// Whatever is not made of other types, and not the type of a bare NULL.
    public static boolean isAtomic(DataType type) {
        return switch (type) {
            case ArrayType _, MapType _, StructType _, NullType _ -> false;
            case BinaryType _,
                    BooleanType _,
                    ByteType _,
                    DateType _,
                    DayTimeIntervalType _,
                    DecimalType _,
                    DoubleType _,
                    FloatType _,
                    IntegerType _,
                    LongType _,
                    ShortType _,
                    StringType _,
                    TimestampNTZType _,
                    TimestampType _,
                    YearMonthIntervalType _ ->
                    true;
        };
    }

    /// Whether values of the type can be compared and sorted: all but maps, and what holds maps.
    public static boolean isOrdered(DataType type) {
        return switch (type) {
            case MapType _ -> false;
            case ArrayType array -> isOrdered(array.elementType());
            case StructType struct ->
                    struct.fieldList().stream().allMatch(field -> isOrdered(field.dataType()));
            default -> true;
        };
    }

    /// Whether the type is, or holds, a map.
    public static boolean holdsMap(DataType type) {
        return !isOrdered(type);
    }

    /// The same type, with every part of it allowed to be NULL.
    public static DataType withNulls(DataType type) {
        return switch (type) {
            case ArrayType array -> new ArrayType(withNulls(array.elementType()), true);
            case MapType map ->
                    new MapType(withNulls(map.keyType()), withNulls(map.valueType()), true);
            case StructType struct ->
                    new StructType(
                            struct.fieldList().stream()
                                    .map(field ->
                                            new StructField(
                                                    field.name(),
                                                    withNulls(field.dataType()),
                                                    true,
                                                    field.comment()))
                                    .toList());
            default -> type;
        };
    }

    /// Whether two types differ at most in what may be NULL and in the names of fields.
    public static boolean sameShape(DataType left, DataType right) {
        return switch (left) {
            case ArrayType array ->
                    right instanceof ArrayType other
                            && sameShape(array.elementType(), other.elementType());
            case MapType map ->
                    right instanceof MapType other
                            && sameShape(map.keyType(), other.keyType())
                            && sameShape(map.valueType(), other.valueType());
            case StructType struct ->
                    right instanceof StructType other && sameFields(struct, other);
            default -> left.equals(right);
        };
    }

    private static boolean sameFields(StructType left, StructType right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (!sameShape(left.typeOf(i), right.typeOf(i))) {
                return false;
            }
        }
        return true;
    }
}
