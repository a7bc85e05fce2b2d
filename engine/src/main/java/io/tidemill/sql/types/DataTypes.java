package io.tidemill.sql.types;

import java.util.List;

/// Every type by Spark's name, and ways to make those that have parameters.
public final class DataTypes {
    public static final DataType BooleanType = new BooleanType();
    public static final DataType ByteType = new ByteType();
    public static final DataType ShortType = new ShortType();
    public static final DataType IntegerType = new IntegerType();
    public static final DataType LongType = new LongType();
    public static final DataType FloatType = new FloatType();
    public static final DataType DoubleType = new DoubleType();
    public static final DataType StringType = new StringType();
    public static final DataType BinaryType = new BinaryType();
    public static final DataType DateType = new DateType();
    public static final DataType TimestampType = new TimestampType();
    public static final DataType TimestampNTZType = new TimestampNTZType();
    public static final DataType NullType = new NullType();

    private DataTypes() {}

    public static DecimalType createDecimalType() {
        return new DecimalType();
    }

    public static DecimalType createDecimalType(int precision, int scale) {
        return new DecimalType(precision, scale);
    }

    public static DayTimeIntervalType createDayTimeIntervalType() {
        return new DayTimeIntervalType();
    }

    public static YearMonthIntervalType createYearMonthIntervalType() {
        return new YearMonthIntervalType();
    }

    public static ArrayType createArrayType(DataType elementType) {
        return new ArrayType(elementType);
    }

    public static ArrayType createArrayType(DataType elementType, boolean containsNull) {
        return new ArrayType(elementType, containsNull);
    }

    public static MapType createMapType(DataType keyType, DataType valueType) {
        return new MapType(keyType, valueType);
    }

    public static MapType createMapType(
            DataType keyType, DataType valueType, boolean valueContainsNull) {
        return new MapType(keyType, valueType, valueContainsNull);
    }

    public static StructField createStructField(
            String name, DataType type, boolean nullable, Metadata metadata) {
        return new StructField(name, type, nullable, metadata);
    }

    public static StructField createStructField(String name, DataType type, boolean nullable) {
        return new StructField(name, type, nullable);
    }

    public static StructType createStructType(List<StructField> fields) {
        return new StructType(fields);
    }

    public static StructType createStructType(StructField[] fields) {
        return new StructType(fields);
    }
}
