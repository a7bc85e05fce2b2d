package io.tidemill.expression;

import module java.base;

import io.tidemill.data.Batch;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DecimalType;
import io.tidemill.sql.types.StructType;

/// Random values of every type, and rows of them: NULLs, extremes, and values that are often equal.
/// Everything follows from the generator handed in.
public final class RandomValues {
    /// Columns of every kind, two of the common ones.
    public static final StructType TABLE =
            StructType.fromDDL(
                    "b1 BOOLEAN, b2 BOOLEAN, ti TINYINT, si SMALLINT, i1 INT, i2 INT, l1 BIGINT,"
                            + " l2 BIGINT, f1 FLOAT, d1 DOUBLE, d2 DOUBLE, s1 STRING, s2 STRING,"
                            + " x1 BINARY, dt DATE, dt2 DATE, ts TIMESTAMP, ts2 TIMESTAMP,"
                            + " ntz TIMESTAMP_NTZ, dti INTERVAL DAY TO SECOND,"
                            + " ymi INTERVAL YEAR TO MONTH, m1 DECIMAL(5,2), m2 DECIMAL(18,6),"
                            + " m3 DECIMAL(20,0), m4 DECIMAL(38,10), a1 ARRAY<BIGINT>,"
                            + " st STRUCT<x: BIGINT, y: STRING, z: STRUCT<w: DOUBLE>>,"
                            + " mp MAP<STRING, BIGINT>");

    private static final String[] WORDS = {
        "",
        "a",
        "b",
        "Spark",
        "spark",
        "Größe",
        "😀x",
        "x,y,z",
        "12",
        "-7",
        "2.5",
        "abc%",
        "a_b",
        " pad ",
        "true",
        "2024-02-29",
        "2024-02-29 12:34:56.789",
        "1e3",
        "NaN",
        "ÀÉ",
        "i\u0307"
    };

    private final RandomGenerator random;

    public RandomValues(RandomGenerator random) {
        this.random = random;
    }

    /// `rows` random rows of [#TABLE].
    ///
    /// @param nulls whether there are NULLs among the values
    public Batch batch(int rows, boolean nulls) {
        var batch = Batch.create(TABLE, rows);
        for (int row = 0; row < rows; row++) {
            batch.append(
                    TABLE.fieldList().stream()
                            .map(f -> nulls && random.nextInt(6) == 0 ? null : value(f.dataType()))
                            .toArray());
        }
        return batch;
    }

    /// A random value that is not NULL, boxed; its parts may be.
    public Object value(DataType type) {
        return switch (type) {
            case io.tidemill.sql.types.BooleanType _ -> random.nextBoolean();
            case io.tidemill.sql.types.ByteType _ -> (byte) whole(Byte.MIN_VALUE, Byte.MAX_VALUE);
            case io.tidemill.sql.types.ShortType _ ->
                    (short) whole(Short.MIN_VALUE, Short.MAX_VALUE);
            case io.tidemill.sql.types.IntegerType _ ->
                    (int) whole(Integer.MIN_VALUE, Integer.MAX_VALUE);
            case io.tidemill.sql.types.LongType _ -> whole(Long.MIN_VALUE, Long.MAX_VALUE);
            case io.tidemill.sql.types.FloatType _ -> (float) floating();
            case io.tidemill.sql.types.DoubleType _ -> floating();
            case DecimalType decimal -> decimal(decimal);
            case io.tidemill.sql.types.StringType _ -> text();
            case io.tidemill.sql.types.BinaryType _ -> text().getBytes(StandardCharsets.UTF_8);
            case io.tidemill.sql.types.DateType _ ->
                    LocalDate.ofEpochDay(
                            random.nextInt(8) == 0
                                    ? random.nextInt(-719_162, 2_932_896)
                                    : 19_000 + random.nextInt(1000));
            case io.tidemill.sql.types.TimestampType _ -> instant();
            case io.tidemill.sql.types.TimestampNTZType _ ->
                    LocalDateTime.ofInstant(instant(), ZoneOffset.UTC);
            case io.tidemill.sql.types.DayTimeIntervalType _ ->
                    Duration.ofNanos(random.nextLong(-1_000_000, 1_000_000) * 1_000_000_000L)
                            .plusNanos(1000L * random.nextInt(1_000_000));
            case io.tidemill.sql.types.YearMonthIntervalType _ -> {
                int months = random.nextInt(-200, 200);
                yield Period.of(months / 12, months % 12, 0);
            }
            case io.tidemill.sql.types.ArrayType array ->
                    list(random.nextInt(4), () -> maybe(array.elementType()));
            case io.tidemill.sql.types.MapType map -> {
                var values = new LinkedHashMap<Object, Object>();
                for (int i = random.nextInt(3); i > 0; i--) {
                    values.put(value(map.keyType()), maybe(map.valueType()));
                }
                yield values;
            }
            case StructType struct ->
                    struct.fieldList().stream().map(f -> maybe(f.dataType())).toArray();
            case io.tidemill.sql.types.NullType _ ->
                    throw new IllegalArgumentException("void has no value");
        };
    }

    private Object maybe(DataType type) {
        return random.nextInt(5) == 0 ? null : value(type);
    }

    private Instant instant() {
        long seconds =
                random.nextInt(8) == 0
                        ? random.nextLong(-60_000_000_000L, 250_000_000_000L)
                        : 1_700_000_000L + random.nextInt(10_000_000);
        long micros = random.nextBoolean() ? 0 : random.nextInt(1_000_000);
        return Instant.ofEpochSecond(seconds, micros * 1000);
    }

    private long whole(long least, long greatest) {
        return switch (random.nextInt(8)) {
            case 0 -> least;
            case 1 -> greatest;
            case 2 -> 0;
            case 3 -> random.nextLong();
            default -> random.nextInt(-20, 100);
        };
    }

    private double floating() {
        return switch (random.nextInt(12)) {
            case 0 -> Double.NaN;
            case 1 -> Double.POSITIVE_INFINITY;
            case 2 -> Double.NEGATIVE_INFINITY;
            case 3 -> -0.0;
            case 4 -> 0.0;
            case 5 -> 9.3e18 * (random.nextDouble() - 0.5);
            case 6 -> Double.longBitsToDouble(random.nextLong());
            default -> random.nextInt(-1000, 1000) / 8.0;
        };
    }

    private BigDecimal decimal(DecimalType type) {
        int digits = 1 + random.nextInt(type.precision());
        var text = new StringBuilder(random.nextBoolean() ? "-" : "");
        boolean nines = random.nextInt(6) == 0;
        for (int i = 0; i < (nines ? type.precision() : digits); i++) {
            text.append(nines ? 9 : random.nextInt(10));
        }
        return new BigDecimal(new BigInteger(text.toString()), type.scale());
    }

    private String text() {
        return random.nextInt(4) == 0
                ? WORDS[random.nextInt(WORDS.length)] + WORDS[random.nextInt(WORDS.length)]
                : WORDS[random.nextInt(WORDS.length)];
    }

    private static <T> List<T> list(int count, Supplier<T> each) {
        return Stream.generate(each).limit(count).collect(Collectors.toList());
    }
}
