package io.tidemill.expression.function;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.Types;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.DayTimeIntervalType;
import io.tidemill.sql.types.DecimalType;
import io.tidemill.sql.types.YearMonthIntervalType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;

/// The parts of dates, times and intervals: `year`, `hour`, `extract`, `date_part`.
final class TimeParts {
    private static final DecimalType SECONDS = new DecimalType(8, 6);

    private TimeParts() {}

    static void define(Catalog catalog) {
        day(catalog, "year", "", "The year.", LocalDate::getYear);
        day(catalog, "quarter", "", "The quarter, 1 to 4.", d -> d.get(IsoFields.QUARTER_OF_YEAR));
        day(catalog, "month", "", "The month, 1 to 12.", LocalDate::getMonthValue);
        day(catalog, "day", "dayofmonth", "The day of the month.", LocalDate::getDayOfMonth);
        day(catalog, "dayofyear", "", "The day of the year.", LocalDate::getDayOfYear);
        day(
                catalog,
                "dayofweek",
                "",
                "The day of the week, 1 for Sunday to 7.",
                d -> d.getDayOfWeek().getValue() % 7 + 1);
        day(
                catalog,
                "weekday",
                "",
                "The day of the week, 0 for Monday to 6.",
                d -> d.getDayOfWeek().getValue() - 1);
        day(
                catalog,
                "weekofyear",
                "",
                "The ISO week of the year.",
                d -> d.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
        names(catalog);
        time(catalog, "hour", "The hour, 0 to 23.", LocalDateTime::getHour);
        time(catalog, "minute", "The minute.", LocalDateTime::getMinute);
        time(catalog, "second", "The second, without its fraction.", LocalDateTime::getSecond);
        catalog.define(Group.DATETIME, "date_part(part, source)")
                .alias("datepart")
                .says(
                        "A part of a date, timestamp or interval: YEAR, QUARTER, MONTH, WEEK, DAY,"
                                + " DAYOFWEEK, DOW, DOY, YEAROFWEEK, HOUR, MINUTE, SECOND (with its"
                                + " fraction); `extract(part FROM source)`.")
                .example(
                        "date_part('YEAR', date'2019-08-12')",
                        "extract(SECOND FROM timestamp'2019-10-01 00:00:01.5')")
                .withTyping(TimeParts::part);
    }

    private static void day(
            Catalog catalog,
            String name,
            String alias,
            String says,
            ToIntFunction<LocalDate> part) {
        var definition =
                catalog.define(Group.DATETIME, name + "(date)")
                        .says(says)
                        .example("%s(date'2016-07-30')".formatted(name))
                        .takes(Kind.DATE)
                        .gives(DataTypes.IntegerType)
                        .total();
        if (!alias.isEmpty()) {
            definition.alias(alias);
        }
        definition.with1((LocalDate date) -> part.applyAsInt(date));
    }

    private static void names(Catalog catalog) {
        catalog.define(Group.DATETIME, "dayname(date)")
                .says("The day of the week, `Mon` to `Sun`.")
                .example("dayname(date'2016-07-30')")
                .takes(Kind.DATE)
                .gives(DataTypes.StringType)
                .total()
                .with1((LocalDate date) ->
                        date.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.US));
        catalog.define(Group.DATETIME, "monthname(date)")
                .says("The month, `Jan` to `Dec`.")
                .example("monthname(date'2016-07-30')")
                .takes(Kind.DATE)
                .gives(DataTypes.StringType)
                .total()
                .with1((LocalDate date) ->
                        date.getMonth().getDisplayName(TextStyle.SHORT, Locale.US));
    }

    private static void time(
            Catalog catalog, String name, String says, ToIntFunction<LocalDateTime> part) {
        catalog.define(Group.DATETIME, name + "(timestamp)")
                .says(says)
                .example("%s(timestamp'2018-02-14 12:58:59')".formatted(name))
                .takes(Kind.ANY_TIMESTAMP)
                .gives(DataTypes.IntegerType)
                .total()
                .with((a, e) -> part.applyAsInt(Times.local(Catalog.the(a[0]), e.zone())));
    }

    private static Signature part(Arguments arguments) {
        arguments.count(2);
        var name = arguments.requireConstant(0, "field", DataTypes.StringType);
        var source = arguments.type(1);
        if (name == null) {
            return new Signature(arguments.types(), DataTypes.DoubleType, true, (_, _) -> null);
        }
        var part = ((String) name).toUpperCase(Locale.ROOT);
        return switch (source) {
            case YearMonthIntervalType type -> months(arguments, part, type);
            case DayTimeIntervalType type -> spans(arguments, part, type);
            default -> {
                var type = Types.isTime(source) ? source : arguments.as(1, Kind.TIMESTAMP);
                yield ofTime(arguments, part, type);
            }
        };
    }

