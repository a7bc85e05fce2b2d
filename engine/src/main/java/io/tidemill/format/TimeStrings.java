package io.tidemill.format;

import io.tidemill.data.Boxes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/// Dates and times as strings: read as [TimeText] reads them, with white space around, and `epoch`;
/// written as Spark's casts write them: a date is `2020-01-02` and a timestamp `2020-01-02
/// 03:04:05.6`, with no more digits of the second than needed and a sign before years outside 0 to
/// 9999.
public final class TimeStrings {
    private static final LocalDateTime EPOCH = LocalDateTime.of(1970, 1, 1, 0, 0);

    private TimeStrings() {}

    /// A date: a year of 4 to 7 digits, then month and day if wanted, then a space or T and
    /// anything.
    public static Optional<LocalDate> date(String text) {
        var trimmed = trim(text);
        if (isEpoch(trimmed)) {
            return Optional.of(LocalDate.EPOCH);
        }
        var bytes = trimmed.getBytes(StandardCharsets.UTF_8);
        long days = new TimeText(ZoneOffset.UTC).date(bytes, 0, bytes.length);
        return days == TimeText.NONE ? Optional.empty() : Optional.of(LocalDate.ofEpochDay(days));
    }

    /// A timestamp; one without a zone is in `zone`.
    public static Optional<Instant> timestamp(String text, ZoneId zone) {
        var trimmed = trim(text);
        if (isEpoch(trimmed)) {
            return Optional.of(Instant.EPOCH);
        }
        var bytes = trimmed.getBytes(StandardCharsets.UTF_8);
        long micros = new TimeText(zone).timestamp(bytes, 0, bytes.length);
        return micros == TimeText.NONE ? Optional.empty() : Optional.of(Boxes.instant(micros));
    }

    /// A timestamp without zone; a zone in the text is read and left out.
    public static Optional<LocalDateTime> local(String text) {
        var trimmed = trim(text);
        if (isEpoch(trimmed)) {
            return Optional.of(EPOCH);
        }
        var bytes = trimmed.getBytes(StandardCharsets.UTF_8);
        long micros = new TimeText(ZoneOffset.UTC).timestampNtz(bytes, 0, bytes.length, true);
        return micros == TimeText.NONE
                ? Optional.empty()
                : Optional.of(LocalDateTime.ofInstant(Boxes.instant(micros), ZoneOffset.UTC));
    }

    private static boolean isEpoch(String trimmed) {
        return trimmed.equalsIgnoreCase("epoch");
    }

    /// A time zone: `+02:00`, `+2:00`, `Europe/Berlin`, `UTC`, `PST`; empty when there is none
    /// such.
    public static Optional<ZoneId> zone(String name) {
        return Optional.ofNullable(TimeText.zone(name));
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
}
