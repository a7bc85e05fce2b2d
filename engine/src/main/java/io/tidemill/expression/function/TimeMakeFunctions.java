package io.tidemill.expression.function;

import io.tidemill.data.Boxes;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.QueryErrors;
import io.tidemill.format.IntervalText;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.DateType;
import io.tidemill.sql.types.DecimalType;
import io.tidemill.sql.types.NullType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Functions that make dates, timestamps and intervals of numbers, and numbers of them; and the
/// current time.
final class TimeMakeFunctions {
    private static final Kind SECONDS = Kind.of(new DecimalType(16, 6));

    private TimeMakeFunctions() {}

    static void define(Catalog catalog) {
        now(catalog);
        dates(catalog);
        timestamps(catalog);
        intervals(catalog);
        epochs(catalog);
        numbers(catalog);
    }

    private static void now(Catalog catalog) {
        catalog.define(Group.DATETIME, "current_timestamp()")
                .alias("now", "proctime")
                .says("The time at the start of the epoch, or of the batch query.")
                .example("typeof(current_timestamp())")
                .gives(DataTypes.TimestampType)
                .random()
                .total()
                .with((_, e) -> Boxes.instant(e.nowMicros()));
        catalog.define(Group.DATETIME, "current_date()")
                .alias("curdate")
                .says("The date at the start of the epoch, in the session's time zone.")
                .example("typeof(current_date())")
                .gives(DataTypes.DateType)
                .random()
                .total()
                .with((_, e) -> LocalDate.ofInstant(Boxes.instant(e.nowMicros()), e.zone()));
        catalog.define(Group.DATETIME, "localtimestamp()")
                .says("What clocks in the session's time zone showed at the start of the epoch.")
                .example("typeof(localtimestamp())")
                .gives(DataTypes.TimestampNTZType)
                .random()
                .total()
                .with((_, e) -> LocalDateTime.ofInstant(Boxes.instant(e.nowMicros()), e.zone()));
        catalog.define(Group.DATETIME, "current_timezone()")
                .says("The session's time zone.")
                .example("current_timezone()")
                .gives(DataTypes.StringType)
                .random()
                .total()
                .with((_, e) -> e.zone() == ZoneOffset.UTC ? "UTC" : e.zone().getId());
    }

    private static void dates(Catalog catalog) {
        catalog.define(Group.DATETIME, "make_date(year, month, day)")
                .says("The date.")
                .example("make_date(2013, 7, 15)")
                .takes(Kind.INT, Kind.INT, Kind.INT)
                .gives(DataTypes.DateType)
                .with3((Integer year, Integer month, Integer day) ->
                        Times.made(() -> LocalDate.of(year, month, day), ""));
        catalog.define(Group.DATETIME, "date_from_unix_date(days)")
                .says("The date so many days behind 1970-01-01.")
                .example("date_from_unix_date(1)")
                .takes(Kind.INT)
                .gives(DataTypes.DateType)
                .total()
                .with1((Integer days) -> LocalDate.ofEpochDay(days));
        catalog.define(Group.DATETIME, "unix_date(date)")
                .says("How many days behind 1970-01-01 the date is.")
                .example("unix_date(date'1970-01-02')")
                .takes(Kind.only(DataTypes.DateType))
                .gives(DataTypes.IntegerType)
                .total()
                .with1((LocalDate date) -> (int) date.toEpochDay());
    }

    private static void timestamps(Catalog catalog) {
        make(catalog, "make_timestamp", "", false, false);
        make(catalog, "make_timestamp_ltz", "", false, false);
        make(catalog, "try_make_timestamp", "", false, true);
        make(catalog, "make_timestamp_ntz", " without time zone", true, false);
    }

    private static void make(
            Catalog catalog, String name, String what, boolean local, boolean lenient) {
        catalog.define(
                        Group.DATETIME,
                        name
                                + "(year, month, day, hour, minute, second"
                                + (local ? ")" : "[, timezone])"))
                .says(
                        "The timestamp%s; of a date alone, its midnight.%s"
                                .formatted(
                                        what, lenient ? " NULL where there is no such time." : ""))
                .example("%s(2014, 12, 28, 6, 30, 45.887)".formatted(name))
                .withTyping(arguments -> make(arguments, local, lenient));
    }

