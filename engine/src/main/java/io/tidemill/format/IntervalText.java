package io.tidemill.format;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DayTimeIntervalType;
import io.tidemill.sql.types.YearMonthIntervalType;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Period;
import java.util.Locale;
import java.util.regex.Pattern;

/// Reads and writes intervals as SQL literals: `INTERVAL '1-2' YEAR TO MONTH`, `INTERVAL '1
/// 02:03:04.5' DAY TO SECOND`.
///
/// A text may be the whole literal or what stands between its quotes. Only the units from the
/// type's first to its last are read and written. Source: Apache Spark's `IntervalUtils`.
public final class IntervalText {
    /// Microseconds in a day, an hour, a minute, a second; the index is a field of the type.
    private static final long[] MICROS = {86_400_000_000L, 3_600_000_000L, 60_000_000L, 1_000_000L};

    private static final String[] SECTIONS = {"\\d+", "\\d{1,2}", "\\d{1,2}", "\\d{1,2}"};
    private static final String[] SEPARATORS = {"", " ", ":", ":"};
    private static final int SECOND = 3;

    private IntervalText() {}

    /// Microseconds in one of the smallest unit of `type`.
    public static long unitMicros(DayTimeIntervalType type) {
        return MICROS[type.endField()];
    }

    /// Months in one of the smallest unit of `type`.
    public static int unitMonths(YearMonthIntervalType type) {
        return type.endField() == 0 ? 12 : 1;
    }

    /// Reads months.
    ///
    /// @throws TidemillException INVALID_INTERVAL_FORMAT
    public static Period yearMonth(String text, YearMonthIntervalType type) {
        boolean years = type.startField() == 0;
        boolean months = type.endField() == 1;
        var sections =
                (years ? "(\\d+)" : "") + (years && months ? "-" : "") + (months ? "(\\d+)" : "");
        var found = match(text, sections, type);
        try {
            long total = years ? Math.multiplyExact(Long.parseLong(found[1]), 12L) : 0;
            if (months) {
                long count = Long.parseLong(found[found.length - 1]);
                if (years && count > 11) {
                    throw unmatched(text, type);
                }
                total = Math.addExact(total, count);
            }
            return months(Math.toIntExact(found[0].equals("-") ? -total : total));
        } catch (ArithmeticException | NumberFormatException e) {
            throw outOfRange(text, type, e);
        }
    }

    /// Reads days, hours, minutes and seconds.
    ///
    /// @throws TidemillException INVALID_INTERVAL_FORMAT
    public static Duration dayTime(String text, DayTimeIntervalType type) {
        var pattern = new StringBuilder();
        for (int i = type.startField(); i <= type.endField(); i++) {
            boolean first = i == type.startField();
            pattern.append(first ? "" : SEPARATORS[i]);
            pattern.append('(').append(first ? "\\d+" : SECTIONS[i]);
            pattern.append(i == SECOND ? "(?:\\.\\d{0,9})?)" : ")");
        }
        var found = match(text, pattern.toString(), type);
        try {
            long micros = 0;
            for (int i = type.startField(); i <= type.endField(); i++) {
                boolean first = i == type.startField();
                var amount = new BigDecimal(found[1 + i - type.startField()]);
                if (!first && amount.compareTo(new BigDecimal(i == 1 ? 24 : 60)) >= 0) {
                    throw unmatched(text, type);
                }
                long part =
                        amount.movePointRight(6)
                                .multiply(BigDecimal.valueOf(MICROS[i] / 1_000_000))
                                .toBigInteger()
                                .longValueExact();
                micros = Math.addExact(micros, part);
            }
            return micros(found[0].equals("-") ? -micros : micros);
        } catch (ArithmeticException | NumberFormatException e) {
            throw outOfRange(text, type, e);
        }
    }

    /// Months or microseconds, or [TimeText#NONE] when the text is no interval of that type.
    public static long parse(String text, DataType type) {
        try {
            return switch (type) {
                case YearMonthIntervalType yearMonth ->
                        yearMonth(text.strip(), yearMonth).toTotalMonths();
                case DayTimeIntervalType dayTime -> {
                    var found = dayTime(text.strip(), dayTime);
                    yield found.getSeconds() * 1_000_000L + found.getNano() / 1000;
                }
                default -> throw new IllegalArgumentException("no interval: " + type.typeName());
            };
        } catch (TidemillException e) {
            return TimeText.NONE;
        }
    }