    private static Signature months(
            Arguments arguments, String part, YearMonthIntervalType source) {
        Body body =
                switch (part) {
                    case "YEAR", "Y", "YEARS", "YR", "YRS" ->
                            (a, _) -> (int) (TimeArithmetic.units(Catalog.the(a[1])) / 12);
                    case "MONTH", "MON", "MONS", "MONTHS" ->
                            (a, _) -> (byte) (TimeArithmetic.units(Catalog.the(a[1])) % 12);
                    default -> throw unknown(part, source);
                };
        var type = part.startsWith("Y") ? DataTypes.IntegerType : DataTypes.ByteType;
        return signature(arguments, source, type, body);
    }

    private static Signature spans(Arguments arguments, String part, DayTimeIntervalType source) {
        long unit =
                switch (part) {
                    case "DAY", "D", "DAYS" -> 86_400_000_000L;
                    case "HOUR", "H", "HOURS", "HR", "HRS" -> 3_600_000_000L;
                    case "MINUTE", "M", "MIN", "MINS", "MINUTES" -> 60_000_000L;
                    case "SECOND", "S", "SEC", "SECONDS", "SECS" -> 1;
                    default -> throw unknown(part, source);
                };
        boolean day = part.startsWith("D");
        boolean second = unit == 1;
        long modulus = part.startsWith("H") ? 24 : 60;
        Body body =
                (a, _) -> {
                    long micros = TimeArithmetic.units(Catalog.the(a[1]));
                    if (second) {
                        return BigDecimal.valueOf(micros % 60_000_000L, 6);
                    }
                    long count = micros / unit;
                    return day ? (Object) (int) count : (Object) (byte) (count % modulus);
                };
        var type = second ? SECONDS : day ? DataTypes.IntegerType : DataTypes.ByteType;
        return signature(arguments, source, type, body);
    }

    private static Signature ofTime(Arguments arguments, String part, DataType source) {
        boolean second = List.of("SECOND", "S", "SEC", "SECONDS", "SECS").contains(part);
        var field = field(part, source);
        Body body =
                (a, e) -> {
                    var time = Times.local(Catalog.the(a[1]), e.zone());
                    return second
                            ? BigDecimal.valueOf(
                                    time.getSecond() * 1_000_000L + time.getNano() / 1000, 6)
                            : (Object) field.applyAsInt(time);
                };
        return signature(arguments, source, second ? SECONDS : DataTypes.IntegerType, body);
    }

    private static ToIntFunction<LocalDateTime> field(String part, DataType source) {
        return switch (part) {
            case "YEAR", "Y", "YEARS", "YR", "YRS" -> LocalDateTime::getYear;
            case "YEAROFWEEK" -> t -> t.get(IsoFields.WEEK_BASED_YEAR);
            case "QUARTER", "QTR" -> t -> t.get(IsoFields.QUARTER_OF_YEAR);
            case "MONTH", "MON", "MONS", "MONTHS" -> LocalDateTime::getMonthValue;
            case "WEEK", "W", "WEEKS" -> t -> t.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
            case "DAY", "D", "DAYS" -> LocalDateTime::getDayOfMonth;
            case "DAYOFWEEK", "DOW" -> t -> t.getDayOfWeek().getValue() % 7 + 1;
            case "DAYOFWEEK_ISO", "DOW_ISO" -> t -> t.get(ChronoField.DAY_OF_WEEK);
            case "DOY" -> LocalDateTime::getDayOfYear;
            case "HOUR", "H", "HOURS", "HR", "HRS" -> LocalDateTime::getHour;
            case "MINUTE", "M", "MIN", "MINS", "MINUTES" -> LocalDateTime::getMinute;
            case "SECOND", "S", "SEC", "SECONDS", "SECS" -> LocalDateTime::getSecond;
            default -> throw unknown(part, source);
        };
    }

    private static Signature signature(
            Arguments arguments, DataType source, DataType type, Body body) {
        return new Signature(
                List.of(DataTypes.StringType, source), type, arguments.nullable(), body.strict());
    }

    private static TidemillException unknown(String part, DataType source) {
        return new TidemillException(
                Condition.INVALID_EXTRACT_FIELD,
                "Cannot extract `%s` from a value of type %s".formatted(part, source.sql()),
                "use YEAR, QUARTER, MONTH, WEEK, DAY, DAYOFWEEK, DOY, HOUR, MINUTE or SECOND");
    }
}
