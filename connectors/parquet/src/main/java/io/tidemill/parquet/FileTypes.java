package io.tidemill.parquet;

import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.jspecify.annotations.Nullable;

/// Which of our types a field of a file has when nobody declares one: Spark's choice, and beyond it
/// a time of day is the interval since midnight, nanoseconds are cut to microseconds, a UUID is its
/// text and a half float a float.
final class FileTypes {
    private FileTypes() {}

    static StructType of(FileField.Group group) {
        var type = new StructType();
        for (var member : group.members()) {
            type = type.add(member.name(), of(member.field()));
        }
        return type;
    }

    static DataType of(FileField field) {
        return switch (field) {
            case FileField.Leaf leaf -> of(leaf.type());
            case FileField.Group group -> of(group);
            case FileField.Listing list -> DataTypes.createArrayType(of(list.element()));
            case FileField.Mapping map -> DataTypes.createMapType(of(map.key()), of(map.value()));
        };
    }

    private static DataType of(PrimitiveType type) {
        var annotation = type.getLogicalTypeAnnotation();
        return switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> DataTypes.BooleanType;
            case INT32 -> ofInt(annotation);
            case INT64 -> ofLong(annotation);
            case INT96 -> DataTypes.TimestampType;
            case FLOAT -> DataTypes.FloatType;
            case DOUBLE -> DataTypes.DoubleType;
            case BINARY, FIXED_LEN_BYTE_ARRAY -> ofBytes(annotation);
        };
    }

    private static DataType ofInt(@Nullable LogicalTypeAnnotation annotation) {
        return switch (annotation) {
            case IntLogicalTypeAnnotation ints -> ofBits(ints.getBitWidth(), ints.isSigned());
            case DateLogicalTypeAnnotation _ -> DataTypes.DateType;
            case DecimalLogicalTypeAnnotation decimal -> ofDecimal(decimal);
            case TimeLogicalTypeAnnotation _ -> DataTypes.createDayTimeIntervalType();
            case null, default -> DataTypes.IntegerType;
        };
    }

    private static DataType ofBits(int bits, boolean signed) {
        return switch (signed ? bits : bits * 2) {
            case 8 -> DataTypes.ByteType;
            case 16 -> DataTypes.ShortType;
            case 32 -> DataTypes.IntegerType;
            default -> DataTypes.LongType;
        };
    }

    private static DataType ofLong(@Nullable LogicalTypeAnnotation annotation) {
        return switch (annotation) {
            case IntLogicalTypeAnnotation ints ->
                    ints.isSigned() ? DataTypes.LongType : DataTypes.createDecimalType(20, 0);
            case TimestampLogicalTypeAnnotation time ->
                    time.isAdjustedToUTC() ? DataTypes.TimestampType : DataTypes.TimestampNTZType;
            case DecimalLogicalTypeAnnotation decimal -> ofDecimal(decimal);
            case TimeLogicalTypeAnnotation _ -> DataTypes.createDayTimeIntervalType();
            case null, default -> DataTypes.LongType;
        };
    }

    private static DataType ofBytes(@Nullable LogicalTypeAnnotation annotation) {
        return switch (annotation) {
            case StringLogicalTypeAnnotation _ -> DataTypes.StringType;
            case EnumLogicalTypeAnnotation _ -> DataTypes.StringType;
            case JsonLogicalTypeAnnotation _ -> DataTypes.StringType;
            case UUIDLogicalTypeAnnotation _ -> DataTypes.StringType;
            case DecimalLogicalTypeAnnotation decimal -> ofDecimal(decimal);
            case Float16LogicalTypeAnnotation _ -> DataTypes.FloatType;
            case null, default -> DataTypes.BinaryType;
        };
    }

    private static DataType ofDecimal(DecimalLogicalTypeAnnotation decimal) {
        return DataTypes.createDecimalType(decimal.getPrecision(), decimal.getScale());
    }
}
