package io.tidemill.expression;

import module java.base;

import io.tidemill.data.Boxes;
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

/// Values that are hard on functions, of every type, boxed: NULL, the ends of ranges, NaN, nothing,
/// very much, and text that means something to a function, or almost.
public final class ExtremeValues {
    private static final List<String> TEXTS =
            List.of(
                    "",
                    " ",
                    "\0",
                    "a",
                    "😀",
                    "İßé\u0307",
                    "%_\\",
                    "\\",
                    "[",
                    "(a",
                    "(a)|(b)",
                    "*",
                    "$1",
                    "${x}",
                    "1",
                    "-1",
                    "2147483648",
                    "1e999999999",
                    "1e-999999999",
                    "9".repeat(400),
                    "x".repeat(3000),
                    "a,".repeat(1500),
                    "NaN",
                    "-",
                    "0x1F",
                    "true",
                    "9999-12-31",
                    "-0001-01-01",
                    "2024-02-30",
                    "+294247-01-10 04:00:54.775807Z",
                    "24:00",
                    "UTC",
                    "Mars/Base",
                    "+18:01",
                    "yyyy-MM-dd'T",
                    "QQQQQQ",
                    "hex",
                    "base64",
                    "UTF-16",
                    "%s%d%n",
                    "%2147483647d",
                    "%1$999999999s",
                    "999,999.99",
                    "S$9G9D9MI",
                    "#,###.00",
                    "http://u@h:99999/p?a=%zz&b#f",
                    "HOST",
                    "{\"a\":[1,{\"b\":null}]}",
                    "{\"a\":1",
                    "[".repeat(2000),
                    "$.a[*].b",
                    "$[99999999999]",
                    "a INT, b ARRAY<STRING>",
                    "DAY",
                    "month",
                    "c:\\x",
                    "k1:v1,k1:v2",
                    "zz");

    private final RandomGenerator random;

    public ExtremeValues(RandomGenerator random) {
        this.random = random;
    }

    /// A value, or NULL one time in eight.
    public Object maybe(DataType type) {
        return random.nextInt(8) == 0 || type instanceof NullType ? null : value(type);
    }

    public Object value(DataType type) {
        return switch (type) {
            case BooleanType _ -> random.nextBoolean();
            case ByteType _ -> (byte) whole(Byte.MIN_VALUE, Byte.MAX_VALUE);
            case ShortType _ -> (short) whole(Short.MIN_VALUE, Short.MAX_VALUE);
            case IntegerType _ -> (int) whole(Integer.MIN_VALUE, Integer.MAX_VALUE);
            case LongType _ -> whole(Long.MIN_VALUE, Long.MAX_VALUE);
            case FloatType _ -> (float) floating();
            case DoubleType _ -> floating();
            case DecimalType decimal -> decimal(decimal);
            case StringType _ -> text();
            case BinaryType _ -> bytes();
            case DateType _ ->
                    LocalDate.ofEpochDay(whole(Integer.MIN_VALUE / 4, Integer.MAX_VALUE / 4));
            case TimestampType _ -> Boxes.instant(whole(Long.MIN_VALUE, Long.MAX_VALUE));
            case TimestampNTZType _ ->
                    LocalDateTime.ofInstant(
                            Boxes.instant(whole(Long.MIN_VALUE, Long.MAX_VALUE)), ZoneOffset.UTC);
            case DayTimeIntervalType _ ->
                    Duration.of(whole(Long.MIN_VALUE, Long.MAX_VALUE), ChronoUnit.MICROS);
            case YearMonthIntervalType _ -> {
                int months = (int) whole(Integer.MIN_VALUE, Integer.MAX_VALUE);
                yield Period.of(months / 12, months % 12, 0);
            }
            case ArrayType array -> list(array.elementType());
            case MapType map -> {
                var entries = new LinkedHashMap<Object, Object>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    entries.put(value(map.keyType()), maybe(map.valueType()));
                }
                yield entries;
            }
            case StructType struct ->
                    struct.fieldList().stream().map(f -> maybe(f.dataType())).toArray();
            case NullType _ -> throw new IllegalArgumentException("void has no value but NULL");
        };
    }

    private List<Object> list(DataType element) {
        int size =
                switch (random.nextInt(8)) {
                    case 0 -> 0;
                    case 1 -> element instanceof LongType ? 2000 : 3;
                    default -> 1 + random.nextInt(4);
                };
        return Stream.generate(() -> maybe(element)).limit(size).collect(Collectors.toList());
    }

    private long whole(long least, long greatest) {
        return switch (random.nextInt(9)) {
            case 0 -> least;
            case 1 -> greatest;
            case 2 -> 0;
            case 3 -> 1;
            case 4 -> -1;
            case 5 -> Math.max(least, Math.min(greatest, random.nextLong()));
            case 6 -> least + 1;
            default -> random.nextInt(-12, 40);
        };
    }

    private double floating() {
        return switch (random.nextInt(12)) {
            case 0 -> Double.NaN;
            case 1 -> Double.POSITIVE_INFINITY;
            case 2 -> Double.NEGATIVE_INFINITY;
            case 3 -> -0.0;
            case 4 -> Double.MAX_VALUE;
            case 5 -> Double.MIN_VALUE;
            case 6 -> 0x1p63;
            case 7 -> Double.longBitsToDouble(random.nextLong());
            default -> random.nextInt(-100, 100) / 8.0;
        };
    }

    private BigDecimal decimal(DecimalType type) {
        var most = BigInteger.TEN.pow(type.precision()).subtract(BigInteger.ONE);
        var unscaled =
                switch (random.nextInt(5)) {
                    case 0 -> most;
                    case 1 -> most.negate();
                    case 2 -> BigInteger.ZERO;
                    case 3 -> BigInteger.valueOf(random.nextInt(-99, 99));
                    default -> new BigInteger(120, Random.from(random)).mod(most);
                };
        return new BigDecimal(unscaled, type.scale());
    }

    private String text() {
        var text = TEXTS.get(random.nextInt(TEXTS.size()));
        return random.nextInt(6) == 0 ? text + TEXTS.get(random.nextInt(TEXTS.size())) : text;
    }

    private byte[] bytes() {
        if (random.nextBoolean()) {
            return text().getBytes(StandardCharsets.UTF_8);
        }
        var bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        return bytes;
    }
}