    private static Signature make(Arguments arguments, boolean local, boolean lenient) {
        DataType type = local ? DataTypes.TimestampNTZType : DataTypes.TimestampType;
        if (arguments.size() == 1 && arguments.type(0) instanceof DateType) {
            Body body =
                    (a, e) -> {
                        var midnight = Catalog.<LocalDate>the(a[0]).atStartOfDay();
                        return local ? midnight : Times.instant(midnight.atZone(e.zone()));
                    };
            return new Signature(arguments.types(), type, arguments.nullable(), body.strict());
        }
        arguments.countBetween(6, local ? 6 : 7);
        var types = new ArrayList<DataType>();
        for (int i = 0; i < arguments.size(); i++) {
            types.add(arguments.as(i, i < 5 ? Kind.INT : i == 5 ? SECONDS : Kind.TEXT));
        }
        Body body =
                (a, e) -> {
                    var zone = a.length > 6 ? Times.zone(Catalog.the(a[6])) : e.zone();
                    var time = local(a);
                    return local ? Times.local(time) : Times.instant(time.atZone(zone));
                };
        return new Signature(
                types,
                type,
                lenient || arguments.nullable(),
                lenient ? body.strict().lenient() : body.strict());
    }

    private static LocalDateTime local(@Nullable Object[] a) {
        var seconds = Catalog.<BigDecimal>the(a[5]);
        boolean leap = seconds.intValue() == 60;
        if (leap && seconds.stripTrailingZeros().scale() > 0) {
            throw new TidemillException(
                    Condition.INVALID_FRACTION_OF_SECOND,
                    "Valid range for seconds is [0, 60] (inclusive), but the provided value is %s"
                            .formatted(seconds),
                    "use `try_make_timestamp` to get NULL instead");
        }
        int micros = seconds.remainder(BigDecimal.ONE).movePointRight(6).intValue();
        return Times.made(
                () ->
                        LocalDateTime.of(
                                        Catalog.<Integer>the(a[0]),
                                        Catalog.<Integer>the(a[1]),
                                        Catalog.<Integer>the(a[2]),
                                        Catalog.<Integer>the(a[3]),
                                        Catalog.<Integer>the(a[4]),
                                        leap ? 0 : seconds.intValue(),
                                        micros * 1000)
                                .plusMinutes(leap ? 1 : 0),
                "try_make_timestamp");
    }

    private static void intervals(Catalog catalog) {
        catalog.define(Group.DATETIME, "make_dt_interval([days[, hours[, minutes[, seconds]]]])")
                .says("An interval of days to seconds.")
                .example("make_dt_interval(1, 12, 30, 1.001001)")
                .takes()
                .optional(Kind.INT, Kind.INT, Kind.INT, Kind.of(new DecimalType(18, 6)))
                .gives(DataTypes.createDayTimeIntervalType())
                .with((a, _) -> dayTime(a));
        catalog.define(Group.DATETIME, "make_ym_interval([years[, months]])")
                .alias("make_interval")
                .says("An interval of years and months.")
                .example("make_ym_interval(1, 2)")
                .takes()
                .optional(Kind.INT, Kind.INT)
                .gives(DataTypes.createYearMonthIntervalType())
                .with((a, _) -> {
                    long years = a.length > 0 ? Catalog.<Integer>the(a[0]) : 0;
                    long months = a.length > 1 ? Catalog.<Integer>the(a[1]) : 0;
                    long total = years * 12 + months;
                    if (total != (int) total) {
                        throw QueryErrors.intervalOverflow("make_ym_interval");
                    }
                    return IntervalText.months((int) total);
                });
    }

    private static Object dayTime(@Nullable Object[] a) {
        long[] units = {86_400_000_000L, 3_600_000_000L, 60_000_000L};
        try {
            long micros = 0;
            for (int i = 0; i < Math.min(a.length, units.length); i++) {
                long part = Math.multiplyExact(Catalog.<Integer>the(a[i]), units[i]);
                micros = Math.addExact(micros, part);
            }
            if (a.length > 3) {
                var seconds = Catalog.<BigDecimal>the(a[3]).movePointRight(6);
                micros = Math.addExact(micros, seconds.toBigInteger().longValueExact());
            }
            return IntervalText.micros(micros);
        } catch (ArithmeticException _) {
            throw QueryErrors.intervalOverflow("make_dt_interval");
        }
    }

