package io.tidemill.expression.function;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.QueryErrors;
import io.tidemill.sql.types.ByteType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.IntegerType;
import io.tidemill.sql.types.NullType;
import io.tidemill.sql.types.ShortType;
import io.tidemill.sql.types.StringType;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.time.temporal.TemporalUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Functions that add to, subtract and cut off dates and timestamps.
final class TimeFunctions {
    private TimeFunctions() {}

    static void define(Catalog catalog) {
        days(catalog);
        months(catalog);
        units(catalog);
        truncations(catalog);
    }

    private static void days(Catalog catalog) {
        catalog.define(Group.DATETIME, "date_add(date, days)")
                .alias("dateadd")
                .says("The date so many days later.")
                .example("date_add(date'2016-07-30', 1)")
                .withTyping(arguments -> addDays(arguments, 1));
        catalog.define(Group.DATETIME, "date_sub(date, days)")
                .says("The date so many days earlier.")
                .example("date_sub(date'2016-07-30', 1)")
                .withTyping(arguments -> addDays(arguments, -1));
        catalog.define(Group.DATETIME, "datediff(end, start)")
                .alias("date_diff")
                .says("How many days lie between two dates.")
                .example("datediff(date'2009-07-31', date'2009-07-30')")
                .takes(Kind.DATE, Kind.DATE)
                .gives(DataTypes.IntegerType)
                .total()
                .with2((LocalDate end, LocalDate start) ->
                        (int) (end.toEpochDay() - start.toEpochDay()));
        catalog.define(Group.DATETIME, "last_day(date)")
                .says("The last day of the date's month.")
                .example("last_day(date'2009-01-12')")
                .takes(Kind.DATE)
                .gives(DataTypes.DateType)
                .total()
                .with1((LocalDate date) -> date.with(TemporalAdjusters.lastDayOfMonth()));
        catalog.define(Group.DATETIME, "next_day(date, day)")
                .says("The first date behind it on that day of the week: `MO`, `Mon`, `Monday`.")
                .example("next_day(date'2015-01-14', 'TU')")
                .takes(Kind.DATE, Kind.TEXT)
                .gives(DataTypes.DateType)
                .with2((LocalDate date, String day) ->
                        date.with(TemporalAdjusters.next(dayOfWeek(day))));
    }

    private static Signature addDays(Arguments arguments, int sign) {
        arguments.count(2);
        boolean counts =
                switch (arguments.type(1)) {
                    case IntegerType _, ShortType _, ByteType _, StringType _, NullType _ -> true;
                    default -> false;
                };
        if (!counts) {
            throw arguments.unexpected(1, "(\"INT\" or \"SMALLINT\" or \"TINYINT\")");
        }
        Body body =
                (a, _) ->
                        TimeArithmetic.plusDays(
                                Catalog.the(a[0]), (long) sign * Catalog.<Integer>the(a[1]));
        return new Signature(
                arguments.as(Kind.DATE, Kind.INT),
                DataTypes.DateType,
                arguments.nullable(),
                body.strict());
    }

    private static DayOfWeek dayOfWeek(String name) {
        var upper = name.toUpperCase(Locale.ROOT);
        for (var day : DayOfWeek.values()) {
            if (upper.equals(day.name())
                    || upper.equals(day.name().substring(0, 3))
                    || upper.equals(day.name().substring(0, 2))) {
                return day;
            }
        }
        throw new TidemillException(
                Condition.ILLEGAL_DAY_OF_WEEK,
                "Illegal input for day of week: " + name,
                "use MO, TU, WE, TH, FR, SA or SU");
    }

