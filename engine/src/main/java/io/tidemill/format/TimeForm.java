package io.tidemill.format;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.ToLongBiFunction;

/// How texts of one kind of time are read: in the pattern of the options, or without one as casts
/// take them.
@FunctionalInterface
public interface TimeForm {
    /// Days or microseconds since 1970, or [TimeText#NONE] when `[from, to)` is no such time.
    long parse(byte[] text, int from, int to);

    /// Days.
    static TimeForm dates(Optional<TimePattern> pattern, ZoneId zone) {
        return of(pattern, TimePattern::date, new TimeText(zone)::date);
    }

    /// Points in time.
    static TimeForm timestamps(Optional<TimePattern> pattern, ZoneId zone) {
        return of(pattern, TimePattern::timestamp, new TimeText(zone)::timestamp);
    }

    /// Times without a zone.
    static TimeForm localTimes(Optional<TimePattern> pattern, ZoneId zone) {
        var casts = new TimeText(zone);
        return of(
                pattern,
                TimePattern::timestampNtz,
                (text, from, to) -> casts.timestampNtz(text, from, to, false));
    }

    private static TimeForm of(
            Optional<TimePattern> pattern,
            ToLongBiFunction<TimePattern, String> parse,
            TimeForm casts) {
        if (pattern.isEmpty()) {
            return casts;
        }
        var given = pattern.get();
        return (text, from, to) ->
                parse.applyAsLong(given, new String(text, from, to - from, StandardCharsets.UTF_8));
    }
}