    private static void epochs(Catalog catalog) {
        epoch(catalog, "timestamp_micros(count)", "microseconds", "1230219000123123", 1);
        epoch(catalog, "timestamp_millis(count)", "milliseconds", "1230219000123", 1000);
        catalog.define(Group.DATETIME, "timestamp_seconds(count)")
                .says(
                        "The timestamp so many seconds, with a fraction, behind 1970-01-01 00:00"
                                + " UTC.")
                .example("timestamp_seconds(1230219000.123)")
                .maybeNull()
                .withTyping(arguments -> {
                    arguments.count(1);
                    if (!Kind.NUMBER.accepts(arguments.type(0))
                            && !(arguments.type(0) instanceof NullType)) {
                        throw arguments.unexpected(0, Kind.NUMBER.describe());
                    }
                    Body body = (a, _) -> ofSeconds(Catalog.the(a[0]));
                    return new Signature(
                            arguments.as(Kind.NUMBER),
                            DataTypes.TimestampType,
                            true,
                            body.strict());
                });
    }

    private static void epoch(
            Catalog catalog, String usage, String unit, String example, long micros) {
        var name = usage.substring(0, usage.indexOf('('));
        catalog.define(Group.DATETIME, usage)
                .says("The timestamp so many %s behind 1970-01-01 00:00 UTC.".formatted(unit))
                .example("%s(%s)".formatted(name, example))
                .withTyping(arguments -> {
                    arguments.count(1);
                    Body body =
                            (a, _) -> {
                                long count = Catalog.<Number>the(a[0]).longValue();
                                return ofMicros(BigDecimal.valueOf(count), micros);
                            };
                    return new Signature(
                            List.of(arguments.as(0, Kind.WHOLE)),
                            DataTypes.TimestampType,
                            arguments.nullable(),
                            body.strict());
                });
    }

    private static Instant ofMicros(BigDecimal count, long unit) {
        var micros = count.multiply(BigDecimal.valueOf(unit));
        try {
            return Boxes.instant(micros.setScale(0, RoundingMode.UNNECESSARY).longValueExact());
        } catch (ArithmeticException e) {
            throw new TidemillException(
                    Condition.DATETIME_OVERFLOW,
                    "Datetime operation overflow: %s microseconds are no timestamp"
                            .formatted(micros.toPlainString()),
                    "use a number of at most 64 bits of whole microseconds",
                    e);
        }
    }

    private static @Nullable Instant ofSeconds(Object seconds) {
        return switch (seconds) {
            case BigDecimal decimal -> ofMicros(decimal, 1_000_000);
            case Float _, Double _ -> {
                double number = ((Number) seconds).doubleValue();
                yield Double.isNaN(number) || Double.isInfinite(number)
                        ? null
                        : Boxes.instant((long) (number * 1e6));
            }
            default -> ofMicros(BigDecimal.valueOf(((Number) seconds).longValue()), 1_000_000);
        };
    }

    private static void numbers(Catalog catalog) {
        number(catalog, "unix_micros(timestamp)", "microseconds", 1);
        number(catalog, "unix_millis(timestamp)", "milliseconds, rounded down", 1000);
        number(catalog, "unix_seconds(timestamp)", "seconds, rounded down", 1_000_000);
    }

    private static void number(Catalog catalog, String usage, String unit, long micros) {
        var name = usage.substring(0, usage.indexOf('('));
        catalog.define(Group.DATETIME, usage)
                .says("How many %s behind 1970-01-01 00:00 UTC it is.".formatted(unit))
                .example("%s(timestamp'1970-01-01 00:00:01Z')".formatted(name))
                .takes(Kind.only(DataTypes.TimestampType))
                .gives(DataTypes.LongType)
                .total()
                .with1((Instant instant) -> Math.floorDiv(Boxes.micros(instant), micros));
    }
}
