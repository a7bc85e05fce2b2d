package io.tidemill.expression.function;

import io.tidemill.expression.Casts;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.StructType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/// Writes a struct as a record of CSV. Source: Apache Spark's `UnivocityGenerator`.
final class ToCsv {
    private final CsvLine line;
    private final TimeFormat dates;
    private final TimeFormat times;
    private final TimeFormat localTimes;

    ToCsv(JsonSettings settings) {
        line = new CsvLine(settings, true);
        dates = TimeFormat.writing(settings.text("dateFormat").orElse("yyyy-MM-dd"));
        times =
                TimeFormat.writing(
                        settings.text("timestampFormat").orElse("yyyy-MM-dd'T'HH:mm:ss.SSSXXX"));
        localTimes =
                TimeFormat.writing(
                        settings.text("timestampNTZFormat").orElse("yyyy-MM-dd'T'HH:mm:ss.SSS"));
    }

    String write(Object[] row, StructType type, ZoneId zone) {
        var fields = new ArrayList<@Nullable String>();
        for (int i = 0; i < row.length; i++) {
            fields.add(text(row[i], type.typeOf(i), zone));
        }
        return line.write(fields);
    }

    private @Nullable String text(@Nullable Object value, DataType type, ZoneId zone) {
        return switch (value) {
            case null -> null;
            case LocalDate date -> dates.write(date.atStartOfDay(zone));
            case Instant instant -> times.write(instant.atZone(zone));
            case LocalDateTime time -> localTimes.write(time.atZone(zone));
            default -> Casts.text(value, type, zone);
        };
    }
}
