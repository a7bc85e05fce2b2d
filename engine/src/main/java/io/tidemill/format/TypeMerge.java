package io.tidemill.format;

import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DateType;
import io.tidemill.sql.types.DecimalType;
import io.tidemill.sql.types.DoubleType;
import io.tidemill.sql.types.IntegerType;
import io.tidemill.sql.types.LongType;
import io.tidemill.sql.types.NullType;
import io.tidemill.sql.types.StringType;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import io.tidemill.sql.types.TimestampNTZType;
import io.tidemill.sql.types.TimestampType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.TreeMap;

/// The type that takes the values of two types that were found in one place of the data; STRING
/// when no other does. As Spark's JsonInferSchema and CSVInferSchema.
public final class TypeMerge {
    private TypeMerge() {}

    public static DataType merge(DataType a, DataType b) {
        if (a.equals(b) || b instanceof NullType) {
            return a;
        }
        if (a instanceof NullType) {
            return b;
        }
        if (a instanceof StructType left && b instanceof StructType right) {
            return structs(left, right);
        }
        if (a instanceof ArrayType left && b instanceof ArrayType right) {
            return new ArrayType(merge(left.elementType(), right.elementType()), true);
        }
        if (isNumber(a) && isNumber(b)) {
            return numbers(a, b);
        }
        if (isTime(a) && isTime(b)) {
            return a instanceof TimestampType || b instanceof TimestampType
                    ? new TimestampType()
                    : new TimestampNTZType();
        }
        return new StringType();
    }

    private static boolean isNumber(DataType type) {
        return type instanceof IntegerType
                || type instanceof LongType
                || type instanceof DoubleType
                || type instanceof DecimalType;
    }

    private static boolean isTime(DataType type) {
        return type instanceof DateType
                || type instanceof TimestampType
                || type instanceof TimestampNTZType;
    }

    private static DataType numbers(DataType a, DataType b) {
        if (a instanceof DoubleType || b instanceof DoubleType) {
            return new DoubleType();
        }
        if (!(a instanceof DecimalType) && !(b instanceof DecimalType)) {
            return new LongType();
        }
        var left = decimal(a);
        var right = decimal(b);
        int scale = Math.max(left.scale(), right.scale());
        int whole = Math.max(left.precision() - left.scale(), right.precision() - right.scale());
        return whole + scale > DecimalType.MAX_PRECISION
                ? new DoubleType()
                : new DecimalType(whole + scale, scale);
    }

    private static DecimalType decimal(DataType type) {
        return switch (type) {
            case DecimalType decimal -> decimal;
            case IntegerType _ -> new DecimalType(10, 0);
            default -> new DecimalType(20, 0);
        };
    }

    private static DataType structs(StructType left, StructType right) {
        var fields = new TreeMap<String, DataType>();
        left.fieldList().forEach(field -> fields.put(field.name(), field.dataType()));
        right.fieldList()
                .forEach(field -> fields.merge(field.name(), field.dataType(), TypeMerge::merge));
        var merged = new ArrayList<StructField>();
        fields.forEach((name, type) -> merged.add(new StructField(name, type)));
        merged.sort(Comparator.comparing(StructField::name));
        return new StructType(merged);
    }
}
