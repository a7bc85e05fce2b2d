package io.tidemill.expression.function;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.QueryErrors;
import io.tidemill.sql.types.DataTypes;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Functions that turn text into bytes and back: base64, hexadecimal, character sets, URL encoding.
final class EncodingFunctions {
    private static final List<String> CHARSETS =
            List.of("US-ASCII", "ISO-8859-1", "UTF-8", "UTF-16BE", "UTF-16LE", "UTF-16", "UTF-32");

    private EncodingFunctions() {}

    static void define(Catalog catalog) {
        base64(catalog);
        hexadecimal(catalog);
        charsets(catalog);
        utf8(catalog);
        urls(catalog);
        binaries(catalog);
    }

    private static void base64(Catalog catalog) {
        catalog.define(Group.STRING, "base64(binary)")
                .says("In base 64.")
                .example("base64('Spark SQL')")
                .takes(Kind.BINARY)
                .gives(DataTypes.StringType)
                .total()
                .with1((byte[] bytes) -> Base64.getMimeEncoder().encodeToString(bytes));
        catalog.define(Group.STRING, "unbase64(text)")
                .says("The bytes that are written in base 64.")
                .example("string(unbase64('U3BhcmsgU1FM'))")
                .takes(Kind.TEXT)
                .gives(DataTypes.BinaryType)
                .with1((String text) -> unbase64(text, "unbase64"));
    }

    private static byte[] unbase64(String text, String function) {
        try {
            return Base64.getMimeDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw conversion(text, "BASE64", function, e);
        }
    }

    private static TidemillException conversion(
            String text, String format, String function, @Nullable Exception cause) {
        return new TidemillException(
                Condition.CONVERSION_INVALID_INPUT,
                "The value '%s' cannot be converted to \"BINARY\" because it is malformed: it is not %s"
                        .formatted(text, format),
                "correct the value"
                        + (function.equals("to_binary") ? ", or use `try_to_binary`" : ""),
                cause);
    }

    private static void hexadecimal(Catalog catalog) {
        catalog.define(Group.STRING, "hex(value)")
                .says("A whole number, a text or a binary value in hexadecimal digits.")
                .example("hex(17)", "hex('Spark')")
                .takes(Kind.oneOf(Kind.LONG, Kind.BINARY, Kind.TEXT))
                .gives(DataTypes.StringType)
                .total()
                .with1((Object value) ->
                        value instanceof Long number
                                ? Long.toHexString(number).toUpperCase(Locale.ROOT)
                                : HexFormat.of()
                                        .withUpperCase()
                                        .formatHex(TextFunctions.bytes(value)));
        catalog.define(Group.STRING, "unhex(text)")
                .says("The bytes that are written in hexadecimal digits; NULL if they are not.")
                .example("string(unhex('537061726B'))")
                .takes(Kind.TEXT)
                .gives(DataTypes.BinaryType)
                .maybeNull()
                .total()
                .with1((String text) -> unhex(text).orElse(null));
    }

    private static Optional<byte[]> unhex(String text) {
        if (!text.chars().allMatch(c -> c < 0x80 && HexFormat.isHexDigit(c))) {
            return Optional.empty();
        }
        return Optional.of(HexFormat.of().parseHex(text.length() % 2 == 1 ? "0" + text : text));
    }

    private static void charsets(Catalog catalog) {
        catalog.define(Group.STRING, "encode(text, charset)")
                .says(
                        "The bytes of a text in US-ASCII, ISO-8859-1, UTF-8, UTF-16, UTF-16BE,"
                                + " UTF-16LE or UTF-32.")
                .example("hex(encode('ü', 'UTF-8'))")
                .takes(Kind.TEXT, Kind.TEXT)
                .gives(DataTypes.BinaryType)
                .with2((String text, String charset) -> encode(text, charset));
        catalog.define(Group.STRING, "decode(binary, charset)")
                .says(
                        "The text of bytes in a character set. With more arguments, `decode(value,"
                                + " search, result, ...[, otherwise])` is the result of the first"
                                + " search that equals the value.")
                .example("decode(x'C3BC', 'UTF-8')", "decode(2, 1, 'a', 2, 'b', 'c')")
                .withRewrite(Decode::rewrite);
        catalog.define(Group.STRING, "decode_bytes(binary, charset)")
                .says(
                        "The text of bytes in a character set; what `decode` does with two"
                                + " arguments.")
                .example("decode_bytes(x'C3BC', 'UTF-8')")
                .takes(Kind.BINARY, Kind.TEXT)
                .gives(DataTypes.StringType)
                .with2((byte[] bytes, String charset) -> decode(bytes, charset));
    }

