package io.tidemill.data;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Small JSON documents as objects: offsets, plans of epochs, progress. Not for rows: those go
/// through the readers of `io.tidemill.format`.
///
/// Objects are `Map<String, Object>` in the order written, arrays `List`, numbers `Long`,
/// `BigInteger` or `BigDecimal`, then `String`, `Boolean` and null. Follows RFC 8259.
public final class Json {
    private static final int DEEPEST = 500;

    private final String text;
    private int at;
    private int depth;

    private Json(String text) {
        this.text = text;
    }

    /// Reads one document.
    ///
    /// @throws IllegalArgumentException when the text is not JSON; the message says where
    public static @Nullable Object parse(String text) {
        var json = new Json(text);
        var value = json.value();
        json.skipSpace();
        if (json.at < text.length()) {
            throw json.error("nothing more expected");
        }
        return value;
    }

    /// Reads one document that is an object.
    ///
    /// @throws IllegalArgumentException when the text is not a JSON object
    @SuppressWarnings("unchecked")
    public static Map<String, @Nullable Object> parseObject(String text) {
        if (parse(text) instanceof Map<?, ?> map) {
            return (Map<String, @Nullable Object>) map;
        }
        throw new IllegalArgumentException("a JSON object expected, found: " + text);
    }

    /// Writes a document on one line.
    ///
    /// @throws IllegalArgumentException when there is an object of a class that JSON has no form
    ///   for
    public static String write(@Nullable Object value) {
        var out = new StringBuilder();
        write(out, value, -1);
        return out.toString();
    }

    /// Writes a document over several lines, indented by two spaces.
    public static String writePretty(@Nullable Object value) {
        var out = new StringBuilder();
        write(out, value, 0);
        return out.toString();
    }

    /// Adds `text` with its quotes and escapes.
    public static void quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < ' ') {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static void write(StringBuilder out, @Nullable Object value, int indent) {
        switch (value) {
            case null -> out.append("null");
            case String text -> quote(out, text);
            case Boolean _, Long _, Integer _, Short _, Byte _, BigInteger _, BigDecimal _ ->
                    out.append(value);
            case Double number -> out.append(finite(number) ? number : "\"" + number + "\"");
            case Map<?, ?> map -> writeMap(out, map, indent);
            case List<?> list -> writeList(out, list, indent);
            default ->
                    throw new IllegalArgumentException(
                            "JSON has no form for " + value.getClass().getName());
        }
    }

    private static boolean finite(double number) {
        return !Double.isNaN(number) && !Double.isInfinite(number);
    }

    private static void writeMap(StringBuilder out, Map<?, ?> map, int indent) {
        out.append('{');
        int inner = indent < 0 ? -1 : indent + 1;
        boolean first = true;
        for (var entry : map.entrySet()) {
            separate(out, first, inner);
            first = false;
            quote(out, (String) entry.getKey());
            out.append(indent < 0 ? ":" : " : ");
            write(out, entry.getValue(), inner);
        }
        close(out, first, indent);
        out.append('}');
    }

    private static void writeList(StringBuilder out, List<?> list, int indent) {
        out.append('[');
        int inner = indent < 0 ? -1 : indent + 1;
        boolean first = true;
        for (Object element : list) {
            separate(out, first, inner);
            first = false;
            write(out, element, inner);
        }
        close(out, first, indent);
        out.append(']');
    }

    private static void separate(StringBuilder out, boolean first, int indent) {
        if (!first) {
            out.append(',');
        }
        newLine(out, indent);
    }

    private static void close(StringBuilder out, boolean empty, int indent) {
        if (!empty) {
            newLine(out, indent);
        }
    }

    private static void newLine(StringBuilder out, int indent) {
        if (indent >= 0) {
            out.append('\n').repeat("  ", indent);
        }
    }

    private @Nullable Object value() {
        skipSpace();
        if (at >= text.length()) {
            throw error("a value expected");
        }
        char c = text.charAt(at);
        return switch (c) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, @Nullable Object> object() {
        enter();
        var map = new LinkedHashMap<String, @Nullable Object>();
        skipSpace();
        if (accept('}')) {
            return map;
        }
        do {
            skipSpace();
            if (at >= text.length() || text.charAt(at) != '"') {
                throw error("a key in quotes expected");
            }
            var key = string();
            expect(':');
            map.put(key, value());
        } while (accept(','));
        expect('}');
        depth--;
        return map;
    }

    private List<@Nullable Object> array() {
        enter();
        var list = new ArrayList<@Nullable Object>();
        skipSpace();
        if (accept(']')) {
            return list;
        }
        do {
            list.add(value());
        } while (accept(','));
        expect(']');
        depth--;
        return list;
    }

    private void enter() {
        at++;
        if (++depth > DEEPEST) {
            throw error("nested deeper than " + DEEPEST);
        }
    }

    private String string() {
        at++;
        var out = new StringBuilder();
        while (true) {
            if (at >= text.length()) {
                throw error("a closing quote expected");
            }
            char c = text.charAt(at++);
            if (c == '"') {
                return out.toString();
            }
            if (c < ' ') {
                throw error("a control character inside a string must be escaped");
            }
            out.append(c == '\\' ? escaped() : c);
        }
    }

    private char escaped() {
        if (at >= text.length()) {
            throw error("an escape expected");
        }
        char c = text.charAt(at++);
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> unicode();
            default -> throw error("'\\%c' is not an escape".formatted(c));
        };
    }

    private char unicode() {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = at < text.length() ? Character.digit(text.charAt(at++), 16) : -1;
            if (digit < 0) {
                throw error("four hexadecimal digits expected");
            }
            code = code * 16 + digit;
        }
        return (char) code;
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        if (!text.startsWith(word, at)) {
            throw error("a value expected");
        }
        at += word.length();
        return value;
    }

    private Object number() {
        int start = at;
        if (at < text.length() && text.charAt(at) == '-') {
            at++;
        }
        int digits = digits();
        if (digits == 0 || digits > 1 && text.charAt(at - digits) == '0') {
            at = start;
            throw error("a value expected");
        }
        boolean whole = true;
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            whole = false;
            requireDigits();
        }
        if (at < text.length() && (text.charAt(at) | 0x20) == 'e') {
            at++;
            whole = false;
            if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
                at++;
            }
            requireDigits();
        }
        var number = text.substring(start, at);
        if (!whole) {
            return new BigDecimal(number);
        }
        if (number.length() < 19) {
            return Long.parseLong(number);
        }
        var big = new BigInteger(number);
        return big.bitLength() < 64 ? (Object) big.longValue() : big;
    }

    private void requireDigits() {
        if (digits() == 0) {
            throw error("a digit expected");
        }
    }

    private int digits() {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at - start;
    }

    private boolean accept(char c) {
        skipSpace();
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            if (c == '}' || c == ']') {
                depth--;
            }
            return true;
        }
        return false;
    }

    private void expect(char c) {
        skipSpace();
        if (at >= text.length() || text.charAt(at) != c) {
            throw error("'%c' expected".formatted(c));
        }
        at++;
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private IllegalArgumentException error(String what) {
        int from = Math.max(0, at - 20);
        int to = Math.min(text.length(), at + 20);
        return new IllegalArgumentException(
                "JSON, character %d, near '%s': %s"
                        .formatted(at + 1, text.substring(from, to), what));
    }
}
