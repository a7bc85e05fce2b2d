package io.tidemill.parse;

import io.tidemill.data.Condition;
import io.tidemill.parse.Source.Place;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.DecimalType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.calcite.sql.SqlNode;

/// The values of literals, by Spark's rules.
///
/// `1` is an INT, a BIGINT or a decimal, by its size; `1.5` a decimal; `1e3` a DOUBLE; a suffix
/// sets the type: `L`, `S`, `Y`, `D`, `F`, `BD`. A value outside of its type is refused where it
/// stands. The grammar reads a minus sign apart, so the magnitude of the least value of a type
/// comes here as one more than the greatest: the reader of the words calls with `negative` when a
/// sign belongs to it.
final class Literals {
    private Literals() {}

    /// The expression of a number.
    static SqlNode number(Source source, Lexeme lexeme, boolean negative) {
        var place = new Place(source, lexeme.start(), lexeme.end());
        var text = lexeme.text().toUpperCase(Locale.ROOT);
        var sign = negative ? "-" : "";
        var position = source.position(lexeme.start(), lexeme.end());
        try {
            if (text.endsWith("BD")) {
                return decimal(place, new BigDecimal(sign + cut(text, 2)));
            }
            boolean exact = isDigits(text);
            char last = text.charAt(text.length() - 1);
            return switch (last) {
                case 'L' -> whole(place, sign + cut(text, 1), Long.MIN_VALUE, Long.MAX_VALUE, last);
                case 'S' ->
                        whole(place, sign + cut(text, 1), Short.MIN_VALUE, Short.MAX_VALUE, last);
                case 'Y' -> whole(place, sign + cut(text, 1), Byte.MIN_VALUE, Byte.MAX_VALUE, last);
                case 'F' -> {
                    float value = Float.parseFloat(sign + cut(text, 1));
                    requireFinite(place, Float.isFinite(value), "FLOAT");
                    yield LiteralValue.node(value, DataTypes.FloatType, position);
                }
                case 'D' -> {
                    double value = Double.parseDouble(sign + cut(text, 1));
                    requireFinite(place, Double.isFinite(value), "DOUBLE");
                    yield LiteralValue.node(value, DataTypes.DoubleType, position);
                }
                default -> {
                    if (exact) {
                        yield integer(place, new BigInteger(sign + text));
                    }
                    if (text.indexOf('E') >= 0) {
                        double value = Double.parseDouble(sign + text);
                        requireFinite(place, Double.isFinite(value), "DOUBLE");
                        yield LiteralValue.node(value, DataTypes.DoubleType, position);
                    }
                    yield decimal(place, new BigDecimal(sign + text));
                }
            };
        } catch (NumberFormatException notANumber) {
            throw SqlException.syntax(
                    source,
                    lexeme.start(),
                    lexeme.end(),
                    "'" + lexeme.text() + "' is not a number",
                    "end it with L, S, Y, D, F or BD, or put the name in backticks");
        }
    }

    private static String cut(String text, int chars) {
        return text.substring(0, text.length() - chars);
    }

    static boolean isDigits(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static SqlNode whole(Place place, String digits, long least, long greatest, char kind) {
        var value = new BigInteger(digits);
        if (value.compareTo(BigInteger.valueOf(least)) < 0
                || value.compareTo(BigInteger.valueOf(greatest)) > 0) {
            throw outOfRange(
                    place,
                    kind == 'L' ? "BIGINT" : kind == 'S' ? "SMALLINT" : "TINYINT",
                    least + " to " + greatest);
        }
        var position = place.source().position(place.start(), place.end());
        return switch (kind) {
            case 'L' -> LiteralValue.node(value.longValueExact(), DataTypes.LongType, position);
            case 'S' -> LiteralValue.node(value.shortValueExact(), DataTypes.ShortType, position);
            default -> LiteralValue.node(value.byteValueExact(), DataTypes.ByteType, position);
        };
    }

    private static SqlNode integer(Place place, BigInteger value) {
        var position = place.source().position(place.start(), place.end());
        if (value.bitLength() < Integer.SIZE) {
            return LiteralValue.node(value.intValueExact(), DataTypes.IntegerType, position);
        }
        if (value.bitLength() < Long.SIZE) {
            return LiteralValue.node(value.longValueExact(), DataTypes.LongType, position);
        }
        return decimal(place, new BigDecimal(value));
    }

    private static SqlNode decimal(Place place, BigDecimal given) {
        var value = given.scale() < 0 ? given.setScale(0) : given;
        int precision = Math.max(value.precision(), value.scale());
        if (precision > DecimalType.MAX_PRECISION) {
            throw outOfRange(place, "DECIMAL", "up to 38 digits");
        }
        return LiteralValue.node(
                value,
                new DecimalType(precision, value.scale()),
                place.source().position(place.start(), place.end()));
    }

    private static void requireFinite(Place place, boolean finite, String type) {
        if (!finite) {
            throw outOfRange(place, type, "finite numbers");
        }
    }

    private static SqlException outOfRange(Place place, String type, String range) {
        return SqlException.at(
                type.equals("DECIMAL")
                        ? Condition.DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION
                        : Condition.INVALID_NUMERIC_LITERAL_RANGE,
                place,
                "the number %s does not fit %s (%s)".formatted(place.fragment(), type, range),
                "write a smaller number or a wider type");
    }

    /// The expression of a string.
    static SqlNode string(Source source, String value, int start, int end) {
        return LiteralValue.node(value, DataTypes.StringType, source.position(start, end));
    }

    /// The expression of `X'1F'`; an odd digit in front stands for itself, as in Spark.
    static SqlNode binary(Source source, Lexeme lexeme) {
        var digits = lexeme.text().length() % 2 == 0 ? lexeme.text() : "0" + lexeme.text();
        try {
            return LiteralValue.node(
                    HexFormat.of().parseHex(digits),
                    DataTypes.BinaryType,
                    source.position(lexeme.start(), lexeme.end()));
        } catch (IllegalArgumentException notHex) {
            throw SqlException.at(
                    Condition.INVALID_TYPED_LITERAL,
                    new Place(source, lexeme.start(), lexeme.end()),
                    "X'" + lexeme.text() + "' holds what is not a hexadecimal digit",
                    "write digits 0-9 and letters A-F only");
        }
    }
}