    private static void months(Catalog catalog) {
        catalog.define(Group.DATETIME, "add_months(date, months)")
                .says("The date so many months later; the last day of a shorter month.")
                .example("add_months(date'2016-08-31', 1)")
                .takes(Kind.DATE, Kind.INT)
                .gives(DataTypes.DateType)
                .with2((LocalDate date, Integer months) -> TimeArithmetic.plusMonths(date, months));
        catalog.define(Group.DATETIME, "months_between(end, start[, round])")
                .says(
                        "How many months lie between two timestamps, a month being 31 days where"
                                + " they are not on the same day; to 8 places unless `round` is false.")
                .example(
                        "months_between(timestamp'1997-02-28 10:30:00', timestamp'1996-10-30"
                                + " 00:00:00')")
                .takes(Kind.TIMESTAMP, Kind.TIMESTAMP)
                .optional(Kind.BOOLEAN)
                .gives(DataTypes.DoubleType)
                .total()
                .with((a, e) ->
                        monthsBetween(
                                Times.local(Catalog.the(a[0]), e.zone()),
                                Times.local(Catalog.the(a[1]), e.zone()),
                                a.length < 3 || Catalog.<Boolean>the(a[2])));
    }

    private static double monthsBetween(LocalDateTime end, LocalDateTime start, boolean round) {
        double months =
                12.0 * (end.getYear() - start.getYear())
                        + (end.getMonthValue() - start.getMonthValue());
        boolean sameDay = end.getDayOfMonth() == start.getDayOfMonth();
        if (sameDay || (isLastDay(end) && isLastDay(start))) {
            return months;
        }
        long seconds =
                (end.getDayOfMonth() - start.getDayOfMonth()) * 86_400L
                        + end.toLocalTime().toSecondOfDay()
                        - start.toLocalTime().toSecondOfDay();
        double exact = months + seconds / (31 * 86_400.0);
        return round ? Math.round(exact * 1e8) / 1e8 : exact;
    }

    private static boolean isLastDay(LocalDateTime time) {
        return time.getDayOfMonth() == time.toLocalDate().lengthOfMonth();
    }

    private static void units(Catalog catalog) {
        catalog.define(Group.DATETIME, "timestampadd(unit, count, timestamp)")
                .says(
                        "The timestamp so many units later: YEAR, QUARTER, MONTH, WEEK, DAY, HOUR,"
                                + " MINUTE, SECOND, MILLISECOND or MICROSECOND.")
                .example("timestampadd(MONTH, 1, timestamp'2024-01-31 00:00:00')")
                .withTyping(TimeFunctions::addUnits);
        catalog.define(Group.DATETIME, "timestampdiff(unit, start, end)")
                .says("How many whole units lie between two timestamps.")
                .example(
                        "timestampdiff(DAY, timestamp'2024-01-31 00:00:00', timestamp'2024-03-01"
                                + " 00:00:00')")
                .withTyping(TimeFunctions::countUnits);
    }