    private static Charset charset(String name, String function) {
        var upper = name.toUpperCase(Locale.ROOT);
        if (!CHARSETS.contains(upper)) {
            throw QueryErrors.parameter(
                    Condition.INVALID_PARAMETER_VALUE__CHARSET,
                    function,
                    "charset",
                    "one of " + String.join(", ", CHARSETS),
                    name);
        }
        return Charset.forName(upper);
    }

    private static byte[] encode(String text, String name) {
        var charset = charset(name, "encode");
        try {
            var bytes =
                    charset.newEncoder()
                            .onUnmappableCharacter(CodingErrorAction.REPORT)
                            .encode(CharBuffer.wrap(text));
            var copy = new byte[bytes.remaining()];
            bytes.get(copy);
            return copy;
        } catch (CharacterCodingException e) {
            throw malformed("encode", name, e);
        }
    }

    private static String decode(byte[] bytes, String name) {
        var charset = charset(name, "decode");
        try {
            return charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed("decode", name, e);
        }
    }

    private static TidemillException malformed(String function, String charset, Exception cause) {
        return new TidemillException(
                Condition.MALFORMED_CHARACTER_CODING,
                "Invalid value found when performing `%s` with %s".formatted(function, charset),
                "use a character set that has all the characters",
                cause);
    }

    private static void utf8(Catalog catalog) {
        // A text came from UTF-8: what was not valid in it has already become U+FFFD.
        catalog.define(Group.STRING, "is_valid_utf8(text)")
                .says("Whether a text, or a binary value, is valid UTF-8.")
                .example("is_valid_utf8(x'FF')")
                .takes(Kind.TEXT_OR_BINARY)
                .gives(DataTypes.BooleanType)
                .total()
                .with1((Object value) -> isValid(value));
        catalog.define(Group.STRING, "make_valid_utf8(text)")
                .says("A text with what is not valid UTF-8 replaced by U+FFFD.")
                .example("make_valid_utf8(x'61FF')")
                .takes(Kind.TEXT_OR_BINARY)
                .gives(DataTypes.StringType)
                .total()
                .with1((Object value) -> text(value));
        catalog.define(Group.STRING, "validate_utf8(text)")
                .says("The text; an error if it is not valid UTF-8.")
                .example("validate_utf8('Spark')")
                .takes(Kind.TEXT_OR_BINARY)
                .gives(DataTypes.StringType)
                .with1((Object value) -> {
                    if (!isValid(value)) {
                        throw new TidemillException(
                                Condition.INVALID_UTF8_STRING,
                                "Invalid UTF8 byte sequence found in string",
                                "use `try_validate_utf8` to get NULL instead");
                    }
                    return text(value);
                });
        catalog.define(Group.STRING, "try_validate_utf8(text)")
                .says("The text; NULL if it is not valid UTF-8.")
                .example("try_validate_utf8(x'FF')")
                .takes(Kind.TEXT_OR_BINARY)
                .gives(DataTypes.StringType)
                .maybeNull()
                .total()
                .with1((Object value) -> isValid(value) ? text(value) : null);
    }

    private static String text(Object value) {
        return value instanceof byte[] bytes
                ? new String(bytes, StandardCharsets.UTF_8)
                : (String) value;
    }

