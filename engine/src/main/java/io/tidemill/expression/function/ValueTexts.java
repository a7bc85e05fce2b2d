package io.tidemill.expression.function;

import io.tidemill.expression.Casts;
import io.tidemill.sql.types.DataType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;

/// Values as text in JSON and CSV: dates and times as the options `dateFormat`, `timestampFormat`
/// and `timestampNTZFormat` say, all others as a cast to STRING gives them.
final class ValueTexts {
    private final TimeFormat dates;
    private final TimeFormat times;
    private final TimeFormat localTimes;

    ValueTexts(JsonSettings settings) {
        dates = format(settings, "dateFormat", "yyyy-MM-dd");
        times = format(settings, "timestampFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
        localTimes = format(settings, "timestampNTZFormat", "yyyy-MM-dd'T'HH:mm:ss.SSS");
    }

    private static TimeFormat format(JsonSettings settings, String option, String otherwise) {
        return TimeFormat.writing(settings.text(option).orElse(otherwise));
    }

    String text(Object value, DataType type, ZoneId zone) {
        return switch (value) {
            case LocalDate date -> dates.write(date.atStartOfDay(zone));
            case Instant instant -> times.write(instant.atZone(zone));
            case LocalDateTime time -> localTimes.write(time.atZone(zone));
            default -> Casts.text(value, type, zone);
        };
    }
}
