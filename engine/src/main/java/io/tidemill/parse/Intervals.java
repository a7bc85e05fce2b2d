package io.tidemill.parse;

import io.tidemill.data.Condition;
import io.tidemill.parse.Lexeme.Kind;
import io.tidemill.parse.Source.Place;
import io.tidemill.sql.types.DayTimeIntervalType;
import io.tidemill.sql.types.YearMonthIntervalType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlNode;

/// Interval literals: `INTERVAL 1 HOUR 30 MINUTES`, `INTERVAL '1' DAY`, `INTERVAL -2 MONTHS`,
/// `INTERVAL '1 12:30' DAY TO MINUTE`, `INTERVAL '10 minutes'`.
///
/// Units from weeks to microseconds make a span of days to seconds, years and months one of months;
/// the two do not mix, since a month has no fixed length.
final class Intervals {
    private static final Pattern UNITS_IN_TEXT =
            Pattern.compile("\\s*([+-]?\\s*[0-9.]+)\\s+([A-Za-z]+)");
    private static final Pattern YEAR_TO_MONTH = Pattern.compile("([+-]?)(\\d+)-(\\d+)");
    private static final Pattern DAY_TO_SECOND =
            Pattern.compile("([+-]?)(?:(\\d+)\\s+)?(\\d+)(?::(\\d+))?(?::(\\d+(?:\\.\\d+)?))?");
    private static final BigDecimal MICROS = BigDecimal.valueOf(1_000_000);

    /// An interval and how many lexemes it took, `INTERVAL` included.
    record Found(SqlNode node, int lexemes) {}

    private final Source source;
    private final List<Lexeme> lexemes;
    private final int first;
    private int at;

    private long months;
    private BigDecimal micros = BigDecimal.ZERO;
    private final List<Integer> monthFields = new ArrayList<>();
    private final List<Integer> timeFields = new ArrayList<>();

    private Intervals(Source source, List<Lexeme> lexemes, int first) {
        this.source = source;
        this.lexemes = lexemes;
        this.first = first;
        this.at = first + 1;
    }

    /// The interval that begins with the word INTERVAL at `first`; empty when none stands there.
    static Optional<Found> read(Source source, List<Lexeme> lexemes, int first) {
        var reader = new Intervals(source, lexemes, first);
        return reader.readFields() ? Optional.of(reader.found()) : Optional.empty();
    }

    private boolean readFields() {
        boolean negative = false;
        boolean any = false;
        while (true) {
            int begin = at;
            boolean minus = lexemes.get(at).isSymbol("-");
            if (minus || lexemes.get(at).isSymbol("+")) {
                at++;
            }
            var value = lexemes.get(at);
            boolean isValue =
                    value.kind() == Kind.STRING
                            || (value.kind() == Kind.NUMBER && isPlain(value.text()));
            if (!isValue) {
                at = begin;
                return any;
            }
            var unit = lexemes.get(at + 1);
            int field = unit.kind() == Kind.WORD ? unitField(unit.text()) : -1;
            if (field < 0) {
                if (!any && value.kind() == Kind.STRING && readText(value, minus)) {
                    at++;
                    return true;
                }
                at = begin;
                return any;
            }
            if (!any
                    && value.kind() == Kind.STRING
                    && lexemes.get(at + 2).isWord("TO")
                    && lexemes.get(at + 3).kind() == Kind.WORD) {
                readRange(value, unit, lexemes.get(at + 3), minus);
                at += 4;
                return true;
            }
            add(value, value.text(), unit.text(), minus != negative);
            at += 2;
            any = true;
        }
    }

    /// `'1 day 2 hours'` as one string.
    private boolean readText(Lexeme value, boolean minus) {
        var text = value.text().strip();
        if (text.toLowerCase(Locale.ROOT).startsWith("interval ")) {
            text = text.substring(9);
        }
        var matcher = UNITS_IN_TEXT.matcher(text);
        int end = 0;
        while (end < text.length() && matcher.find() && matcher.start() == end) {
            if (unitField(matcher.group(2)) < 0) {
                return false;
            }
            add(value, matcher.group(1).replace(" ", ""), matcher.group(2), minus);
            end = matcher.end();
        }
        return end > 0 && end == text.length();
    }

    /// `'1-2' YEAR TO MONTH`, `'1 12:30:15.5' DAY TO SECOND` and what lies between.
    private void readRange(Lexeme value, Lexeme from, Lexeme to, boolean minus) {
        int first = unitField(from.text());
        int last = unitField(to.text());
        var text = value.text().strip();
        if (isMonths(from.text()) && isMonths(to.text())) {
            var matcher = YEAR_TO_MONTH.matcher(text);
            if (!matcher.matches() || first >= last) {
                throw wrong(value, "a number of years and months", "INTERVAL '1-2' YEAR TO MONTH");
            }
            long sum = Long.parseLong(matcher.group(2)) * 12 + Long.parseLong(matcher.group(3));
            months = minus != matcher.group(1).equals("-") ? -sum : sum;
            monthFields.addAll(List.of(first, last));
            return;
        }
        if (isMonths(from.text()) || isMonths(to.text()) || first >= last) {
            throw wrong(
                    to,
                    "a smaller unit of the same kind behind TO",
                    "YEAR TO MONTH or DAY TO SECOND");
        }
        var parts = fieldsOf(value, text, first, last);
        var sum = BigDecimal.ZERO;
        for (int field = first; field <= last; field++) {
            sum = sum.add(parts.get(field - first).multiply(microsOf(field)));
        }
        micros = minus != text.startsWith("-") ? sum.negate() : sum;
        timeFields.addAll(List.of(first, last));
    }

