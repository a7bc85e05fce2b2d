package io.tidemill.expression.function;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import java.text.SimpleDateFormat;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// A format for dates and times in Java's letters, as Spark restricts them: no week-based years, no
/// narrow names, and a `y` that also writes years before 0.
///
/// Parts of a time that a text does not give are those of 1970-01-01 00:00. Source: Apache Spark's
/// `DateTimeFormatterHelper`.
public final class TimeFormat {
    private static final String WEEK_BASED = "YWwuec";
    private static final String UNSUPPORTED = "ABnNp";
    private static final String UNSUPPORTED_FOR_READING = "EFqQ";
    private static final List<String> TOO_LONG =
            List.of("GGGGG", "MMMMM", "LLLLL", "EEEEE", "QQQQQ", "qqqqq", "yyyyyyy");
    private static final Pattern FRACTION = Pattern.compile("([^S]*)(S*)(.*)", Pattern.DOTALL);

    private final String pattern;
    private final DateTimeFormatter formatter;

    private TimeFormat(String pattern, DateTimeFormatter formatter) {
        this.pattern = pattern;
        this.formatter = formatter;
    }

    /// A format to write with.
    ///
    /// @throws TidemillException INVALID_DATETIME_PATTERN or INCONSISTENT_BEHAVIOR_CROSS_VERSION
    public static TimeFormat writing(String pattern) {
        return of(pattern, false);
    }

    /// A format to read with.
    ///
    /// @throws TidemillException INVALID_DATETIME_PATTERN or INCONSISTENT_BEHAVIOR_CROSS_VERSION
    public static TimeFormat reading(String pattern) {
        return of(pattern, true);
    }

    private static TimeFormat of(String pattern, boolean reading) {
        try {
            var java = converted(pattern, reading);
            var builder = new DateTimeFormatterBuilder().parseCaseInsensitive();
            if (reading) {
                appendWithFraction(builder, java);
            } else {
                builder.appendPattern(java);
            }
            return new TimeFormat(
                    pattern,
                    builder.toFormatter(Locale.US)
                            .withChronology(IsoChronology.INSTANCE)
                            .withResolverStyle(ResolverStyle.STRICT));
        } catch (IllegalArgumentException e) {
            throw refused(pattern, e);
        }
    }

    private static TidemillException refused(String pattern, IllegalArgumentException cause) {
        var illegal = cause instanceof IllegalLetter letter ? letter : null;
        if (isOld(pattern)) {
            return new TidemillException(
                    Condition.INCONSISTENT_BEHAVIOR_CROSS_VERSION__DATETIME_PATTERN_RECOGNITION,
                    "Fail to recognize '%s' pattern in the DateTimeFormatter".formatted(pattern),
                    "use the letters that docs/functions.md lists",
                    cause);
        }
        if (illegal != null && illegal.weekBased) {
            return new TidemillException(
                    Condition.INCONSISTENT_BEHAVIOR_CROSS_VERSION__DATETIME_WEEK_BASED_PATTERN,
                    "All week-based patterns are unsupported, detected: %s"
                            .formatted(illegal.letter),
                    "use the SQL function EXTRACT instead",
                    cause);
        }
        if (illegal != null) {
            return new TidemillException(
                    Condition.INVALID_DATETIME_PATTERN__ILLEGAL_CHARACTER,
                    "Unrecognized datetime pattern: '%s'. Illegal pattern character: %s"
                            .formatted(pattern, illegal.letter),
                    "use another letter",
                    cause);
        }
        return new TidemillException(
                Condition.INVALID_DATETIME_PATTERN__WITH_SUGGESTION,
                "Unrecognized datetime pattern: '%s'".formatted(pattern),
                "use the letters of java.time.format.DateTimeFormatter",
                cause);
    }

