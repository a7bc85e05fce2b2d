package io.tidemill.parquet;

import io.tidemill.data.BytesColumn;
import io.tidemill.data.Column;
import io.tidemill.data.DoubleColumn;
import io.tidemill.data.LongColumn;
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
import io.tidemill.sql.types.ShortType;
import io.tidemill.sql.types.StringType;
import io.tidemill.sql.types.TimestampNTZType;
import io.tidemill.sql.types.TimestampType;
import io.tidemill.sql.types.YearMonthIntervalType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.UUID;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.jspecify.annotations.Nullable;

/// How a column of a file is read at one of our types: its own, or a wider one that holds every
/// value of it. A narrower integer is allowed and checked value by value.
final class Decoders {
    private static final long MICROS_OF_DAY = 86_400_000_000L;
    private static final int JULIAN_DAY_OF_1970 = 2_440_588;

    private Decoders() {}

    /// The way to read it; empty when values of the file's type cannot be read at `wanted`
    static Optional<Decoder> of(PrimitiveType file, DataType wanted) {
        var annotation = file.getLogicalTypeAnnotation();
        if (annotation instanceof DecimalLogicalTypeAnnotation decimal) {
            return Optional.ofNullable(decimal(file, decimal, wanted));
        }
        return Optional.ofNullable(
                switch (file.getPrimitiveTypeName()) {
                    case BOOLEAN ->
                            wanted instanceof BooleanType
                                    ? (from, column, row) ->
                                            longs(column, row, from.getBoolean() ? 1 : 0)
                                    : null;
                    case INT32 -> ofInt(annotation, wanted);
                    case INT64 -> ofLong(annotation, wanted);
                    case INT96 ->
                            isTimestamp(wanted)
                                    ? (from, column, row) ->
                                            longs(column, row, int96(from.getBinary()))
                                    : null;
                    case FLOAT ->
                            wanted instanceof FloatType || wanted instanceof DoubleType
                                    ? (from, column, row) -> doubles(column, row, from.getFloat())
                                    : null;
                    case DOUBLE ->
                            wanted instanceof DoubleType
                                    ? (from, column, row) -> doubles(column, row, from.getDouble())
                                    : null;
                    case BINARY, FIXED_LEN_BYTE_ARRAY -> ofBytes(annotation, wanted);
                });
    }

    private static @Nullable Decoder ofInt(
            @Nullable LogicalTypeAnnotation annotation, DataType wanted) {
        return switch (annotation) {
            case DateLogicalTypeAnnotation _ ->
                    switch (wanted) {
                        case DateType _ ->
                                (from, column, row) -> longs(column, row, from.getInteger());
                        case TimestampNTZType _ ->
                                (from, column, row) ->
                                        longs(column, row, from.getInteger() * MICROS_OF_DAY);
                        default -> null;
                    };
            case TimeLogicalTypeAnnotation _ ->
                    wanted instanceof DayTimeIntervalType
                            ? (from, column, row) -> longs(column, row, from.getInteger() * 1000L)
                            : null;
            case IntLogicalTypeAnnotation ints when !ints.isSigned() ->
                    integer(wanted, from -> from.getInteger() & 0xFFFF_FFFFL);
            case null, default ->
                    wanted instanceof YearMonthIntervalType
                            ? (from, column, row) -> longs(column, row, from.getInteger())
                            : integer(wanted, ColumnReader::getInteger);
        };
    }

    private static @Nullable Decoder ofLong(
            @Nullable LogicalTypeAnnotation annotation, DataType wanted) {
        return switch (annotation) {
            case TimestampLogicalTypeAnnotation time -> {
                var unit = time.getUnit();
                yield isTimestamp(wanted)
                        ? (from, column, row) -> longs(column, row, micros(from.getLong(), unit))
                        : null;
            }
            case TimeLogicalTypeAnnotation time -> {
                var unit = time.getUnit();
                yield wanted instanceof DayTimeIntervalType
                        ? (from, column, row) -> longs(column, row, micros(from.getLong(), unit))
                        : null;
            }
            case IntLogicalTypeAnnotation ints when !ints.isSigned() ->
                    wanted instanceof DecimalType decimal
                                    && decimal.precision() - decimal.scale() >= 20
                            ? (from, column, row) ->
                                    column.set(row, unsigned(from.getLong(), decimal.scale()))
                            : null;
            case null, default ->
                    wanted instanceof DayTimeIntervalType
                            ? (from, column, row) -> longs(column, row, from.getLong())
                            : integer(wanted, ColumnReader::getLong);
        };
    }

    private static @Nullable Decoder ofBytes(
            @Nullable LogicalTypeAnnotation annotation, DataType wanted) {
        return switch (annotation) {
            case Float16LogicalTypeAnnotation _ ->
                    wanted instanceof FloatType || wanted instanceof DoubleType
                            ? (from, column, row) -> doubles(column, row, half(from.getBinary()))
                            : null;
            case UUIDLogicalTypeAnnotation _ when wanted instanceof StringType ->
                    (from, column, row) -> column.set(row, uuid(from.getBinary()));
            case null, default ->
                    wanted instanceof StringType || wanted instanceof BinaryType
                            ? (from, column, row) -> bytes(column, row, from.getBinary())
                            : null;
        };
    }