    private static boolean isValid(Object value) {
        if (value instanceof String) {
            return true;
        }
        try {
            var _ = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap((byte[]) value));
            return true;
        } catch (CharacterCodingException _) {
            return false;
        }
    }

    private static void urls(Catalog catalog) {
        catalog.define(Group.STRING, "url_encode(text)")
                .says("Encoded for a URL's query: `application/x-www-form-urlencoded`.")
                .example("url_encode('a b&c')")
                .takes(Kind.TEXT)
                .gives(DataTypes.StringType)
                .total()
                .with1((String text) -> URLEncoder.encode(text, StandardCharsets.UTF_8));
        catalog.define(Group.STRING, "url_decode(text)")
                .says("What a text encoded for a URL's query means.")
                .example("url_decode('a+b%26c')")
                .takes(Kind.TEXT)
                .gives(DataTypes.StringType)
                .with1((String text) -> urlDecode(text));
        catalog.define(Group.STRING, "try_url_decode(text)")
                .says("As `url_decode`, but NULL for what is not encoded.")
                .example("try_url_decode('%zz')")
                .takes(Kind.TEXT)
                .gives(DataTypes.StringType)
                .maybeNull()
                .total()
                .with(((Body) (a, _) -> urlDecode(Catalog.the(a[0]))).lenient());
        catalog.define(Group.STRING, "parse_url(url, part[, key])")
                .says(
                        "A part of a URL: HOST, PATH, QUERY, REF, PROTOCOL, FILE, AUTHORITY or"
                                + " USERINFO; the value of a key of its QUERY.")
                .example("parse_url('https://spark.apache.org/path?query=1', 'HOST')")
                .takes(Kind.TEXT, Kind.TEXT)
                .optional(Kind.TEXT)
                .gives(DataTypes.StringType)
                .maybeNull()
                .with(Urls::part);
        catalog.define(Group.STRING, "try_parse_url(url, part[, key])")
                .says("As `parse_url`, but NULL for what is not a URL.")
                .example("try_parse_url('inva lid://x', 'HOST')")
                .takes(Kind.TEXT, Kind.TEXT)
                .optional(Kind.TEXT)
                .gives(DataTypes.StringType)
                .maybeNull()
                .total()
                .with(((Body) Urls::part).lenient());
    }

    private static String urlDecode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new TidemillException(
                    Condition.CANNOT_DECODE_URL,
                    "The provided URL cannot be decoded: " + text,
                    "use `try_url_decode` to get NULL instead",
                    e);
        }
    }

    private static void binaries(Catalog catalog) {
        catalog.define(Group.STRING, "to_binary(text[, format])")
                .says("The bytes of a text in a format: `hex` if not given, `base64`, `utf-8`.")
                .example("hex(to_binary('abc', 'utf-8'))")
                .withTyping(arguments -> toBinary(arguments, false));
        catalog.define(Group.STRING, "try_to_binary(text[, format])")
                .says("As `to_binary`, but NULL for what is not in the format.")
                .example("try_to_binary('zz', 'hex')")
                .withTyping(arguments -> toBinary(arguments, true));
    }

    private static Signature toBinary(Arguments arguments, boolean lenient) {
        arguments.countBetween(1, 2);
        var types =
                arguments.size() == 1
                        ? arguments.as(Kind.TEXT)
                        : arguments.as(Kind.TEXT, Kind.TEXT);
        var format =
                arguments.size() == 1
                        ? "hex"
                        : arguments.requireConstant(1, "fmt", DataTypes.StringType);
        var name = format == null ? "" : ((String) format).toLowerCase(Locale.ROOT);
        boolean known = List.of("hex", "base64", "utf-8", "utf8").contains(name);
        if (!known && format != null && !lenient) {
            throw arguments.mismatch(
                    Condition.DATATYPE_MISMATCH__INVALID_ARG_VALUE,
                    "The `fmt` value must be one of 'hex', 'base64', 'utf-8', 'utf8', but got '%s'"
                            .formatted(format));
        }
        Body body =
                (a, _) -> {
                    var text = Catalog.<String>the(a[0]);
                    return switch (name) {
                        case "hex" ->
                                unhex(text)
                                        .orElseThrow(
                                                () -> conversion(text, "HEX", "to_binary", null));
                        case "base64" -> strictBase64(text);
                        case "utf-8", "utf8" -> text.getBytes(StandardCharsets.UTF_8);
                        default -> null;
                    };
                };
        return new Signature(
                types,
                DataTypes.BinaryType,
                lenient || arguments.nullable(),
                lenient ? body.strict().lenient() : body.strict());
    }

    private static byte[] strictBase64(String text) {
        try {
            return Base64.getDecoder().decode(text.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw conversion(text, "BASE64", "to_binary", e);
        }
    }
}
