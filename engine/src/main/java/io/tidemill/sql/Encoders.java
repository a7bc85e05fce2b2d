package io.tidemill.sql;

import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructType;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;

/// Makes encoders.
public final class Encoders {
    private Encoders() {}

    /// Objects of a class with a constructor without arguments, getters and setters; columns have
    /// the names of the properties, in alphabetical order.
    ///
    /// @throws IllegalArgumentException when the class is not such a one; the message says why
    public static <T> Encoder<T> bean(Class<T> type) {
        return new BeanEncoder<>(type);
    }

    public static Encoder<Row> row(StructType schema) {
        return new RowEncoder(schema);
    }

    /// Objects of a class that is [java.io.Serializable], as one BINARY column.
    public static <T> Encoder<T> javaSerialization(Class<T> type) {
        return new SerializedEncoder<>(type);
    }

    /// As [#javaSerialization]: Kryo is not used, so that the class has to be serializable.
    public static <T> Encoder<T> kryo(Class<T> type) {
        return javaSerialization(type);
    }

    /// Pairs of objects, as columns `_1` and `_2`.
    public static <A, B> Encoder<Tuple2<A, B>> tuple(Encoder<A> first, Encoder<B> second) {
        return new TupleEncoder<>(first, second);
    }

    public static Encoder<Boolean> BOOLEAN() {
        return new ValueEncoder<>(Boolean.class, DataTypes.BooleanType);
    }

    public static Encoder<Byte> BYTE() {
        return new ValueEncoder<>(Byte.class, DataTypes.ByteType);
    }

    public static Encoder<Short> SHORT() {
        return new ValueEncoder<>(Short.class, DataTypes.ShortType);
    }

    public static Encoder<Integer> INT() {
        return new ValueEncoder<>(Integer.class, DataTypes.IntegerType);
    }

    public static Encoder<Long> LONG() {
        return new ValueEncoder<>(Long.class, DataTypes.LongType);
    }

    public static Encoder<Float> FLOAT() {
        return new ValueEncoder<>(Float.class, DataTypes.FloatType);
    }

    public static Encoder<Double> DOUBLE() {
        return new ValueEncoder<>(Double.class, DataTypes.DoubleType);
    }

    public static Encoder<String> STRING() {
        return new ValueEncoder<>(String.class, DataTypes.StringType);
    }

    public static Encoder<byte[]> BINARY() {
        return new ValueEncoder<>(byte[].class, DataTypes.BinaryType);
    }

    public static Encoder<BigDecimal> DECIMAL() {
        return new ValueEncoder<>(BigDecimal.class, DataTypes.createDecimalType(38, 18));
    }

    public static Encoder<Date> DATE() {
        return new ValueEncoder<>(Date.class, DataTypes.DateType);
    }

    public static Encoder<LocalDate> LOCALDATE() {
        return new ValueEncoder<>(LocalDate.class, DataTypes.DateType);
    }

    public static Encoder<Timestamp> TIMESTAMP() {
        return new ValueEncoder<>(Timestamp.class, DataTypes.TimestampType);
    }

    public static Encoder<Instant> INSTANT() {
        return new ValueEncoder<>(Instant.class, DataTypes.TimestampType);
    }

    public static Encoder<LocalDateTime> LOCALDATETIME() {
        return new ValueEncoder<>(LocalDateTime.class, DataTypes.TimestampNTZType);
    }

    public static Encoder<Duration> DURATION() {
        return new ValueEncoder<>(Duration.class, DataTypes.createDayTimeIntervalType());
    }

    public static Encoder<Period> PERIOD() {
        return new ValueEncoder<>(Period.class, DataTypes.createYearMonthIntervalType());
    }
}