    /// Whether versions of Spark before 3 knew the pattern.
    private static boolean isOld(String pattern) {
        try {
            var _ = new SimpleDateFormat(pattern, Locale.US);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /// A letter that a format must not have.
    private static final class IllegalLetter extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        private final char letter;
        private final boolean weekBased;

        IllegalLetter(char letter, boolean weekBased) {
            super("illegal letter " + letter);
            this.letter = letter;
            this.weekBased = weekBased;
        }
    }

    private static String converted(String pattern, boolean reading) {
        var parts = (pattern + " ").split("'", -1);
        boolean era = false;
        for (int i = 0; i < parts.length; i += 2) {
            era |= parts[i].contains("G");
        }
        for (int i = 0; i < parts.length; i += 2) {
            for (char c : parts[i].toCharArray()) {
                boolean week = WEEK_BASED.indexOf(c) >= 0;
                if (week
                        || UNSUPPORTED.indexOf(c) >= 0
                        || (reading && UNSUPPORTED_FOR_READING.indexOf(c) >= 0)) {
                    throw new IllegalLetter(c, week);
                }
            }
            if (TOO_LONG.stream().anyMatch(parts[i]::contains)) {
                throw new IllegalArgumentException("too many letters");
            }
            // u is a year that can be negative; y needs an era.
            parts[i] = era ? parts[i] : parts[i].replace('y', 'u');
        }
        var joined = String.join("'", parts);
        return joined.substring(0, joined.length() - 1);
    }

    /// When reading, a fraction of a second may have fewer digits than the format has letters.
    private static void appendWithFraction(DateTimeFormatterBuilder builder, String pattern) {
        var parts = pattern.split("'", -1);
        for (int i = 0; i < parts.length; i++) {
            if (i % 2 == 1) {
                builder.appendLiteral(parts[i].isEmpty() ? "'" : parts[i]);
                continue;
            }
            var rest = parts[i];
            while (!rest.isEmpty()) {
                var matcher = FRACTION.matcher(rest);
                if (!matcher.matches()) {
                    throw new IllegalArgumentException(pattern);
                }
                builder.appendPattern(matcher.group(1));
                if (!matcher.group(2).isEmpty()) {
                    builder.appendFraction(
                            ChronoField.NANO_OF_SECOND, 1, matcher.group(2).length(), false);
                }
                rest = matcher.group(3);
            }
        }
    }

    /// Writes a time.
    public String write(ZonedDateTime time) {
        try {
            return formatter.format(time);
        } catch (DateTimeException e) {
            throw new TidemillException(
                    Condition.INVALID_DATETIME_PATTERN__WITH_SUGGESTION,
                    "The datetime pattern '%s' cannot write %s".formatted(pattern, time),
                    "use another pattern",
                    e);
        }
    }

    /// Reads a time; in `zone` if the text has none. Empty when the text is not in the format.
    public Optional<ZonedDateTime> read(String text, ZoneId zone) {
        try {
            var parsed = formatter.parse(text);
            var time = LocalDateTime.of(day(parsed), time(parsed));
            var own = parsed.query(TemporalQueries.zone());
            return Optional.of(time.atZone(own == null ? zone : own));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /// Reads a time, or says that it cannot.
    ///
    /// @throws TidemillException CANNOT_PARSE_TIMESTAMP
    public ZonedDateTime require(String text, ZoneId zone, String lenientName) {
        return read(text, zone)
                .orElseThrow(() ->
                        new TidemillException(
                                Condition.CANNOT_PARSE_TIMESTAMP,
                                "Text '%s' could not be parsed with the format '%s'"
                                        .formatted(text, pattern),
                                "use `%s` to get NULL instead".formatted(lenientName)));
    }

    private static LocalDate day(TemporalAccessor parsed) {
        var day = parsed.query(TemporalQueries.localDate());
        if (day != null) {
            return day;
        }
        int year = get(parsed, ChronoField.YEAR, 1970);
        if (parsed.isSupported(ChronoField.DAY_OF_YEAR)) {
            return LocalDate.ofYearDay(year, parsed.get(ChronoField.DAY_OF_YEAR));
        }
        return LocalDate.of(
                year,
                get(parsed, ChronoField.MONTH_OF_YEAR, 1),
                get(parsed, ChronoField.DAY_OF_MONTH, 1));
    }

    private static LocalTime time(TemporalAccessor parsed) {
        var time = parsed.query(TemporalQueries.localTime());
        if (time != null) {
            return time;
        }
        boolean afternoon = get(parsed, ChronoField.AMPM_OF_DAY, 0) == 1;
        int hour =
                parsed.isSupported(ChronoField.HOUR_OF_DAY)
                        ? parsed.get(ChronoField.HOUR_OF_DAY)
                        : get(parsed, ChronoField.HOUR_OF_AMPM, afternoon ? 12 : 0);
        return LocalTime.of(
                hour,
                get(parsed, ChronoField.MINUTE_OF_HOUR, 0),
                get(parsed, ChronoField.SECOND_OF_MINUTE, 0),
                get(parsed, ChronoField.NANO_OF_SECOND, 0));
    }

    private static int get(TemporalAccessor parsed, ChronoField field, int otherwise) {
        return parsed.isSupported(field) ? parsed.get(field) : otherwise;
    }
}