    private static TemporalUnit unit(Arguments arguments) {
        var name = String.valueOf(arguments.requireConstant(0, "unit", DataTypes.StringType));
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "YEAR" -> ChronoUnit.YEARS;
            case "QUARTER" -> IsoFields.QUARTER_YEARS;
            case "MONTH" -> ChronoUnit.MONTHS;
            case "WEEK" -> ChronoUnit.WEEKS;
            case "DAY", "DAYOFYEAR" -> ChronoUnit.DAYS;
            case "HOUR" -> ChronoUnit.HOURS;
            case "MINUTE" -> ChronoUnit.MINUTES;
            case "SECOND" -> ChronoUnit.SECONDS;
            case "MILLISECOND" -> ChronoUnit.MILLIS;
            case "MICROSECOND" -> ChronoUnit.MICROS;
            default ->
                    throw QueryErrors.parameter(
                            Condition.INVALID_PARAMETER_VALUE__DATETIME_UNIT,
                            arguments.function(),
                            "unit",
                            "one of the units without quotes: YEAR, QUARTER, MONTH, WEEK, DAY,"
                                    + " HOUR, MINUTE, SECOND, MILLISECOND, MICROSECOND",
                            name);
        };
    }

    private static Signature addUnits(Arguments arguments) {
        arguments.count(3);
        var unit = unit(arguments);
        var type = arguments.as(2, Kind.ANY_TIMESTAMP);
        Body body =
                (a, e) -> {
                    var time = Catalog.<Object>the(a[2]);
                    long count = Catalog.<Long>the(a[1]);
                    try {
                        var zoned = Times.zoned(time, e.zone()).plus(count, unit);
                        var checked = Times.instant(zoned);
                        return time instanceof LocalDateTime ? zoned.toLocalDateTime() : checked;
                    } catch (ArithmeticException | DateTimeException _) {
                        throw QueryErrors.timeOverflow(
                                "add %d %s to %s".formatted(count, unit, time));
                    }
                };
        return new Signature(
                List.of(DataTypes.StringType, arguments.as(1, Kind.LONG), type),
                type,
                arguments.nullable(),
                body.strict());
    }

    private static Signature countUnits(Arguments arguments) {
        arguments.count(3);
        var unit = unit(arguments);
        Body body =
                (a, e) -> {
                    try {
                        return unit.between(
                                Times.local(Catalog.the(a[1]), e.zone()),
                                Times.local(Catalog.the(a[2]), e.zone()));
                    } catch (ArithmeticException _) {
                        throw QueryErrors.overflow("long", "");
                    }
                };
        return new Signature(
                List.of(
                        DataTypes.StringType,
                        arguments.as(1, Kind.TIMESTAMP),
                        arguments.as(2, Kind.TIMESTAMP)),
                DataTypes.LongType,
                arguments.nullable(),
                body.strict());
    }

    private static void truncations(Catalog catalog) {
        catalog.define(Group.DATETIME, "date_trunc(unit, timestamp)")
                .says(
                        "The start of the timestamp's YEAR, QUARTER, MONTH, WEEK, DAY, HOUR,"
                                + " MINUTE, SECOND, MILLISECOND or MICROSECOND; NULL for other units.")
                .example("date_trunc('HOUR', timestamp'2015-03-05 09:32:05.359')")
                .takes(Kind.TEXT, Kind.TIMESTAMP)
                .gives(DataTypes.TimestampType)
                .maybeNull()
                .total()
                .with((a, e) ->
                        truncated(
                                        Catalog.the(a[0]),
                                        Times.local(Catalog.the(a[1]), e.zone()),
                                        false)
                                .map(time -> Times.instant(time.atZone(e.zone())))
                                .orElse(null));
        catalog.define(Group.DATETIME, "trunc(date, unit)")
                .says(
                        "The first day of the date's YEAR, QUARTER, MONTH or WEEK; NULL for other"
                                + " units.")
                .example("trunc(date'2019-08-04', 'week')")
                .takes(Kind.DATE, Kind.TEXT)
                .gives(DataTypes.DateType)
                .maybeNull()
                .total()
                .with2((LocalDate date, String unit) -> truncated(date, unit));
    }

    private static @Nullable LocalDate truncated(LocalDate date, String unit) {
        return truncated(unit, date.atStartOfDay(), true)
                .map(LocalDateTime::toLocalDate)
                .orElse(null);
    }

    private static Optional<LocalDateTime> truncated(
            String unit, LocalDateTime time, boolean onlyDates) {
        var day = time.truncatedTo(ChronoUnit.DAYS);
        var start =
                switch (unit.toUpperCase(Locale.ROOT)) {
                    case "YEAR", "YYYY", "YY" -> day.withDayOfYear(1);
                    case "QUARTER" ->
                            day.withDayOfMonth(1).minusMonths((time.getMonthValue() - 1) % 3);
                    case "MONTH", "MON", "MM" -> day.withDayOfMonth(1);
                    case "WEEK" -> day.with(ChronoField.DAY_OF_WEEK, 1);
                    default -> null;
                };
        if (start != null || onlyDates) {
            return Optional.ofNullable(start);
        }
        return Optional.ofNullable(
                switch (unit.toUpperCase(Locale.ROOT)) {
                    case "DAY", "DD" -> day;
                    case "HOUR" -> time.truncatedTo(ChronoUnit.HOURS);
                    case "MINUTE" -> time.truncatedTo(ChronoUnit.MINUTES);
                    case "SECOND" -> time.truncatedTo(ChronoUnit.SECONDS);
                    case "MILLISECOND" -> time.truncatedTo(ChronoUnit.MILLIS);
                    case "MICROSECOND" -> time;
                    default -> null;
                });
    }
}
