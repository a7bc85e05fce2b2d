package io.tidemill.expression;

import io.tidemill.data.Boxes;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads and writes dates and timestamps in the form that casts use.
///
/// In: text such as `2020-1-2`, `2020-01-02T03:04:05.6+02:00`, `2020-01-02 03:04 Europe/Berlin`,
/// with space around it. What is finer than a microsecond is cut off. Out: empty when the text is
/// not of that form. Written, a date is `2020-01-02` and a timestamp `2020-01-02 03:04:05.6`, with
/// no more digits of the second than needed and a sign before years outside 0 to 9999.
///
/// Source: Apache Spark's `SparkDateTimeUtils.stringToDate` and `parseTimestampString`.
public final class TimeText {
    private static final int YEAR = 0;
    private static final int DAY = 2;
    private static final int HOUR = 3;
    private static final int SECOND = 5;
    private static final int FRACTION = 6;

    private final String text;
    private final int[] parts = {1, 1, 1, 0, 0, 0, 0};
    private int last = -1;
    private int at;
    private String zone = "";

    private TimeText(String text) {
        this.text = text;
    }

    /// A date: a year of 4 to 7 digits, then month and day if wanted, then a space or T and
    /// anything.
    public static Optional<LocalDate> date(String text) {
        var trimmed = trim(text);
        if (trimmed.equalsIgnoreCase("epoch")) {
            return Optional.of(LocalDate.EPOCH);
        }
        var reader = new TimeText(trimmed);
        if (!reader.readDay(7) || (reader.last < DAY && reader.more())) {
            return Optional.empty();
        }
        if (reader.more() && reader.peek() != ' ' && reader.peek() != 'T') {
            return Optional.empty();
        }
        return reader.day();
    }

    /// A timestamp; one without a zone is in `zone`.
    public static Optional<Instant> timestamp(String text, ZoneId zone) {
        var trimmed = trim(text);
        if (trimmed.equalsIgnoreCase("epoch")) {
            return Optional.of(Instant.EPOCH);
        }
        var reader = new TimeText(trimmed);
        return reader.dateTime()
                .flatMap(local ->
                        zoneOf(reader.zone, zone)
                                .flatMap(z -> inRange(local.atZone(z).toInstant())));
    }

    /// A timestamp without zone; a zone in the text is read and left out.
    public static Optional<LocalDateTime> local(String text) {
        var trimmed = trim(text);
        if (trimmed.equalsIgnoreCase("epoch")) {
            return Optional.of(LocalDateTime.of(1970, 1, 1, 0, 0));
        }
        var reader = new TimeText(trimmed);
        return reader.dateTime()
                .filter(_ -> reader.zone.isEmpty() || zoneOf(reader.zone, null).isPresent());
    }

    /// A time zone: `+02:00`, `+2:00`, `Europe/Berlin`, `UTC`, `PST`; empty when there is none
    /// such.
    public static Optional<ZoneId> zone(String name) {
        var padded =
                name.replaceFirst("^([+-])(\\d):", "$10$2:")
                        .replaceFirst("^([+-]\\d\\d):(\\d)$", "$1:0$2");
        try {
            return Optional.of(ZoneId.of(padded, ZoneId.SHORT_IDS));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /// `2020-01-02`.
    public static String write(LocalDate date) {
        return date.toString();
    }

    /// `2020-01-02 03:04:05.6`.
    public static String write(LocalDateTime time) {
        var out = new StringBuilder(time.toLocalDate().toString());
        out.append(" %02d:%02d:%02d".formatted(time.getHour(), time.getMinute(), time.getSecond()));
        int micros = time.getNano() / 1000;
        if (micros > 0) {
            out.append('.').append("%06d".formatted(micros).replaceFirst("0+$", ""));
        }
        return out.toString();
    }

    /// `2020-01-02 03:04:05.6`, as clocks in `zone` show it.
    public static String write(Instant instant, ZoneId zone) {
        return write(LocalDateTime.ofInstant(instant, zone));
    }

    /// Without white space and control characters around it.
    public static String trim(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && blank(text.charAt(start))) {
            start++;
        }
        while (end > start && blank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean blank(char c) {
        return c <= ' ' || c == 0x7f;
    }

    private static Optional<ZoneId> zoneOf(String name, @Nullable ZoneId otherwise) {
        return name.isEmpty() ? Optional.ofNullable(otherwise) : zone(name.strip());
    }

    private static Optional<Instant> inRange(Instant instant) {
        try {
            var _ = Boxes.micros(instant);
            return Optional.of(instant);
        } catch (ArithmeticException _) {
            return Optional.empty();
        }
    }

    private Optional<LocalDate> day() {
        try {
            return Optional.of(LocalDate.of(parts[YEAR], parts[1], parts[DAY]));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private Optional<LocalDateTime> dateTime() {
        if (!readDay(6) || !readTime()) {
            return Optional.empty();
        }
        try {
            var time = LocalTime.of(parts[HOUR], parts[4], parts[SECOND], parts[FRACTION] * 1000);
            return day().map(day -> LocalDateTime.of(day, time));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private boolean readDay(int longestYear) {
        int sign = 1;
        if (more() && (peek() == '-' || peek() == '+')) {
            sign = peek() == '-' ? -1 : 1;
            at++;
        }
        if (!number(YEAR, 4, longestYear)) {
            return false;
        }
        parts[YEAR] *= sign;
        while (last < DAY && more() && peek() == '-') {
            at++;
            if (!number(last + 1, 1, 2)) {
                return false;
            }
        }
        return true;
    }

    private boolean readTime() {
        if (!more()) {
            return true;
        }
        if (last < DAY || (peek() != ' ' && peek() != 'T')) {
            return false;
        }
        at++;
        if (!number(HOUR, 1, 2)) {
            return false;
        }
        while (last < SECOND && more() && peek() == ':') {
            at++;
            if (!number(last + 1, 1, 2)) {
                return false;
            }
        }
        if (last == SECOND && more() && peek() == '.') {
            at++;
            fraction();
        }
        if (more() && last < SECOND) {
            return false;
        }
        zone = text.substring(at);
        return true;
    }

    private boolean number(int part, int fewest, int most) {
        int start = at;
        int value = 0;
        while (more() && digit() && at - start <= most) {
            value = value * 10 + (peek() - '0');
            at++;
        }
        parts[part] = value;
        last = part;
        return at - start >= fewest && at - start <= most;
    }

    private void fraction() {
        int value = 0;
        int digits = 0;
        while (more() && digit()) {
            if (digits < 6) {
                value = value * 10 + (peek() - '0');
                digits++;
            }
            at++;
        }
        for (; digits < 6; digits++) {
            value *= 10;
        }
        parts[FRACTION] = value;
    }

    private boolean more() {
        return at < text.length();
    }

    private char peek() {
        return text.charAt(at);
    }

    private boolean digit() {
        return peek() >= '0' && peek() <= '9';
    }
}
