package io.tidemill.format;

import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DayTimeIntervalType;
import io.tidemill.sql.types.YearMonthIntervalType;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Intervals of the SQL standard as text: `INTERVAL '1-2' YEAR TO MONTH`, `INTERVAL '1 02:03:04.5'
/// DAY TO SECOND`, or only what stands between the quotes.
public final class IntervalText {
    private static final Pattern QUOTED =
            Pattern.compile("(?i)interval\\s*([+-]?)\\s*'([^']*)'\\s*[a-z ]*");
    private static final Pattern YEARS = Pattern.compile("([+-]?)(\\d{1,9})-(\\d{1,2})");
    private static final Pattern DAYS =
            Pattern.compile("([+-]?)(\\d{1,9}) (\\d{1,2}):(\\d{1,2}):(\\d{1,2})(?:\\.(\\d{1,9}))?");
    private static final long MICROS = 1_000_000;

    private IntervalText() {}

    /// Months or microseconds, or [TimeText#NONE] when the text is no interval of that type.
    public static long parse(String text, DataType type) {
        var body = text.strip();
        boolean negative = false;
        var quoted = QUOTED.matcher(body);
        if (quoted.matches()) {
            negative = quoted.group(1).equals("-");
            body = quoted.group(2).strip();
        }
        var matcher = (type instanceof YearMonthIntervalType ? YEARS : DAYS).matcher(body);
        if (!matcher.matches()) {
            return TimeText.NONE;
        }
        long value = type instanceof YearMonthIntervalType ? months(matcher) : micros(matcher);
        return negative ^ matcher.group(1).equals("-") ? -value : value;
    }

    private static long months(Matcher matcher) {
        return number(matcher, 2) * 12 + number(matcher, 3);
    }

    private static long micros(Matcher matcher) {
        long seconds =
                ((number(matcher, 2) * 24 + number(matcher, 3)) * 60 + number(matcher, 4)) * 60
                        + number(matcher, 5);
        var fraction = matcher.group(6);
        long part = fraction == null ? 0 : Long.parseLong((fraction + "000000").substring(0, 6));
        return seconds * MICROS + part;
    }

    private static long number(Matcher matcher, int group) {
        return Long.parseLong(matcher.group(group));
    }

    /// The interval as Spark writes it into files.
    public static String format(long value, DataType type) {
        var sign = value < 0 ? "-" : "";
        long size = Math.abs(value);
        if (type instanceof DayTimeIntervalType) {
            long seconds = size / MICROS;
            long part = size % MICROS;
            var fraction =
                    part == 0 ? "" : ("." + String.format("%06d", part)).replaceAll("0+$", "");
            return "INTERVAL '%s%d %02d:%02d:%02d%s' DAY TO SECOND"
                    .formatted(
                            sign,
                            seconds / 86_400,
                            seconds / 3600 % 24,
                            seconds / 60 % 60,
                            seconds % 60,
                            fraction);
        }
        return "INTERVAL '%s%d-%d' YEAR TO MONTH".formatted(sign, size / 12, size % 12);
    }
}
