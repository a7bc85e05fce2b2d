package io.tidemill.expression.function;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Position;
import io.tidemill.expression.QueryErrors;
import io.tidemill.expression.Types;
import io.tidemill.sql.types.BinaryType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.NullType;
import io.tidemill.sql.types.StringType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.text.BreakIterator;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Formatter;
import java.util.HexFormat;
import java.util.IllegalFormatException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Functions that write numbers as text in a form, and read them back.
final class FormatFunctions {
    /// A width or a precision: digits in a specifier, which an argument's index is not.
    private static final Pattern WIDTH = Pattern.compile("%[^%a-zA-Z]*?([0-9]{6,})(?![0-9$])");

    private FormatFunctions() {}

    static void define(Catalog catalog) {
        catalog.define(Group.STRING, "format_number(number, places)")
                .says(
                        "With thousands separators and so many decimal places, or in a format of"
                                + " Java's `DecimalFormat`.")
                .example("format_number(12332.123456, 4)", "format_number(12.5, '00.000')")
                .withTyping(FormatFunctions::formatNumber);
        catalog.define(Group.STRING, "format_string(format, value, ...)")
                .alias("printf")
                .says("Values in a format of Java's `Formatter`.")
                .example("format_string('Hello %d %s', 100, 'days')")
                .withTyping(FormatFunctions::formatString);
        catalog.define(Group.STRING, "to_number(text, format)")
                .says("The number that a text in the format is: `0 9 , . $ S MI PR`.")
                .example("to_number('$12,454.80', '$99,999.99')")
                .withTyping(arguments -> toNumber(arguments, false));
        catalog.define(Group.STRING, "try_to_number(text, format)")
                .says("As `to_number`, but NULL for what is not in the format.")
                .example("try_to_number('abc', '999')")
                .withTyping(arguments -> toNumber(arguments, true));
        catalog.define(Group.STRING, "to_char(value, format)")
                .alias("to_varchar")
                .says(
                        "A number, a date or timestamp, or a binary value (`base64`, `hex`,"
                                + " `utf-8`) in a format.")
                .example("to_char(12454.8, '99,999.9')", "to_char(date'2016-04-08', 'd. MMM y')")
                .withRewrite(FormatFunctions::toChar);
        catalog.define(Group.STRING, "number_to_char(number, format)")
                .says("A number in a format of `to_number`; what `to_char` does with numbers.")
                .example("number_to_char(454, '999')")
                .withTyping(FormatFunctions::numberToChar);
        catalog.define(Group.STRING, "binary_to_char(binary, format)")
                .says(
                        "A binary value as `base64`, `hex` or `utf-8`; what `to_char` does with"
                                + " them.")
                .example("binary_to_char(x'0102', 'hex')")
                .takes(Kind.BINARY, Kind.TEXT)
                .gives(DataTypes.StringType)
                .with2((byte[] bytes, String format) -> binaryToChar(bytes, format));
        catalog.define(Group.STRING, "sentences(text[, language[, country]])")
                .says("The sentences of a text, each an array of its words.")
                .example("sentences('Hi there! Good morning.')")
                .takes(Kind.TEXT)
                .optional(Kind.TEXT, Kind.TEXT)
                .gives(
                        DataTypes.createArrayType(
                                DataTypes.createArrayType(DataTypes.StringType, false), false))
                .total()
                .with((a, _) -> sentences(a));
    }

    private static Signature formatNumber(Arguments arguments) {
        arguments.count(2);
        var number = arguments.type(0);
        if (!Types.isNumber(number) && !(number instanceof NullType)) {
            throw arguments.unexpected(0, Kind.NUMBER.describe());
        }
        var type = arguments.as(0, Kind.NUMBER);
        boolean places = !(arguments.type(1) instanceof StringType);
        Body body =
                (a, _) ->
                        places
                                ? formatNumber(Catalog.the(a[0]), Catalog.<Integer>the(a[1]))
                                : formatNumber(Catalog.the(a[0]), Catalog.<String>the(a[1]));
        return new Signature(
                List.of(type, arguments.as(1, places ? Kind.INT : Kind.TEXT)),
                DataTypes.StringType,
                true,
                body.strict());
    }

    private static @Nullable String formatNumber(Object number, int places) {
        if (places < 0) {
            return null;
        }
        Limits.bytes("format_number", places);
        var pattern = "#,##0" + (places > 0 ? "." + "0".repeat(places) : "");
        return formatNumber(number, pattern);
    }

    private static String formatNumber(Object number, String pattern) {
        var symbols = DecimalFormatSymbols.getInstance(Locale.US);
        try {
            var used = pattern.isEmpty() ? "0" : pattern;
            return new DecimalFormat(used, symbols).format(number);
        } catch (IllegalArgumentException e) {
            throw new TidemillException(
                    Condition.INVALID_FORMAT__UNEXPECTED_TOKEN,
                    "The format is invalid: '%s'".formatted(pattern),
                    "use a format of java.text.DecimalFormat",
                    e);
        }
    }

