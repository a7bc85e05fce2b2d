package io.tidemill.format;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;

/// A pattern of dates and times as Spark's options have them (`dd/MM/yyyy HH:mm`): the letters of
/// [DateTimeFormatter], with `y` as the year that may be negative.
///
/// Parts that a pattern lacks are 1970-01-01 and midnight.
public final class TimePattern {
    private final String pattern;
    private final DateTimeFormatter formatter;
    private final ZoneId zone;

    /// @throws IllegalArgumentException when the pattern has letters without a meaning
    public TimePattern(String pattern, Locale locale, ZoneId zone) {
        this.pattern = pattern;
        this.zone = zone;
        this.formatter =
                new DateTimeFormatterBuilder()
                        .parseCaseInsensitive()
                        .appendPattern(withProlepticYear(pattern))
                        .toFormatter(locale)
                        .withChronology(IsoChronology.INSTANCE)
                        .withResolverStyle(ResolverStyle.STRICT);
    }

    /// @throws IllegalArgumentException with what is wrong, for a message about options
    public static void check(String pattern) {
        try {
            var _ = DateTimeFormatter.ofPattern(withProlepticYear(pattern));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the pattern '%s' cannot be used: %s".formatted(pattern, e.getMessage()), e);
        }
    }

    public String pattern() {
        return pattern;
    }

    /// `y` outside quotes becomes `u`, unless the pattern has an era.
    private static String withProlepticYear(String pattern) {
        var out = new StringBuilder();
        boolean quoted = false;
        boolean era = false;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            quoted ^= c == '\'';
            era |= !quoted && c == 'G';
            out.append(!quoted && c == 'y' ? 'u' : c);
        }
        return era ? pattern : out.toString();
    }

    /// Microseconds since 1970 UTC, or [TimeText#NONE].
    public long timestamp(String text) {
        try {
            var parsed = formatter.parse(text);
            var named = parsed.query(TemporalQueries.zone());
            return micros(local(parsed).atZone(named == null ? zone : named).toInstant());
        } catch (DateTimeException | ArithmeticException e) {
            return TimeText.NONE;
        }
    }

    /// Microseconds of the local time, or [TimeText#NONE].
    public long timestampNtz(String text) {
        try {
            return micros(local(formatter.parse(text)).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException | ArithmeticException e) {
            return TimeText.NONE;
        }
    }

    /// Days since 1970, or [TimeText#NONE].
    public long date(String text) {
        try {
            return local(formatter.parse(text)).toLocalDate().toEpochDay();
        } catch (DateTimeException e) {
            return TimeText.NONE;
        }
    }

    private static LocalDateTime local(TemporalAccessor parsed) {
        var date = parsed.query(TemporalQueries.localDate());
        var time = parsed.query(TemporalQueries.localTime());
        if (date == null) {
            date =
                    LocalDate.of(
                            part(parsed, ChronoField.YEAR, 1970),
                            part(parsed, ChronoField.MONTH_OF_YEAR, 1),
                            part(parsed, ChronoField.DAY_OF_MONTH, 1));
        }
        if (time == null) {
            time = LocalTime.of(part(parsed, ChronoField.HOUR_OF_DAY, 0), 0);
        }
        return date.atTime(time);
    }

    private static int part(TemporalAccessor parsed, ChronoField field, int otherwise) {
        return parsed.isSupported(field) ? parsed.get(field) : otherwise;
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    /// A point in time, as seen in the zone.
    public String formatTimestamp(long micros) {
        return formatter.format(at(micros, zone));
    }

    /// A local time.
    public String formatTimestampNtz(long micros) {
        return formatter.format(at(micros, ZoneOffset.UTC));
    }

    public String formatDate(long days) {
        return formatter.format(LocalDate.ofEpochDay(days).atStartOfDay(ZoneOffset.UTC));
    }

    private static ZonedDateTime at(long micros, ZoneId zone) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).atZone(zone);
    }
}
