package io.tidemill.parse;

import io.tidemill.data.Condition;
import io.tidemill.parse.Source.Place;
import io.tidemill.sql.types.DataTypes;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlNode;

/// `DATE '..'`, `TIMESTAMP '..'`, `TIMESTAMP_NTZ '..'` and `TIMESTAMP_LTZ '..'`.
///
/// The text is `[+-]yyyy[-[m]m[-[d]d[( |T)[h]h:[m]m[:[s]s[.[ms][us]]][zone]]]]`. A TIMESTAMP
/// without a zone is read in the session's.
///
/// Source: Spark's `SparkDateTimeUtils.parseTimestampString`.
final class Times {
    private static final Pattern FORM =
            Pattern.compile(
                    "([+-]?\\d{4,7})(?:-(\\d{1,2})(?:-(\\d{1,2})(?:["
                            + " T]\\s*(?:(\\d{1,2}):(\\d{1,2})(?::(\\d{1,2})(?:\\.(\\d{0,9}))?)?"
                            + "\\s*([A-Za-z+-].*)?)?)?)?)?");

    private Times() {}

    /// The literal that `type` and the string behind it make.
    static SqlNode literal(Source source, Lexeme type, Lexeme string, ZoneId session) {
        int start = type.start();
        int end = string.end();
        var position = source.position(start, end);
        var word = type.text().toUpperCase(Locale.ROOT);
        try {
            var matcher = FORM.matcher(string.text().strip());
            if (matcher.matches()) {
                var local = local(matcher);
                var zone = Optional.ofNullable(matcher.group(8)).map(Times::zone);
                return switch (word) {
                    case "DATE" ->
                            LiteralValue.node(local.toLocalDate(), DataTypes.DateType, position);
                    case "TIMESTAMP_NTZ" ->
                            LiteralValue.node(local, DataTypes.TimestampNTZType, position);
                    default ->
                            LiteralValue.node(
                                    local.atZone(zone.orElse(session)).toInstant(),
                                    DataTypes.TimestampType,
                                    position);
                };
            }
        } catch (DateTimeException noSuchTime) {
            // said below, with the text
        }
        throw SqlException.at(
                Condition.INVALID_TYPED_LITERAL,
                new Place(source, start, end),
                "'%s' is not a %s".formatted(string.text(), word),
                word.equals("DATE")
                        ? "write it as DATE '2026-01-31'"
                        : "write it as %s '2026-01-31 12:30:00.5'".formatted(word));
    }

    private static LocalDateTime local(Matcher matcher) {
        var date =
                LocalDate.of(
                        Integer.parseInt(matcher.group(1)),
                        number(matcher.group(2), 1),
                        number(matcher.group(3), 1));
        var fraction = Optional.ofNullable(matcher.group(7)).orElse("");
        var micros = (fraction + "000000").substring(0, 6);
        var time =
                LocalTime.of(
                        number(matcher.group(4), 0),
                        number(matcher.group(5), 0),
                        number(matcher.group(6), 0),
                        Integer.parseInt(micros) * 1000);
        return LocalDateTime.of(date, time);
    }

    private static int number(@org.jspecify.annotations.Nullable String digits, int otherwise) {
        return digits == null ? otherwise : Integer.parseInt(digits);
    }

    private static ZoneId zone(String text) {
        var name = text.strip();
        return name.equalsIgnoreCase("Z") ? ZoneOffset.UTC : ZoneId.of(name, ZoneId.SHORT_IDS);
    }
}