    private static Signature formatString(Arguments arguments) {
        arguments.countBetween(1, Integer.MAX_VALUE);
        if (arguments.constant(0).orElse("") instanceof String text && text.contains("%0$")) {
            throw QueryErrors.parameter(
                    Condition.INVALID_PARAMETER_VALUE__ZERO_INDEX,
                    arguments.function(),
                    "strfmt",
                    "%1$, %2$ and so on",
                    text);
        }
        var types = new ArrayList<DataType>(arguments.types());
        types.set(0, arguments.as(0, Kind.TEXT));
        Body body =
                (a, _) -> {
                    if (a[0] == null) {
                        return null;
                    }
                    var values = new @Nullable Object[a.length - 1];
                    System.arraycopy(a, 1, values, 0, values.length);
                    var format = Catalog.<String>the(a[0]);
                    limitWidths(format);
                    try (var formatter = new Formatter(new LimitedText(), Locale.US)) {
                        return formatter.format(format, values).toString();
                    } catch (IllegalFormatException e) {
                        throw new TidemillException(
                                Condition.INVALID_FORMAT__MISMATCH_INPUT,
                                "The format '%s' does not match its values: %s"
                                        .formatted(a[0], e.getMessage()),
                                "use a format of java.util.Formatter",
                                e);
                    }
                };
        return new Signature(types, DataTypes.StringType, arguments.get(0).nullable(), body);
    }

    /// Refuses widths and precisions that no text can have.
    private static void limitWidths(String format) {
        var widths = WIDTH.matcher(format);
        while (widths.find()) {
            var digits = widths.group(1);
            if (digits.length() > 7) {
                Limits.bytes(
                        "format_string",
                        new BigDecimal(digits).min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue());
            }
        }
    }

    /// Takes the text that a formatter writes, as long as it is not too long.
    private static final class LimitedText implements Appendable {
        private final StringBuilder text = new StringBuilder();

        @Override
        public Appendable append(@Nullable CharSequence part) {
            text.append(part);
            Limits.bytes("format_string", text.length());
            return this;
        }

        @Override
        public Appendable append(@Nullable CharSequence part, int start, int end) {
            text.append(part, start, end);
            Limits.bytes("format_string", text.length());
            return this;
        }

        @Override
        public Appendable append(char c) {
            text.append(c);
            Limits.bytes("format_string", text.length());
            return this;
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }

    private static Signature toNumber(Arguments arguments, boolean lenient) {
        arguments.count(2);
        var types = arguments.as(Kind.TEXT, Kind.TEXT);
        var format = arguments.requireConstant(1, "format", DataTypes.StringType);
        if (format == null) {
            return new Signature(types, DataTypes.createDecimalType(), true, (_, _) -> null);
        }
        var numbers = NumberFormat.of((String) format);
        Body body = (a, _) -> numbers.parse(Catalog.the(a[0]));
        return new Signature(
                types,
                numbers.type(),
                lenient || arguments.nullable(),
                lenient ? body.strict().lenient() : body.strict());
    }

    private static Expression toChar(Arguments arguments, Position position) {
        arguments.count(2);
        var name =
                switch (arguments.type(0)) {
                    case BinaryType _ -> "binary_to_char";
                    case DataType type when Types.isTime(type) -> "date_format";
                    default -> "number_to_char";
                };
        return Functions.get(name).call(arguments.expressions(), position);
    }

    private static Signature numberToChar(Arguments arguments) {
        arguments.count(2);
        var types = arguments.as(Kind.DECIMAL, Kind.TEXT);
        var format = arguments.requireConstant(1, "format", DataTypes.StringType);
        if (format == null) {
            return new Signature(types, DataTypes.StringType, true, (_, _) -> null);
        }
        var numbers = NumberFormat.of((String) format);
        Body body = (a, _) -> numbers.format(Catalog.<BigDecimal>the(a[0]));
        return new Signature(types, DataTypes.StringType, arguments.nullable(), body.strict());
    }

    private static String binaryToChar(byte[] bytes, String format) {
        return switch (format.toLowerCase(Locale.ROOT)) {
            case "base64" -> Base64.getEncoder().encodeToString(bytes);
            case "hex" -> HexFormat.of().withUpperCase().formatHex(bytes);
            case "utf-8" -> new String(bytes, StandardCharsets.UTF_8);
            default ->
                    throw QueryErrors.parameter(
                            Condition.INVALID_PARAMETER_VALUE__BINARY_FORMAT,
                            "to_char",
                            "format",
                            "one of 'base64', 'hex', 'utf-8'",
                            format);
        };
    }

    private static List<List<String>> sentences(@Nullable Object[] a) {
        var language = a.length > 1 ? Catalog.<String>the(a[1]) : "en";
        var country = a.length > 2 ? Catalog.<String>the(a[2]) : a.length > 1 ? "" : "US";
        var locale = Locale.of(language, country);
        var text = Catalog.<String>the(a[0]);
        var sentences = new ArrayList<List<String>>();
        for (var sentence : pieces(BreakIterator.getSentenceInstance(locale), text)) {
            sentences.add(
                    pieces(BreakIterator.getWordInstance(locale), sentence).stream()
                            .filter(word -> Character.isLetterOrDigit(word.codePointAt(0)))
                            .toList());
        }
        return sentences;
    }

    private static List<String> pieces(BreakIterator breaks, String text) {
        breaks.setText(text);
        var pieces = new ArrayList<String>();
        int start = breaks.first();
        for (int end = breaks.next(); end != BreakIterator.DONE; end = breaks.next()) {
            pieces.add(text.substring(start, end));
            start = end;
        }
        return pieces;
    }
}
