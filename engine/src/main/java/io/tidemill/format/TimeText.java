package io.tidemill.format;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Dates and times read from text as Spark's casts read it: `[+-]y…-[m]m-[d]d`, then `T` or a
/// space, `[h]h:[m]m:[s]s`, a fraction of which six digits count, and a zone (`Z`, `+h:mm`, `UTC`,
/// `Europe/Oslo`). Without a zone the session's counts.
///
/// Results: microseconds since 1970 UTC, days since 1970, or [#NONE] when the text is no such time.
/// A time of day alone has no date and is none. Not thread-safe: remembers the last zone's name.
public final class TimeText {
    /// Says that a text is no time.
    public static final long NONE = Long.MIN_VALUE;

    private static final long MICROS = 1_000_000;
    private static final Pattern SHORT_HOUR = Pattern.compile("^([+-])(\\d)(:|$)");
    private static final Pattern SHORT_MINUTE = Pattern.compile("^([+-]\\d\\d:)(\\d)$");

    private final ZoneId zone;
    private final boolean utc;
    private final int[] segments = new int[7];
    private String lastZoneName = "";
    private @Nullable ZoneId lastZone;
    private int zoneAt;

    /// @param zone of times that name none
    public TimeText(ZoneId zone) {
        this.zone = zone;
        this.utc = zone.normalized().equals(ZoneOffset.UTC);
    }

    public ZoneId zone() {
        return zone;
    }

    /// A point in time as microseconds since 1970, or [#NONE].
    public long timestamp(byte[] text, int from, int to) {
        long local = usual(text, from, to, false);
        if (local != NONE) {
            int at = from + 19;
            while (at < to && (text[at] == '.' || text[at] >= '0' && text[at] <= '9')) {
                at++;
            }
            if (at == to && utc || at == to - 1 && text[at] == 'Z') {
                return local;
            }
        }
        return general(text, from, to, true);
    }

    /// A time without a zone as microseconds, or [#NONE]; a zone in the text is not allowed unless
    /// `zoneIgnored`.
    public long timestampNtz(byte[] text, int from, int to, boolean zoneIgnored) {
        long local = usual(text, from, to, true);
        if (local != NONE) {
            return local;
        }
        long found = general(text, from, to, false);
        return found != NONE && (zoneAt < 0 || zoneIgnored) ? found : NONE;
    }

    /// Days since 1970, or [#NONE]; what follows a space or `T` behind the day does not count.
    public long date(byte[] text, int from, int to) {
        if (to - from == 10) {
            long days = usualDate(text, from);
            if (days != NONE) {
                return days;
            }
        }
        int start = trimStart(text, from, to);
        int end = trimEnd(text, start, to);
        int at = start;
        boolean negative = at < end && text[at] == '-';
        if (negative || at < end && text[at] == '+') {
            at++;
        }
        int[] parts = {0, 1, 1};
        for (int part = 0; part < 3; part++) {
            int digits = 0;
            int value = 0;
            while (at < end && isDigit(text[at]) && digits < 8) {
                value = value * 10 + text[at++] - '0';
                digits++;
            }
            if (part == 0 ? digits < 4 || digits > 7 : digits < 1 || digits > 2) {
                return NONE;
            }
            parts[part] = value;
            if (at == end) {
                return days(negative ? -parts[0] : parts[0], parts[1], parts[2]);
            }
            if (part < 2 && text[at++] != '-') {
                return NONE;
            }
        }
        return text[at] == ' ' || text[at] == 'T'
                ? days(negative ? -parts[0] : parts[0], parts[1], parts[2])
                : NONE;
    }

    /// `yyyy-mm-dd[T ]hh:mm:ss[.f…]` as microseconds without regard to a zone behind it; [#NONE]
    /// for any other form. With `whole`, nothing may follow.
    private static long usual(byte[] text, int from, int to, boolean whole) {
        if (to - from < 19
                || text[from + 13] != ':'
                || text[from + 16] != ':'
                || text[from + 10] != 'T' && text[from + 10] != ' ') {
            return NONE;
        }
        long days = usualDate(text, from);
        int hour = two(text, from + 11);
        int minute = two(text, from + 14);
        int second = two(text, from + 17);
        if (days == NONE
                || (hour | minute | second) < 0
                || hour > 23
                || minute > 59
                || second > 59) {
            return NONE;
        }
        int at = from + 19;
        int micros = 0;
        if (at < to && text[at] == '.') {
            int digits = 0;
            while (++at < to && isDigit(text[at])) {
                if (digits < 6) {
                    micros = micros * 10 + text[at] - '0';
                    digits++;
                }
            }
            for (; digits < 6; digits++) {
                micros *= 10;
            }
        }
        if (whole && at < to) {
            return NONE;
        }
        return ((days * 24 + hour) * 60 + minute) * 60 * MICROS + second * MICROS + micros;
    }

    /// Days since 1970 of exactly `yyyy-mm-dd` at `from`, or [#NONE]; ten bytes are read.
    public static long usualDate(byte[] text, int from) {
        int century = two(text, from);
        int year = two(text, from + 2);
        int month = two(text, from + 5);
        int day = two(text, from + 8);
        if ((century | year | month | day) < 0 || text[from + 4] != '-' || text[from + 7] != '-') {
            return NONE;
        }
        return days(century * 100 + year, month, day);
    }