    private List<BigDecimal> fieldsOf(Lexeme value, String text, int first, int last) {
        var matcher = DAY_TO_SECOND.matcher(text);
        if (matcher.matches()) {
            var found = new ArrayList<BigDecimal>();
            for (int group = 2; group <= 5; group++) {
                if (matcher.group(group) != null) {
                    found.add(new BigDecimal(matcher.group(group)));
                }
            }
            if (found.size() == last - first + 1 && (matcher.group(2) != null) == (first == 0)) {
                return found;
            }
        }
        throw wrong(
                value,
                "the units from " + UNIT_NAMES.get(first) + " to " + UNIT_NAMES.get(last),
                "INTERVAL '1 12:30:15.5' DAY TO SECOND");
    }

    private void add(Lexeme value, String number, String unit, boolean minus) {
        BigDecimal amount;
        try {
            amount = new BigDecimal(number.strip());
        } catch (NumberFormatException notANumber) {
            throw wrong(value, "a number of " + unit.toLowerCase(Locale.ROOT), "INTERVAL '1' DAY");
        }
        var signed = minus ? amount.negate() : amount;
        try {
            if (isMonths(unit)) {
                int field = unitField(unit);
                months =
                        Math.addExact(
                                months,
                                Math.multiplyExact(signed.longValueExact(), field == 0 ? 12L : 1L));
                monthFields.add(field);
            } else {
                micros = micros.add(signed.multiply(microsOf(unit)));
                timeFields.add(unitField(unit));
            }
        } catch (ArithmeticException notWhole) {
            throw wrong(value, "a whole number", "INTERVAL 18 MONTHS for one and a half years");
        }
    }

    private Found found() {
        int end = lexemes.get(at - 1).end();
        var position = source.position(lexemes.get(first).start(), end);
        if (!monthFields.isEmpty() && !timeFields.isEmpty()) {
            throw SqlException.syntax(
                    source,
                    lexemes.get(first).start(),
                    end,
                    "an interval cannot hold both months and days, since months differ in length",
                    "write two intervals and add them one after the other");
        }
        try {
            if (!monthFields.isEmpty()) {
                var type =
                        new YearMonthIntervalType(
                                monthFields.stream()
                                        .min(Integer::compare)
                                        .orElseThrow()
                                        .byteValue(),
                                monthFields.stream()
                                        .max(Integer::compare)
                                        .orElseThrow()
                                        .byteValue());
                var period = Period.ofMonths(Math.toIntExact(months)).normalized();
                return new Found(LiteralValue.node(period, type, position), at - first);
            }
            var type =
                    new DayTimeIntervalType(
                            timeFields.stream().min(Integer::compare).orElseThrow().byteValue(),
                            timeFields.stream().max(Integer::compare).orElseThrow().byteValue());
            long whole = micros.setScale(0, RoundingMode.DOWN).longValueExact();
            return new Found(
                    LiteralValue.node(Duration.of(whole, ChronoUnit.MICROS), type, position),
                    at - first);
        } catch (ArithmeticException tooLarge) {
            throw SqlException.at(
                    Condition.INVALID_INTERVAL_FORMAT__ARITHMETIC_EXCEPTION,
                    new Place(source, lexemes.get(first).start(), end),
                    "this interval is too long",
                    "write a shorter one");
        }
    }

    private static final List<String> UNIT_NAMES = List.of("day", "hour", "minute", "second");

    private static boolean isPlain(String number) {
        return number.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.');
    }

    private static boolean isMonths(String unit) {
        return switch (unit.toUpperCase(Locale.ROOT)) {
            case "YEAR", "YEARS", "MONTH", "MONTHS" -> true;
            default -> false;
        };
    }

    /// The field of a type that a unit belongs to, or -1 when the word is no unit.
    static int unitField(String unit) {
        return switch (unit.toUpperCase(Locale.ROOT)) {
            case "YEAR", "YEARS" -> 0;
            case "MONTH", "MONTHS" -> 1;
            case "WEEK", "WEEKS", "DAY", "DAYS" -> 0;
            case "HOUR", "HOURS" -> 1;
            case "MINUTE", "MINUTES" -> 2;
            case "SECOND",
                    "SECONDS",
                    "MILLISECOND",
                    "MILLISECONDS",
                    "MICROSECOND",
                    "MICROSECONDS" ->
                    3;
            default -> -1;
        };
    }

    private static BigDecimal microsOf(int field) {
        return MICROS.multiply(
                BigDecimal.valueOf(
                        switch (field) {
                            case 0 -> 86_400;
                            case 1 -> 3_600;
                            case 2 -> 60;
                            default -> 1;
                        }));
    }

    private static BigDecimal microsOf(String unit) {
        return switch (unit.toUpperCase(Locale.ROOT)) {
            case "WEEK", "WEEKS" -> microsOf(0).multiply(BigDecimal.valueOf(7));
            case "MILLISECOND", "MILLISECONDS" -> BigDecimal.valueOf(1000);
            case "MICROSECOND", "MICROSECONDS" -> BigDecimal.ONE;
            default -> microsOf(unitField(unit));
        };
    }

    private SqlException wrong(Lexeme lexeme, String expected, String example) {
        return SqlException.syntax(
                source,
                lexeme.start(),
                lexeme.end(),
                "'%s' in this interval should be %s".formatted(lexeme.text(), expected),
                "write it as in " + example);
    }
}
