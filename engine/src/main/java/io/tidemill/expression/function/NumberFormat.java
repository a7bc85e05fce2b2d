package io.tidemill.expression.function;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.sql.types.DecimalType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The formats of `to_number` and `to_char`: `$99,999.99S`.
///
/// `0` and `9` are digits (a leading 9 may be missing), `,` or `G` separates thousands, `.` or `D`
/// is the decimal point, `$` the currency, `S` and `MI` a sign in front or behind, `PR` angle
/// brackets around negative numbers. Source: Apache Spark's `ToNumberParser`.
final class NumberFormat {
    private static final Pattern FORM =
            Pattern.compile("(MI|S)?(\\$)?([09,G]*)(?:([.D])([09]*))?(\\$)?(MI|S|PR)?");

    private final String format;
    private final String sign;
    private final boolean signBehind;
    private final boolean currency;
    private final String whole;
    private final String fraction;
    private final boolean point;

    private NumberFormat(
            String format,
            String sign,
            boolean signBehind,
            boolean currency,
            String whole,
            boolean point,
            String fraction) {
        this.format = format;
        this.sign = sign;
        this.signBehind = signBehind;
        this.currency = currency;
        this.whole = whole;
        this.point = point;
        this.fraction = fraction;
    }

    /// Reads a format.
    ///
    /// @throws TidemillException INVALID_FORMAT
    static NumberFormat of(String format) {
        if (format.isEmpty()) {
            throw malformed(Condition.INVALID_FORMAT__EMPTY, format, "it is empty");
        }
        var upper = format.toUpperCase(Locale.ROOT);
        if (upper.chars().noneMatch(c -> c == '0' || c == '9')) {
            throw malformed(Condition.INVALID_FORMAT__WRONG_NUM_DIGIT, format, "it has no digit");
        }
        var matcher = FORM.matcher(upper);
        if (!matcher.matches()) {
            int behind = Math.max(upper.indexOf('.'), upper.indexOf('D'));
            boolean separated =
                    behind >= 0
                            && Math.max(upper.lastIndexOf(','), upper.lastIndexOf('G')) > behind;
            throw separated
                    ? malformed(
                            Condition.INVALID_FORMAT__THOUSANDS_SEPS_MUST_BEFORE_DEC,
                            format,
                            "a thousands separator stands behind the point")
                    : malformed(
                            Condition.INVALID_FORMAT__UNEXPECTED_TOKEN,
                            format,
                            "it has a character that means nothing there");
        }
        if (matcher.group(1) != null && matcher.group(7) != null) {
            throw malformed(Condition.INVALID_FORMAT__WRONG_NUM_TOKEN, format, "it has two signs");
        }
        var fraction = Optional.ofNullable(matcher.group(5)).orElse("");
        if (matcher.group(3).replaceAll("[,G]", "").length() + fraction.length() > 38) {
            throw malformed(
                    Condition.INVALID_FORMAT__WRONG_NUM_DIGIT,
                    format,
                    "it has more than 38 digits");
        }
        boolean behind = matcher.group(1) == null;
        return new NumberFormat(
                format,
                Optional.ofNullable(behind ? matcher.group(7) : matcher.group(1)).orElse(""),
                behind,
                matcher.group(2) != null || matcher.group(6) != null,
                matcher.group(3).replace('G', ','),
                matcher.group(4) != null,
                fraction);
    }

    /// The type of the numbers that it reads.
    DecimalType type() {
        int digits = whole.replace(",", "").length() + fraction.length();
        return new DecimalType(Math.max(digits, 1), fraction.length());
    }

    /// Reads a number.
    ///
    /// @throws TidemillException INVALID_FORMAT.MISMATCH_INPUT
    BigDecimal parse(String text) {
        var rest = text.strip();
        boolean negative = false;
        if (sign.equals("PR")) {
            negative = rest.startsWith("<") && rest.endsWith(">");
            rest = negative ? rest.substring(1, rest.length() - 1) : rest;
        } else if (!sign.isEmpty() && !rest.isEmpty()) {
            char c = rest.charAt(signBehind ? rest.length() - 1 : 0);
            if (c == '-' || (c == '+' && sign.equals("S"))) {
                negative = c == '-';
                rest = signBehind ? rest.substring(0, rest.length() - 1) : rest.substring(1);
            }
        }
        if (currency) {
            if (!rest.startsWith("$")) {
                throw mismatch(text);
            }
            rest = rest.substring(1);
        }
        int dot = rest.indexOf('.');
        var front = dot < 0 ? rest : rest.substring(0, dot);
        var back = dot < 0 ? "" : rest.substring(dot + 1);
        if ((dot >= 0 && !point)
                || !fitsWhole(front)
                || back.length() > fraction.length()
                || !areDigits(back)
                || (front.isEmpty() && back.isEmpty())) {
            throw mismatch(text);
        }
        var number = new BigDecimal(ascii("0" + front.replace(",", "") + "." + back + "0"));
        var scaled = number.setScale(fraction.length(), RoundingMode.DOWN);
        return negative ? scaled.negate() : scaled;
    }