    /// Reads an integer from where a leaf stands.
    @FunctionalInterface
    private interface Integers {
        long read(ColumnReader from);
    }

    private static @Nullable Decoder integer(DataType wanted, Integers integers) {
        return switch (wanted) {
            case LongType _ -> (from, column, row) -> longs(column, row, integers.read(from));
            case IntegerType _ -> within(integers, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case ShortType _ -> within(integers, Short.MIN_VALUE, Short.MAX_VALUE);
            case ByteType _ -> within(integers, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case DecimalType decimal when decimal.precision() - decimal.scale() >= 19 ->
                    (from, column, row) ->
                            column.set(
                                    row,
                                    BigDecimal.valueOf(integers.read(from))
                                            .setScale(decimal.scale()));
            default -> null;
        };
    }

    private static Decoder within(Integers integers, long least, long most) {
        return (from, column, row) -> {
            long value = integers.read(from);
            if (value < least || value > most) {
                throw new ArithmeticException(
                        "%d does not fit %s".formatted(value, column.type().sql()));
            }
            longs(column, row, value);
        };
    }

    private static @Nullable Decoder decimal(
            PrimitiveType file, DecimalLogicalTypeAnnotation annotation, DataType wanted) {
        int scale = annotation.getScale();
        if (!(wanted instanceof DecimalType decimal)
                || decimal.scale() < scale
                || decimal.precision() - decimal.scale() < annotation.getPrecision() - scale) {
            return null;
        }
        boolean direct = decimal.scale() == scale && decimal.fitsLong();
        return switch (file.getPrimitiveTypeName()) {
            case INT32 ->
                    direct
                            ? (from, column, row) -> longs(column, row, from.getInteger())
                            : (from, column, row) ->
                                    decimal(
                                            column,
                                            row,
                                            BigDecimal.valueOf(from.getInteger(), scale));
            case INT64 ->
                    direct
                            ? (from, column, row) -> longs(column, row, from.getLong())
                            : (from, column, row) ->
                                    decimal(column, row, BigDecimal.valueOf(from.getLong(), scale));
            case BINARY, FIXED_LEN_BYTE_ARRAY ->
                    (from, column, row) -> decimal(column, row, decimal(from.getBinary(), scale));
            case BOOLEAN, INT96, FLOAT, DOUBLE -> null;
        };
    }

    private static BigDecimal decimal(Binary binary, int scale) {
        return binary.length() == 0
                ? BigDecimal.ZERO
                : new BigDecimal(new BigInteger(binary.getBytesUnsafe()), scale);
    }

    private static void decimal(Column column, int row, BigDecimal value) {
        var type = (DecimalType) column.type();
        if (value.precision() - value.scale() > type.precision() - type.scale()) {
            throw new ArithmeticException("%s does not fit %s".formatted(value, type.sql()));
        }
        column.set(row, value);
    }

    private static BigDecimal unsigned(long value, int scale) {
        return new BigDecimal(new BigInteger(Long.toUnsignedString(value))).setScale(scale);
    }

    private static boolean isTimestamp(DataType type) {
        return type instanceof TimestampType || type instanceof TimestampNTZType;
    }

    private static long micros(long value, TimeUnit unit) {
        return switch (unit) {
            case MILLIS -> Math.multiplyExact(value, 1000L);
            case MICROS -> value;
            case NANOS -> Math.floorDiv(value, 1000L);
        };
    }

    /// Nanoseconds of the day, then the Julian day, each least byte first. Wraps around: so Spark
    /// writes times that lie too far away for 64 bits of nanoseconds, and so it reads them.
    private static long int96(Binary binary) {
        var bytes = binary.toByteBuffer().slice().order(ByteOrder.LITTLE_ENDIAN);
        long nanos = bytes.getLong();
        long day = (long) bytes.getInt() - JULIAN_DAY_OF_1970;
        return day * MICROS_OF_DAY + Math.floorDiv(nanos, 1000L);
    }

    private static float half(Binary binary) {
        var bytes = binary.toByteBuffer().slice().order(ByteOrder.LITTLE_ENDIAN);
        return Float.float16ToFloat(bytes.getShort());
    }

    private static String uuid(Binary binary) {
        var bytes = binary.toByteBuffer().slice();
        return new UUID(bytes.getLong(), bytes.getLong()).toString();
    }

    private static void longs(Column column, int row, long value) {
        ((LongColumn) column).setLong(row, value);
    }

    private static void doubles(Column column, int row, double value) {
        ((DoubleColumn) column).setDouble(row, value);
    }

    private static void bytes(Column column, int row, Binary binary) {
        ByteBuffer bytes = binary.toByteBuffer();
        if (bytes.hasArray()) {
            int from = bytes.arrayOffset() + bytes.position();
            ((BytesColumn) column).append(row, bytes.array(), from, from + bytes.remaining());
        } else {
            byte[] copy = binary.getBytes();
            ((BytesColumn) column).append(row, copy, 0, copy.length);
        }
    }
}
