package io.tidemill.expression.function;

import io.tidemill.data.Boxes;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.QueryErrors;
import io.tidemill.format.TimeStrings;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.function.Supplier;

/// What functions of dates and times share.
final class Times {
    private Times() {}

    /// What clocks in `zone` show at a timestamp; midnight of a date.
    static LocalDateTime local(Object time, ZoneId zone) {
        return switch (time) {
            case Instant instant -> LocalDateTime.ofInstant(instant, zone);
            case LocalDate date -> date.atStartOfDay();
            default -> (LocalDateTime) time;
        };
    }

    /// A time in `zone`; times without a zone are taken for UTC's.
    static ZonedDateTime zoned(Object time, ZoneId zone) {
        return switch (time) {
            case Instant instant -> instant.atZone(zone);
            case LocalDate date -> date.atStartOfDay(zone);
            default -> ((LocalDateTime) time).atZone(ZoneOffset.UTC);
        };
    }

    /// A timestamp, cut off to microseconds.
    ///
    /// @throws TidemillException DATETIME_OVERFLOW
    static Instant instant(ZonedDateTime time) {
        try {
            return Boxes.instant(Boxes.micros(time.toInstant()));
        } catch (ArithmeticException _) {
            throw QueryErrors.timeOverflow(time + " is no timestamp");
        }
    }

    /// A timestamp without time zone, cut off to microseconds.
    ///
    /// @throws TidemillException DATETIME_OVERFLOW
    static LocalDateTime local(LocalDateTime time) {
        return instant(time.atZone(ZoneOffset.UTC)).atZone(ZoneOffset.UTC).toLocalDateTime();
    }

    /// A time zone by its name.
    ///
    /// @throws TidemillException INVALID_TIMEZONE
    static ZoneId zone(String name) {
        return TimeStrings.zone(name)
                .orElseThrow(() ->
                        new TidemillException(
                                Condition.INVALID_TIMEZONE,
                                "The timezone: %s is invalid".formatted(name),
                                "use a region such as Europe/Berlin or an offset such as"
                                        + " +02:00"));
    }

    /// What `make` makes of numbers for years, months and so on.
    ///
    /// @throws TidemillException DATETIME_FIELD_OUT_OF_BOUNDS
    static <T> T made(Supplier<T> make, String lenientName) {
        try {
            return make.get();
        } catch (DateTimeException e) {
            throw new TidemillException(
                    Condition.DATETIME_FIELD_OUT_OF_BOUNDS__WITH_SUGGESTION,
                    String.valueOf(e.getMessage()),
                    lenientName.isEmpty()
                            ? "use a date and time that exist"
                            : "use `%s` to get NULL instead".formatted(lenientName),
                    e);
        }
    }
}
