package io.tidemill.data;

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
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.random.RandomGenerator;

/// Random values of any type, boxed, with nulls and extremes among them.
public final class RandomValues {
    private static final String[] TEXTS = {
        "", "a", "Größe", "日本", "🌊 tide", "null", "-0", "x".repeat(300)
    };
    private static final double[] NUMBERS = {
        0.0,
        -0.0,
        1,
        -1.5,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        1e300,
        4.9e-324
    };

    private final RandomGenerator random;

    public RandomValues(RandomGenerator random) {
        this.random = random;
    }

    /// A value, or null one time in eight.
    public Object nullable(DataType type) {
        return random.nextInt(8) == 0 ? null : value(type);
    }

    public Object value(DataType type) {
        return switch (type) {
            case BooleanType _ -> random.nextBoolean();
            case ByteType _ -> (byte) random.nextInt();
            case ShortType _ -> (short) random.nextInt();
            case IntegerType _ -> random.nextInt(4) == 0 ? Integer.MIN_VALUE : random.nextInt();
            case LongType _ -> random.nextInt(4) == 0 ? Long.MAX_VALUE : random.nextLong();
            case FloatType _ -> (float) number();
            case DoubleType _ -> number();
            case DecimalType decimal -> decimal(decimal);
            case StringType _ -> TEXTS[random.nextInt(TEXTS.length)] + random.nextInt(3);
            case BinaryType _ -> bytes();
            case DateType _ -> LocalDate.ofEpochDay(random.nextInt(-800_000, 800_000));
            case TimestampType _ -> Boxes.instant(micros());
            case TimestampNTZType _ ->
                    LocalDateTime.ofInstant(Boxes.instant(micros()), ZoneOffset.UTC);
            case DayTimeIntervalType _ ->
                    Duration.ofNanos(1000 * random.nextLong(-1L << 50, 1L << 50));
            case YearMonthIntervalType _ -> period(random.nextInt(-5000, 5000));
            case ArrayType array -> {
                var list = new ArrayList<Object>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(nullable(array.elementType()));
                }
                yield list;
            }
            case MapType map -> {
                var entries = new LinkedHashMap<Object, Object>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    entries.put(value(map.keyType()), nullable(map.valueType()));
                }
                yield entries;
            }
            case StructType struct ->
                    struct.fieldList().stream().map(f -> nullable(f.dataType())).toArray();
            case NullType _ -> throw new IllegalArgumentException("void has no value but NULL");
        };
    }

    private static Period period(int months) {
        return Period.of(months / 12, months % 12, 0);
    }

    private double number() {
        int pick = random.nextInt(NUMBERS.length * 2);
        return pick < NUMBERS.length ? NUMBERS[pick] : random.nextDouble(-1e6, 1e6);
    }

    private long micros() {
        return random.nextLong(-1L << 55, 1L << 55);
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(5)];
        random.nextBytes(bytes);
        return bytes;
    }

    private BigDecimal decimal(DecimalType type) {
        var limit = BigInteger.TEN.pow(type.precision());
        byte[] bits = new byte[17];
        random.nextBytes(bits);
        var unscaled =
                random.nextInt(4) == 0
                        ? limit.subtract(BigInteger.ONE)
                        : new BigInteger(bits).mod(limit);
        return new BigDecimal(random.nextBoolean() ? unscaled.negate() : unscaled, type.scale());
    }
}
