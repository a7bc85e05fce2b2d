package io.tidemill.parquet;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
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
import io.tidemill.sql.types.StructType;
import io.tidemill.sql.types.TimestampNTZType;
import io.tidemill.sql.types.TimestampType;
import io.tidemill.sql.types.YearMonthIntervalType;
import java.math.BigInteger;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/// The columns of a table as Parquet's types, as Spark chooses them: every field may be NULL but
/// the keys of maps, lists have three levels, small decimals are integers.
final class SchemaToFile {
    static final int DIGITS_OF_INT = 9;
    private static final int DIGITS_OF_LONG = 18;

    private SchemaToFile() {}

    /// @throws TidemillException UNSUPPORTED_FEATURE for columns that Parquet cannot hold
    static MessageType message(StructType schema) {
        if (schema.size() == 0) {
            throw unsupported("a table without columns");
        }
        return new MessageType("spark_schema", fields(schema));
    }

    private static Type[] fields(StructType schema) {
        return schema.fieldList().stream()
                .map(field -> type(field.name(), field.dataType(), Repetition.OPTIONAL))
                .toArray(Type[]::new);
    }

    private static Type type(String name, DataType type, Repetition repetition) {
        return switch (type) {
            case BooleanType _ -> plain(PrimitiveTypeName.BOOLEAN, repetition, null, name);
            case ByteType _ -> integer(8, repetition, name);
            case ShortType _ -> integer(16, repetition, name);
            case IntegerType _, YearMonthIntervalType _ ->
                    plain(PrimitiveTypeName.INT32, repetition, null, name);
            case LongType _, DayTimeIntervalType _ ->
                    plain(PrimitiveTypeName.INT64, repetition, null, name);
            case FloatType _ -> plain(PrimitiveTypeName.FLOAT, repetition, null, name);
            case DoubleType _ -> plain(PrimitiveTypeName.DOUBLE, repetition, null, name);
            case StringType _ ->
                    plain(
                            PrimitiveTypeName.BINARY,
                            repetition,
                            LogicalTypeAnnotation.stringType(),
                            name);
            case BinaryType _ -> plain(PrimitiveTypeName.BINARY, repetition, null, name);
            case DateType _ ->
                    plain(
                            PrimitiveTypeName.INT32,
                            repetition,
                            LogicalTypeAnnotation.dateType(),
                            name);
            case TimestampType _ -> timestamp(true, repetition, name);
            case TimestampNTZType _ -> timestamp(false, repetition, name);
            case DecimalType decimal -> decimal(decimal, repetition, name);
            case ArrayType array ->
                    Types.list(repetition)
                            .element(type("element", array.elementType(), Repetition.OPTIONAL))
                            .named(name);
            case MapType map ->
                    Types.map(repetition)
                            .key(type("key", map.keyType(), Repetition.REQUIRED))
                            .value(type("value", map.valueType(), Repetition.OPTIONAL))
                            .named(name);
            case StructType struct -> {
                if (struct.size() == 0) {
                    throw unsupported("the struct '%s' without fields".formatted(name));
                }
                yield Types.buildGroup(repetition).addFields(fields(struct)).named(name);
            }
            case NullType _ ->
                    throw unsupported(
                            "the column '%s', which is always NULL and has no type"
                                    .formatted(name));
        };
    }

    private static Type plain(
            PrimitiveTypeName type,
            Repetition repetition,
            @Nullable LogicalTypeAnnotation annotation,
            String name) {
        var primitive = Types.primitive(type, repetition);
        return (annotation == null ? primitive : primitive.as(annotation)).named(name);
    }

    private static Type integer(int bits, Repetition repetition, String name) {
        return plain(
                PrimitiveTypeName.INT32,
                repetition,
                LogicalTypeAnnotation.intType(bits, true),
                name);
    }

    private static Type timestamp(boolean utc, Repetition repetition, String name) {
        return plain(
                PrimitiveTypeName.INT64,
                repetition,
                LogicalTypeAnnotation.timestampType(utc, TimeUnit.MICROS),
                name);
    }

    private static Type decimal(DecimalType type, Repetition repetition, String name) {
        var annotation = LogicalTypeAnnotation.decimalType(type.scale(), type.precision());
        if (type.precision() <= DIGITS_OF_LONG) {
            var integer =
                    type.precision() <= DIGITS_OF_INT
                            ? PrimitiveTypeName.INT32
                            : PrimitiveTypeName.INT64;
            return plain(integer, repetition, annotation, name);
        }
        return Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition)
                .length(bytes(type.precision()))
                .as(annotation)
                .named(name);
    }

    /// How many bytes hold every number of so many digits.
    static int bytes(int digits) {
        return BigInteger.TEN.pow(digits).bitLength() / 8 + 1;
    }

    /// Whether values of this type, held as a long, are written as 32 bits.
    static boolean isInt(DataType type) {
        return type instanceof ByteType
                || type instanceof ShortType
                || type instanceof IntegerType
                || type instanceof DateType
                || type instanceof YearMonthIntervalType;
    }

    private static TidemillException unsupported(String what) {
        return new TidemillException(
                Condition.UNSUPPORTED_FEATURE,
                "Parquet cannot hold " + what,
                "leave it out, or cast it to a type");
    }
}
