package io.tidemill.kafka.avro;

import io.tidemill.data.BytesColumn;
import io.tidemill.data.Column;
import io.tidemill.data.DecimalColumn;
import io.tidemill.data.DoubleColumn;
import io.tidemill.data.ListColumn;
import io.tidemill.data.LongColumn;
import io.tidemill.data.MapColumn;
import io.tidemill.data.StructColumn;
import io.tidemill.format.Nulls;
import io.tidemill.format.Utf8;
import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.BinaryType;
import io.tidemill.sql.types.BooleanType;
import io.tidemill.sql.types.ByteType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DateType;
import io.tidemill.sql.types.DecimalType;
import io.tidemill.sql.types.DoubleType;
import io.tidemill.sql.types.FloatType;
import io.tidemill.sql.types.IntegerType;
import io.tidemill.sql.types.LongType;
import io.tidemill.sql.types.MapType;
import io.tidemill.sql.types.ShortType;
import io.tidemill.sql.types.StringType;
import io.tidemill.sql.types.StructType;
import io.tidemill.sql.types.TimestampNTZType;
import io.tidemill.sql.types.TimestampType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Reads a value of one schema into a row of a column, or passes over it. Made once for each schema
/// and column.
@FunctionalInterface
interface AvroValue {
    /// @throws AvroInput.Damaged when the value is no such value, or does not fit the column
    void read(AvroInput in, Column column, int row);

    /// @throws IllegalArgumentException when no value of the schema fits the type
    static AvroValue of(AvroSchema schema, DataType type, String path) {
        return switch (schema) {
            case AvroSchema.Union(var branches) -> union(branches, type, path);
            case AvroSchema.Primitive primitive -> primitive(primitive, type, path);
            case AvroSchema.Fixed(int size, var logical, int scale) ->
                    bytes(_ -> size, logical, scale, type, path);
            case AvroSchema.Enumeration(var symbols) -> symbol(symbols, type, path);
            case AvroSchema.Array(var items) when type instanceof ArrayType array -> {
                var item = of(items, array.elementType(), path + "[]");
                yield (in, column, row) -> list(in, (ListColumn) column, row, item);
            }
            case AvroSchema.Mapping(var values) when type instanceof MapType map -> {
                var key =
                        primitive(
                                new AvroSchema.Primitive(AvroSchema.Kind.STRING, "", 0),
                                map.keyType(),
                                path);
                var value = of(values, map.valueType(), path + "[]");
                yield (in, column, row) -> map(in, (MapColumn) column, row, key, value);
            }
            case AvroSchema.Fields fields when type instanceof StructType struct -> {
                var inner = new AvroFields(fields, struct, path + ".");
                yield (in, column, row) -> {
                    var parts = (StructColumn) column;
                    inner.read(in, parts::field, row);
                };
            }
            case AvroSchema.Array _, AvroSchema.Mapping _, AvroSchema.Fields _ ->
                    throw unfit(schema, type, path);
        };
    }

    /// Passes over a value.
    static void skip(AvroSchema schema, AvroInput in) {
        switch (schema) {
            case AvroSchema.Primitive(var kind, _, _) -> {
                switch (kind) {
                    case NULL -> {}
                    case BOOLEAN -> in.take(1);
                    case INT, LONG -> in.number();
                    case FLOAT -> in.take(4);
                    case DOUBLE -> in.take(8);
                    case BYTES, STRING -> in.take(in.length());
                }
            }
            case AvroSchema.Fixed(int size, _, _) -> in.take(size);
            case AvroSchema.Enumeration _ -> in.number();
            case AvroSchema.Array(var items) -> {
                for (long left = in.block(); left > 0; left = in.block()) {
                    for (; left > 0; left--) {
                        skip(items, in);
                    }
                }
            }
            case AvroSchema.Mapping(var values) -> {
                for (long left = in.block(); left > 0; left = in.block()) {
                    for (; left > 0; left--) {
                        in.take(in.length());
                        skip(values, in);
                    }
                }
            }
            case AvroSchema.Union(var branches) -> skip(branches.get(branch(in, branches)), in);
            case AvroSchema.Fields(var fields) -> fields.forEach(field -> skip(field.schema(), in));
        }
    }

    private static int branch(AvroInput in, List<AvroSchema> branches) {
        long index = in.number();
        if (index < 0 || index >= branches.size()) {
            throw new AvroInput.Damaged(
                    "branch %d of a union of %d".formatted(index, branches.size()));
        }
        return (int) index;
    }

    private static AvroValue union(List<AvroSchema> branches, DataType type, String path) {
        var readers =
                branches.stream()
                        .map(branch ->
                                branch.equals(new AvroSchema.Primitive(AvroSchema.Kind.NULL, "", 0))
                                        ? (AvroValue) (in, column, row) -> Nulls.set(column, row)
                                        : of(branch, type, path))
                        .toList();
        return (in, column, row) -> readers.get(branch(in, branches)).read(in, column, row);
    }

    private static AvroValue primitive(AvroSchema.Primitive schema, DataType type, String path) {
        boolean fits =
                switch (schema.kind()) {
                    case NULL, INT, LONG, BYTES -> true; // looked at further on
                    case BOOLEAN -> type instanceof BooleanType;
                    case FLOAT -> type instanceof FloatType || type instanceof DoubleType;
                    case DOUBLE -> type instanceof DoubleType;
                    case STRING -> type instanceof StringType;
                };
        if (!fits) {
            throw unfit(schema, type, path);
        }
        return switch (schema.kind()) {
            case NULL -> (in, column, row) -> Nulls.set(column, row);
            case BOOLEAN ->
                    (in, column, row) -> ((LongColumn) column).setLong(row, in.bool() ? 1 : 0);
            case INT, LONG -> whole(schema, type, path);
            case FLOAT -> (in, column, row) -> ((DoubleColumn) column).setDouble(row, in.real());
            case DOUBLE ->
                    (in, column, row) -> ((DoubleColumn) column).setDouble(row, in.wideReal());
            case BYTES -> bytes(AvroInput::length, schema.logical(), schema.scale(), type, path);
            case STRING ->
                    (in, column, row) -> {
                        int length = in.length();
                        text((BytesColumn) column, row, in.bytes, in.take(length), length);
                    };
        };
    }