    /// Two digits as a number, or something negative.
    private static int two(byte[] text, int at) {
        int tens = text[at] - '0';
        int ones = text[at + 1] - '0';
        return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
    }

    /// Days since 1970 of a date in the proleptic Gregorian calendar, or [#NONE] when there is no
    /// such day.
    ///
    /// Source: Hinnant, *chrono-Compatible Low-Level Date Algorithms*, days_from_civil.
    public static long days(int year, int month, int day) {
        if (month < 1 || month > 12 || day < 1 || day > 28 && day > lengthOfMonth(year, month)) {
            return NONE;
        }
        long y = month <= 2 ? year - 1L : year;
        long era = Math.floorDiv(y, 400L);
        long ofEra = y - era * 400;
        long ofYear = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468;
    }

    private static int lengthOfMonth(int year, int month) {
        return switch (month) {
            case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    /// Every form; with `zoned` the zone counts.
    private long general(byte[] text, int from, int to, boolean zoned) {
        if (!split(text, from, to)) {
            return NONE;
        }
        long days = days(segments[0], segments[1], segments[2]);
        if (days == NONE || segments[3] > 23 || segments[4] > 59 || segments[5] > 59) {
            return NONE;
        }
        long seconds = days * 86_400 + segments[3] * 3600L + segments[4] * 60L + segments[5];
        if (zoneAt >= 0) {
            var named = zoneNamed(text, zoneAt, trimEnd(text, zoneAt, to));
            if (named == null) {
                return NONE;
            }
            seconds -= zoned ? offset(named, seconds) : 0;
        } else if (zoned) {
            seconds -= utc ? 0 : offset(zone, seconds);
        }
        try {
            return Math.addExact(Math.multiplyExact(seconds, MICROS), segments[6]);
        } catch (ArithmeticException e) {
            return NONE;
        }
    }

    /// Fills [#segments] and [#zoneAt]; says whether the text has the form.
    private boolean split(byte[] text, int from, int to) {
        int at = trimStart(text, from, to);
        int end = trimEnd(text, at, to);
        zoneAt = -1;
        Arrays.fill(segments, 0);
        segments[1] = 1;
        segments[2] = 1;
        boolean negative = at < end && text[at] == '-';
        if (negative || at < end && text[at] == '+') {
            at++;
        }
        int part = 0;
        while (true) {
            int begin = at;
            int value = 0;
            while (at < end && isDigit(text[at])) {
                if (at - begin < 6) {
                    value = value * 10 + text[at] - '0';
                }
                at++;
            }
            int digits = at - begin;
            if (part == 0 ? digits < 4 || digits > 6 : part < 6 && (digits < 1 || digits > 2)) {
                return false;
            }
            for (int i = digits; part == 6 && i < 6; i++) {
                value *= 10;
            }
            segments[part] = part == 0 && negative ? -value : value;
            if (at == end) {
                return true;
            }
            byte separator = text[at];
            boolean goesOn =
                    switch (part) {
                        case 0, 1 -> separator == '-';
                        case 2 -> separator == ' ' || separator == 'T';
                        case 3, 4 -> separator == ':';
                        case 5 -> separator == '.';
                        default -> false;
                    };
            if (!goesOn) {
                zoneAt = at;
                return part >= 5;
            }
            at++;
            part++;
        }
    }

    private @Nullable ZoneId zoneNamed(byte[] text, int from, int to) {
        if (to - from == 1 && text[from] == 'Z') {
            return ZoneOffset.UTC;
        }
        var name = new String(text, from, to - from, StandardCharsets.ISO_8859_1).strip();
        if (name.equals(lastZoneName)) {
            return lastZone;
        }
        lastZoneName = name;
        lastZone = zone(name);
        return lastZone;
    }

    static @Nullable ZoneId zone(String name) {
        var full = SHORT_HOUR.matcher(name).replaceFirst("$10$2$3");
        full = SHORT_MINUTE.matcher(full).replaceFirst("$10$2");
        try {
            return ZoneId.of(full, ZoneId.SHORT_IDS);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /// Seconds that the zone is ahead of UTC at this local time.
    private static long offset(ZoneId zone, long localSeconds) {
        if (zone instanceof ZoneOffset fixed) {
            return fixed.getTotalSeconds();
        }
        try {
            var local = LocalDateTime.ofEpochSecond(localSeconds, 0, ZoneOffset.UTC);
            return localSeconds - local.atZone(zone).toEpochSecond();
        } catch (DateTimeException e) {
            return 0;
        }
    }

    private static int trimStart(byte[] text, int from, int to) {
        int at = from;
        while (at < to && text[at] >= 0 && text[at] <= ' ') {
            at++;
        }
        return at;
    }

    private static int trimEnd(byte[] text, int from, int to) {
        int at = to;
        while (at > from && text[at - 1] >= 0 && text[at - 1] <= ' ') {
            at--;
        }
        return at;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