    /// Whether groups of digits have the lengths that the format says, from the right.
    private boolean fitsWhole(String digits) {
        var expected = whole.split(",", -1);
        var found = digits.split(",", -1);
        if (found.length > expected.length) {
            return false;
        }
        for (int i = 0; i < found.length; i++) {
            var group = expected[expected.length - found.length + i];
            boolean free = i == 0 && !group.startsWith("0");
            if (!areDigits(found[i])
                    || found[i].length() > group.length()
                    || (!free && found[i].length() != group.length())) {
                return false;
            }
        }
        return true;
    }

    private static boolean areDigits(String text) {
        return text.chars().allMatch(Character::isDigit);
    }

    private static String ascii(String digits) {
        var out = new StringBuilder();
        digits.chars().forEach(c -> out.append(c == '.' ? "." : Character.digit(c, 10)));
        return out.toString();
    }

    /// Writes a number; `#` for each digit where there are too few of them.
    String format(BigDecimal value) {
        var number = value.abs().stripTrailingZeros();
        int places = whole.replace(",", "").length();
        var front = number.toBigInteger().signum() == 0 ? "" : number.toBigInteger().toString();
        boolean fits = front.length() <= places && number.scale() <= fraction.length();
        var out = new StringBuilder();
        if (fits) {
            fill(out, "0".repeat(places - front.length()) + front);
        } else {
            out.append(whole.replaceAll("[09]", "#"));
        }
        var blanks = new StringBuilder();
        while (out.length() > 0 && out.charAt(0) == ' ') {
            out.deleteCharAt(0);
            blanks.append(' ');
        }
        if (point) {
            out.append('.');
            var digits =
                    number.subtract(new BigDecimal(number.toBigInteger()))
                            .setScale(fraction.length(), RoundingMode.DOWN)
                            .unscaledValue()
                            .toString();
            var padded = "0".repeat(Math.max(fraction.length() - digits.length(), 0)) + digits;
            out.append(!fits ? "#".repeat(fraction.length()) : fraction.isEmpty() ? "" : padded);
        }
        if (currency) {
            out.insert(0, '$');
        }
        return blanks + signed(out.toString(), value.signum() < 0);
    }

    private void fill(StringBuilder out, String digits) {
        boolean started = false;
        int at = 0;
        int last = digits.length() - 1;
        for (int i = 0; i < whole.length(); i++) {
            char c = whole.charAt(i);
            if (c == ',') {
                out.append(started ? ',' : ' ');
                continue;
            }
            char digit = digits.charAt(at);
            started |= c == '0' || digit != '0' || (point && at == last);
            out.append(started ? digit : ' ');
            at++;
        }
    }

    private String signed(String digits, boolean negative) {
        var mark =
                switch (sign) {
                    case "S" -> negative ? "-" : "+";
                    case "MI" -> negative ? "-" : " ";
                    default -> negative && sign.isEmpty() ? "-" : "";
                };
        if (sign.equals("PR")) {
            return negative ? "<" + digits + ">" : digits + "  ";
        }
        return signBehind && !sign.isEmpty() ? digits + mark : mark + digits;
    }

    private TidemillException mismatch(String text) {
        return new TidemillException(
                Condition.INVALID_FORMAT__MISMATCH_INPUT,
                "The format is invalid: '%s'. The input \"STRING\" '%s' does not match the format"
                        .formatted(format, text),
                "use `try_to_number` to get NULL instead");
    }

    private static TidemillException malformed(Condition condition, String format, String why) {
        return new TidemillException(
                condition,
                "The format is invalid: '%s': %s".formatted(format, why),
                "write it with 0, 9, G or comma, D or point, $, S, MI and PR");
    }
}