    private static AvroValue whole(AvroSchema.Primitive schema, DataType type, String path) {
        long factor =
                switch (schema.logical()) {
                    case "timestamp-millis", "local-timestamp-millis" -> 1000;
                    default -> 1;
                };
        long bound =
                switch (type) {
                    case ByteType _ -> Byte.MAX_VALUE;
                    case ShortType _ -> Short.MAX_VALUE;
                    case IntegerType _, DateType _ -> Integer.MAX_VALUE;
                    case LongType _, TimestampType _, TimestampNTZType _ -> Long.MAX_VALUE;
                    case DoubleType _ -> 0;
                    default -> throw unfit(schema, type, path);
                };
        if (bound == 0) {
            return (in, column, row) ->
                    ((DoubleColumn) column).setDouble(row, (double) in.number());
        }
        boolean time = type instanceof TimestampType || type instanceof TimestampNTZType;
        return (in, column, row) -> {
            long value = in.number();
            if (value > bound || value < -bound - 1) {
                throw new AvroInput.Damaged("%d does not fit %s".formatted(value, type.sql()));
            }
            ((LongColumn) column).setLong(row, time ? Math.multiplyExact(value, factor) : value);
        };
    }

    /// How many bytes a value has.
    interface Length {
        int of(AvroInput in);
    }

    private static AvroValue bytes(
            Length length, String logical, int scale, DataType type, String path) {
        if (logical.equals("decimal") && type instanceof DecimalType decimal) {
            return (in, column, row) -> {
                int size = length.of(in);
                int from = in.take(size);
                decimal(column, row, in.bytes, from, size, scale, decimal);
            };
        }
        if (type instanceof BinaryType || type instanceof StringType) {
            return (in, column, row) -> {
                int size = length.of(in);
                put((BytesColumn) column, row, in.bytes, in.take(size), size);
            };
        }
        throw new IllegalArgumentException("'%s' is bytes and no %s".formatted(path, type.sql()));
    }

    private static void decimal(
            Column column, int row, byte[] bytes, int from, int size, int scale, DecimalType type) {
        var unscaled =
                size == 0
                        ? BigInteger.ZERO
                        : new BigInteger(Arrays.copyOfRange(bytes, from, from + size));
        BigDecimal value;
        try {
            value =
                    new BigDecimal(unscaled, scale)
                            .setScale(type.scale(), RoundingMode.UNNECESSARY);
        } catch (ArithmeticException e) {
            throw new AvroInput.Damaged(
                    "%s has more digits behind the point than %s"
                            .formatted(new BigDecimal(unscaled, scale), type.sql()));
        }
        if (value.precision() > type.precision()) {
            throw new AvroInput.Damaged("%s does not fit %s".formatted(value, type.sql()));
        }
        switch (column) {
            case LongColumn longs -> longs.setLong(row, value.unscaledValue().longValue());
            case DecimalColumn wide ->
                    wide.setDecimal(
                            row,
                            value.unscaledValue().shiftRight(64).longValue(),
                            value.unscaledValue().longValue());
            default -> throw new IllegalStateException("no column of decimals: " + column);
        }
    }

    private static AvroValue symbol(List<String> symbols, DataType type, String path) {
        if (!(type instanceof StringType)) {
            throw new IllegalArgumentException(
                    "'%s' is an enum and no %s".formatted(path, type.sql()));
        }
        var texts = symbols.stream().map(s -> s.getBytes(StandardCharsets.UTF_8)).toList();
        return (in, column, row) -> {
            long index = in.number();
            if (index < 0 || index >= texts.size()) {
                throw new AvroInput.Damaged(
                        "symbol %d of an enum of %d".formatted(index, texts.size()));
            }
            var text = texts.get((int) index);
            ((BytesColumn) column).append(row, text, 0, text.length);
        };
    }

    private static void text(BytesColumn column, int row, byte[] bytes, int from, int length) {
        if (Utf8.isValid(bytes, from, from + length)) {
            put(column, row, bytes, from, length);
        } else {
            var repaired = Utf8.repaired(bytes, from, from + length);
            column.append(row, repaired, 0, repaired.length);
        }
    }

    private static void put(BytesColumn column, int row, byte[] bytes, int from, int length) {
        if (column.data() == bytes) {
            column.setView(row, from, from + length);
        } else {
            column.append(row, bytes, from, from + length);
        }
    }

    private static void list(AvroInput in, ListColumn column, int row, AvroValue item) {
        column.extend(row, 0);
        for (long left = in.block(); left > 0; left = in.block()) {
            for (; left > 0; left--) {
                item.read(in, column.elements(), column.append(row));
            }
        }
    }

    private static void map(
            AvroInput in, MapColumn column, int row, AvroValue key, AvroValue value) {
        column.extend(row, 0);
        for (long left = in.block(); left > 0; left = in.block()) {
            for (; left > 0; left--) {
                int at = column.append(row);
                key.read(in, column.keys(), at);
                value.read(in, column.values(), at);
            }
        }
    }

    private static IllegalArgumentException unfit(AvroSchema schema, DataType type, String path) {
        return new IllegalArgumentException(
                "'%s' is %s and cannot be read as %s".formatted(path, schema, type.sql()));
    }
}
