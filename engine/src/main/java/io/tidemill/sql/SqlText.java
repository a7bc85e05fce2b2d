package io.tidemill.sql;

import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Writes names and values as SQL text that means exactly them. Pure.
final class SqlText {
    private SqlText() {}

    /// A name in backticks.
    static String quote(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    /// A string in quotes.
    static String string(String value) {
        var text = new StringBuilder("'");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '\'' -> text.append("\\'");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> text.append(c);
            }
        }
        return text.append('\'').toString();
    }

    /// A Java object as a literal of the type that Spark's `lit` gives it.
    ///
    /// @throws IllegalArgumentException when there is no literal for objects of its class
    static String literal(@Nullable Object value) {
        return switch (value) {
            case null -> "NULL";
            case Boolean flag -> flag ? "TRUE" : "FALSE";
            case Byte number -> signed(number + "Y");
            case Short number -> signed(number + "S");
            case Integer number -> signed(number.toString());
            case Long number -> signed(number + "L");
            case Float number -> floating(number.doubleValue(), number + "F", "FLOAT");
            case Double number -> floating(number, number + "D", "DOUBLE");
            case BigDecimal number -> signed(number.toPlainString() + "BD");
            case Character letter -> string(letter.toString());
            case String text -> string(text);
            case byte[] bytes -> "X'" + HexFormat.of().withUpperCase().formatHex(bytes) + "'";
            case LocalDate date -> "DATE'" + date + "'";
            case Date date -> literal(date.toLocalDate());
            case Instant instant -> "TIMESTAMP'" + instant + "'";
            case Timestamp timestamp -> literal(timestamp.toInstant());
            case LocalDateTime time -> "TIMESTAMP_NTZ'" + time + "'";
            case Duration duration -> interval(duration);
            case Period period -> interval(period);
            case List<?> list -> list(list);
            case Object[] array -> list(Arrays.asList(array));
            case Map<?, ?> map -> map(map);
            default ->
                    throw new IllegalArgumentException(
                            "there is no literal for %s, an object of %s"
                                    .formatted(value, value.getClass().getName()));
        };
    }

    private static String signed(String number) {
        return number.startsWith("-") ? "(" + number + ")" : number;
    }

    private static String floating(double value, String text, String type) {
        return Double.isFinite(value)
                ? signed(text)
                : "CAST('%s' AS %s)".formatted(Double.toString(value), type);
    }

    private static String interval(Duration duration) {
        var size = duration.abs();
        return "INTERVAL '%s%d %02d:%02d:%02d.%06d' DAY TO SECOND"
                .formatted(
                        duration.isNegative() ? "-" : "",
                        size.toDays(),
                        size.toHoursPart(),
                        size.toMinutesPart(),
                        size.toSecondsPart(),
                        size.toNanosPart() / 1000);
    }

    @SuppressWarnings("JavaPeriodGetDays") // the days apart from the months are meant
    private static String interval(Period period) {
        if (period.getDays() != 0) {
            throw new IllegalArgumentException(
                    "%s has months and days; use a Period of months or a Duration"
                            .formatted(period));
        }
        long months = period.toTotalMonths();
        return "INTERVAL '%s%d-%d' YEAR TO MONTH"
                .formatted(months < 0 ? "-" : "", Math.abs(months) / 12, Math.abs(months) % 12);
    }

    private static String list(List<?> list) {
        return list.stream().map(SqlText::literal).collect(Collectors.joining(", ", "array(", ")"));
    }

    private static String map(Map<?, ?> map) {
        return map.entrySet().stream()
                .map(entry -> literal(entry.getKey()) + ", " + literal(entry.getValue()))
                .collect(Collectors.joining(", ", "map(", ")"));
    }
}
