package io.tidemill.expression.function;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.Casts;
import io.tidemill.sql.types.BooleanType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.DateType;
import io.tidemill.sql.types.DoubleType;
import io.tidemill.sql.types.FloatType;
import io.tidemill.sql.types.StringType;
import io.tidemill.sql.types.StructType;
import io.tidemill.sql.types.TimestampNTZType;
import io.tidemill.sql.types.TimestampType;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Turns a record of CSV into a struct, field by field.
///
/// What does not fit its type becomes NULL, and makes the record a malformed one, as fields too few
/// or too many do: then the column `_corrupt_record`, if the schema has it, takes the text, and
/// mode FAILFAST raises. Source: Apache Spark's `UnivocityParser`.
final class FromCsv {
    private final StructType type;
    private final CsvLine line;
    private final boolean failFast;
    private final int corruptAt;
    private final Optional<TimeFormat> dates;
    private final Optional<TimeFormat> times;
    private final Optional<TimeFormat> localTimes;
    private final String nan;
    private final String positive;
    private final String negative;

    FromCsv(StructType type, JsonSettings settings) {
        this.type = type;
        line = new CsvLine(settings, false);
        failFast = settings.text("mode").orElse("").equalsIgnoreCase("FAILFAST");
        dates = settings.text("dateFormat").map(TimeFormat::reading);
        times = settings.text("timestampFormat").map(TimeFormat::reading);
        localTimes = settings.text("timestampNTZFormat").map(TimeFormat::reading);
        nan = settings.text("nanValue").orElse("NaN");
        positive = settings.text("positiveInf").orElse("Inf");
        negative = settings.text("negativeInf").orElse("-Inf");
        corruptAt =
                type.indexOf(settings.text("columnNameOfCorruptRecord").orElse("_corrupt_record"));
    }

    @Nullable Object[] read(String record, ZoneId zone) {
        List<@Nullable String> fields = record.isEmpty() ? List.of() : line.read(record);
        var row = new @Nullable Object[type.size()];
        int wanted = type.size() - (corruptAt >= 0 ? 1 : 0);
        boolean malformed = fields.size() != wanted;
        int at = 0;
        for (int i = 0; i < row.length; i++) {
            if (i == corruptAt) {
                continue;
            }
            var field = at < fields.size() ? fields.get(at) : null;
            at++;
            if (field != null) {
                row[i] = value(field, type.typeOf(i), zone);
                malformed |= row[i] == null;
            }
        }
        if (malformed && failFast) {
            throw new TidemillException(
                    Condition.MALFORMED_RECORD_IN_PARSING__WITHOUT_SUGGESTION,
                    "Malformed records are detected in record parsing: " + record,
                    "use the mode PERMISSIVE to get NULLs instead");
        }
        if (malformed && corruptAt >= 0) {
            row[corruptAt] = record;
        }
        return row;
    }

    /// The value of a field; null when it does not fit.
    private @Nullable Object value(String text, DataType wanted, ZoneId zone) {
        try {
            return switch (wanted) {
                case StringType _ -> text;
                case BooleanType _ ->
                        text.equalsIgnoreCase("true")
                                ? Boolean.TRUE
                                : text.equalsIgnoreCase("false") ? Boolean.FALSE : null;
                case DoubleType _ -> special(text).orElseGet(() -> Double.valueOf(text));
                case FloatType _ ->
                        special(text).map(Double::floatValue).orElseGet(() -> Float.valueOf(text));
                case DateType _ when dates.isPresent() ->
                        dates.get().require(text, zone, "from_csv").toLocalDate();
                case TimestampType _ when times.isPresent() ->
                        Times.instant(times.get().require(text, zone, "from_csv"));
                case TimestampNTZType _ when localTimes.isPresent() ->
                        localTimes.get().require(text, zone, "from_csv").toLocalDateTime();
                default -> Casts.cast(text, DataTypes.StringType, wanted, zone);
            };
        } catch (TidemillException | IllegalArgumentException | ArithmeticException _) {
            return null;
        }
    }

    private Optional<Double> special(String text) {
        if (text.equals(nan)) {
            return Optional.of(Double.NaN);
        }
        if (text.equals(positive)) {
            return Optional.of(Double.POSITIVE_INFINITY);
        }
        return text.equals(negative) ? Optional.of(Double.NEGATIVE_INFINITY) : Optional.empty();
    }
}