    /// An interval of so many months or microseconds as Spark writes it into files.
    public static String format(long value, DataType type) {
        return switch (type) {
            case YearMonthIntervalType yearMonth ->
                    write(months(Math.toIntExact(value)), yearMonth);
            case DayTimeIntervalType dayTime -> write(micros(value), dayTime);
            default -> throw new IllegalArgumentException("no interval: " + type.typeName());
        };
    }

    /// `INTERVAL '1-2' YEAR TO MONTH`.
    public static String write(Period period, YearMonthIntervalType type) {
        long total = period.toTotalMonths();
        var sign = total < 0 ? "-" : "";
        long months = Math.abs(total);
        var inside =
                type.startField() == type.endField()
                        ? Long.toString(type.endField() == 0 ? months / 12 : months)
                        : months / 12 + "-" + months % 12;
        return literal(sign + inside, type);
    }

    /// `INTERVAL '1 02:03:04.5' DAY TO SECOND`.
    public static String write(Duration duration, DayTimeIntervalType type) {
        var rest =
                BigDecimal.valueOf(duration.getSeconds()).multiply(BigDecimal.valueOf(1_000_000));
        rest = rest.add(BigDecimal.valueOf(duration.getNano() / 1000)).abs();
        var out = new StringBuilder(duration.isNegative() ? "-" : "");
        for (int i = type.startField(); i <= type.endField(); i++) {
            boolean first = i == type.startField();
            var parts = rest.divideAndRemainder(BigDecimal.valueOf(MICROS[i]));
            rest = parts[1];
            out.append(first ? "" : SEPARATORS[i]);
            out.append(
                    first
                            ? parts[0].toBigInteger().toString()
                            : "%02d".formatted(parts[0].intValue()));
        }
        if (type.endField() == SECOND && rest.signum() > 0) {
            out.append('.').append("%06d".formatted(rest.intValue()).replaceFirst("0+$", ""));
        }
        return literal(out.toString(), type);
    }

    /// A number of months.
    public static Period months(int months) {
        return Period.of(months / 12, months % 12, 0);
    }

    /// A number of microseconds.
    public static Duration micros(long micros) {
        return Duration.ofSeconds(
                Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
    }

    private static String literal(String inside, DataType type) {
        return "INTERVAL '" + inside + "' " + unitsOf(type);
    }

    private static String unitsOf(DataType type) {
        return type.typeName().substring("interval ".length()).toUpperCase(Locale.ROOT);
    }

    /// The sign and the numbers of a text.
    private static String[] match(String text, String sections, DataType type) {
        var literal =
                Pattern.compile(
                        "(?i)^interval\\s+([+-]?)'\\s*([+-]?)"
                                + sections
                                + "\\s*'\\s+"
                                + unitsOf(type).replace(" ", "\\s+")
                                + "$");
        var bare = Pattern.compile("^()([+-]?)" + sections + "$");
        var trimmed = TimeStrings.trim(text);
        var matcher = bare.matcher(trimmed);
        if (!matcher.matches()) {
            matcher = literal.matcher(trimmed);
            if (!matcher.matches()) {
                throw unmatched(text, type);
            }
        }
        var found = new String[matcher.groupCount() - 1];
        boolean negative = matcher.group(1).equals("-") != matcher.group(2).equals("-");
        found[0] = negative ? "-" : "";
        for (int i = 3; i <= matcher.groupCount(); i++) {
            found[i - 2] = matcher.group(i);
        }
        return found;
    }

    private static TidemillException unmatched(String text, DataType type) {
        return new TidemillException(
                type instanceof YearMonthIntervalType
                        ? Condition.INVALID_INTERVAL_FORMAT__UNMATCHED_FORMAT_STRING
                        : Condition.INVALID_INTERVAL_FORMAT__UNMATCHED_FORMAT_STRING_WITH_NOTICE,
                "Error parsing '%s' to interval: Interval string does not match %s format"
                        .formatted(text, unitsOf(type).toLowerCase(Locale.ROOT)),
                "write it as %s".formatted(example(type)));
    }

    private static String example(DataType type) {
        return switch (type) {
            case YearMonthIntervalType yearMonth -> write(Period.of(1, 2, 0), yearMonth);
            case DayTimeIntervalType dayTime -> write(Duration.ofSeconds(93_784), dayTime);
            default -> type.sql();
        };
    }

    private static TidemillException outOfRange(
            String text, DataType type, RuntimeException cause) {
        return new TidemillException(
                Condition.INVALID_INTERVAL_FORMAT__ARITHMETIC_EXCEPTION,
                "Error parsing '%s' to interval: it is out of the range of %s"
                        .formatted(text, "\"" + type.sql() + "\""),
                "use a smaller interval",
                cause);
    }
}
