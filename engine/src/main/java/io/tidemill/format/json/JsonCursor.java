package io.tidemill.format.json;

import static io.tidemill.format.Utf8.LONGS;

import io.tidemill.format.Utf8;

/// A position in JSON text and the steps from token to token: every form of RFC 8259 and what
/// Spark's options allow besides.
///
/// The text is `[position, end)` of [#bytes], behind which there are bytes that may be read.
/// Strings with escapes are written, unescaped, to the arena behind the text. Depth is at most
/// [#DEEPEST]; nothing here recurses.
final class JsonCursor {
    /// How deep values may be nested; Jackson's bound, and so Spark's.
    static final int DEEPEST = 1000;

    private final JsonOptions options;
    private final long[] objects = new long[DEEPEST / 64 + 1];

    byte[] bytes = {};

    /// Where the record begins, for messages.
    int origin;

    int position;
    int end;

    /// Whether a line feed or carriage return ends the text, wherever [#end] is.
    boolean oneLine;

    /// Where the next unescaped string goes.
    int arena;

    /// Where the last string or number stands in [#bytes].
    int start;

    int stop;

    /// Whether the last number is without point and exponent.
    boolean whole;

    /// Whether the last number is NaN or infinite.
    boolean special;

    /// The first field that could not be read as its column says; empty when all could.
    String mismatch = "";

    /// How deep typed values are nested around the position.
    int depth;

    JsonCursor(JsonOptions options) {
        this.options = options;
    }

    /// The next byte that is no space, without passing it; -1 at the end.
    int peek() {
        while (position < end) {
            byte b = bytes[position];
            if (b > ' ' || b < 0) {
                if (b == '/' && options.allowComments()) {
                    comment();
                    continue;
                }
                return b & 0xFF;
            }
            if (b != ' ' && b != '\t' && (oneLine || b != '\n' && b != '\r')) {
                throw error("a control character");
            }
            position++;
        }
        return -1;
    }

    private void comment() {
        int second = position + 1 < end ? bytes[position + 1] : -1;
        if (second == '/') {
            while (position < end && bytes[position] != '\n' && bytes[position] != '\r') {
                position++;
            }
        } else if (second == '*') {
            position += 2;
            while (position < end && !(bytes[position] == '*' && bytes[position + 1] == '/')) {
                position++;
            }
            if (position >= end) {
                throw error("a comment without end");
            }
            position += 2;
        } else {
            throw error("'/'");
        }
    }

    /// Passes the byte that [#peek] gave.
    void take() {
        position++;
    }

    /// Passes this byte, after spaces.
    void expect(char wanted) {
        if (peek() != wanted) {
            throw error(
                    "'%c' expected, %s found"
                            .formatted(wanted, position < end ? "something else" : "the end"));
        }
        position++;
    }

    /// Reads the name of a field and the colon behind it; [#start] to [#stop].
    void name() {
        int b = peek();
        if (isQuote(b)) {
            position++;
            string((byte) b);
        } else if (options.allowUnquotedFieldNames() && isNamePart(b)) {
            start = position;
            while (position < end && isNamePart(bytes[position])) {
                position++;
            }
            stop = position;
        } else {
            throw error("the name of a field expected");
        }
        expect(':');
    }

    private static boolean isNamePart(int b) {
        return b >= 'a' && b <= 'z'
                || b >= 'A' && b <= 'Z'
                || b >= '0' && b <= '9'
                || b == '_'
                || b == '$'
                || b == '-'
                || b == '@'
                || b == '#'
                || b == '*'
                || b == '+'
                || b < -1
                || b > 127;
    }

    boolean isQuote(int b) {
        return b == '"' || b == '\'' && options.allowSingleQuotes();
    }

    /// Reads a string whose opening quote has been passed, to [#start] and [#stop].
    void string(byte quote) {
        int from = position;
        boolean ascii = true;
        while (true) {
            int at = quote == '"' ? plain(bytes, position) : position;
            byte b = at < end ? bytes[at] : 0;
            if (at >= end) {
                position = end;
                throw error("a string without end");
            }
            position = at + 1;
            if (b == quote) {
                if (!ascii && !Utf8.isValid(bytes, from, at)) {
                    throw error("a string that is not UTF-8");
                }
                start = from;
                stop = at;
                return;
            }
            if (b == '\\') {
                position = at;
                unescape(from, quote);
                return;
            }
            if (b >= 0 && b < ' ' && !options.allowUnquotedControlChars()) {
                position = at;
                throw error("a control character in a string");
            }
            ascii &= b >= 0;
        }
    }

    /// The first byte from `from` on that is a quote, a backslash, a control character or not
    /// ASCII. Two words at a time: most strings need one step, and so a branch that the processor
    /// guesses right.
    static int plain(byte[] bytes, int from) {
        int at = from;
        while (true) {
            long one = special((long) LONGS.get(bytes, at));
            long two = special((long) LONGS.get(bytes, at + 8));
            if ((one | two) != 0) {
                int first = Long.numberOfTrailingZeros(one) >>> 3; // 8 when there is none
                int second = Long.numberOfTrailingZeros(two) >>> 3;
                return at + first + (second & -(first >>> 3));
            }
            at += 16;
        }
    }

    /// The high bit of each byte that ends the plain part of a string; exact up to the first one.
    ///
    /// Exclusive or with 2 puts the quote below 33, where the control characters stay, and
    /// everything else at 33 or above: one subtraction finds both.
    private static long special(long word) {
        return ((word ^ 0x0202020202020202L) - 0x2121212121212121L
                        | (word ^ 0x5C5C5C5C5C5C5C5CL) - 0x0101010101010101L
                        | word)
                & Utf8.HIGHS;
    }

    /// Copies a string from `from` on to the arena, escapes resolved; the position is at the first.
    private void unescape(int from, byte quote) {
        int out = arena;
        System.arraycopy(bytes, from, bytes, out, position - from);
        out += position - from;
        while (true) {
            if (position >= end) {
                throw error("a string without end");
            }
            byte b = bytes[position++];
            if (b == quote) {
                break;
            }
            if (b == '\\') {
                out = escape(out);
            } else if (b >= 0 && b < ' ' && !options.allowUnquotedControlChars()) {
                position--;
                throw error("a control character in a string");
            } else {
                bytes[out++] = b;
            }
        }
        if (!Utf8.isValid(bytes, arena, out)) {
            throw error("a string that is not UTF-8");
        }
        start = arena;
        stop = out;
        arena = out;
    }

    private int escape(int out) {
        int b = position < end ? bytes[position++] : -1;
        int plain =
                switch (b) {
                    case '"', '\\', '/' -> b;
                    case 'b' -> '\b';
                    case 'f' -> '\f';
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    case 't' -> '\t';
                    case 'u' -> codePoint();
                    case '\'' -> options.allowSingleQuotes() ? b : other(b);
                    default -> other(b);
                };
        return Utf8.encode(plain, bytes, out);
    }

    private int other(int b) {
        if (options.allowBackslashEscapingAnyCharacter() && b >= 0) {
            return b;
        }
        position--;
        throw error("a backslash before a character that takes none");
    }

    /// The character behind `\\u`, with its second half; half a pair alone becomes `?`, as in
    /// Spark.
    private int codePoint() {
        int first = hex();
        if (!Character.isSurrogate((char) first)) {
            return first;
        }
        boolean another =
                Character.isHighSurrogate((char) first)
                        && position + 6 <= end
                        && bytes[position] == '\\'
                        && bytes[position + 1] == 'u';
        if (another) {
            int before = position;
            position += 2;
            int second = hex();
            if (Character.isLowSurrogate((char) second)) {
                return Character.toCodePoint((char) first, (char) second);
            }
            position = before;
        }
        return '?';
    }

    private int hex() {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = position < end ? Character.digit(bytes[position], 16) : -1;
            if (digit < 0) {
                throw error("four hexadecimal digits expected");
            }
            position++;
            value = value * 16 + digit;
        }
        return value;
    }

    /// Passes a word such as `null`.
    void word(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (position + i >= end || bytes[position + i] != word.charAt(i)) {
                throw error("a value expected");
            }
        }
        position += word.length();
        if (position < end && isNamePart(bytes[position])) {
            throw error("a value expected");
        }
    }

    /// Reads a number to [#start], [#stop], [#whole] and [#special].
    void number() {
        start = position;
        whole = true;
        special = false;
        int b = position < end ? bytes[position] : 0;
        if (b == '-' || b == '+') {
            position++;
        }
        int first = position;
        int digits = digits();
        if (digits == 0 || b == '+') {
            position = first;
            nonNumeric();
            return;
        }
        if (digits > 1 && bytes[first] == '0') {
            if (!options.allowNumericLeadingZeros()) {
                position = first;
                throw error("a number with leading zeros");
            }
            while (bytes[first] == '0' && first < position - 1) {
                first++;
            }
        }
        if (position < end && bytes[position] == '.') {
            position++;
            whole = false;
            requireDigits();
        }
        if (position < end && (bytes[position] | 0x20) == 'e') {
            position++;
            whole = false;
            if (position < end && (bytes[position] == '+' || bytes[position] == '-')) {
                position++;
            }
            requireDigits();
        }
        if (position < end && isNamePart(bytes[position])) {
            throw error("a number goes over into something else");
        }
        stop = position;
    }

    private void nonNumeric() {
        if (!options.allowNonNumericNumbers() || position >= end) {
            throw error("a value expected");
        }
        boolean signed = position > start;
        switch (bytes[position]) {
            case 'N' -> word(signed ? "" : "NaN");
            case 'I' -> word(position + 3 < end && bytes[position + 3] == 'i' ? "Infinity" : "INF");
            default -> throw error("a value expected");
        }
        if (position == start + (signed ? 1 : 0)) {
            throw error("a value expected");
        }
        stop = position;
        whole = false;
        special = true;
    }

    private void requireDigits() {
        if (digits() == 0) {
            throw error("a digit expected");
        }
    }

    private int digits() {
        int from = position;
        while (position < end && bytes[position] >= '0' && bytes[position] <= '9') {
            position++;
        }
        return position - from;
    }

    /// Passes a whole value, checking that it is one.
    void skip() {
        int base = depth;
        int inner = 0;
        int mark = arena;
        while (true) {
            int b = peek();
            arena = mark;
            if (b == '{' || b == '[') {
                position++;
                if (base + inner >= DEEPEST) {
                    throw error("values nested deeper than " + DEEPEST);
                }
                setObject(inner++, b == '{');
                if (peek() == (b == '{' ? '}' : ']')) {
                    position++;
                    inner--;
                } else {
                    if (b == '{') {
                        name();
                    }
                    continue;
                }
            } else {
                scalar(b);
            }
            while (inner > 0 && !separated(isObject(inner - 1))) {
                inner--;
            }
            if (inner == 0) {
                arena = mark;
                return;
            }
        }
    }

    /// Behind a value inside an object or array: true when another follows, and the position is at
    /// it; false when that was the last, and the end is passed.
    boolean separated(boolean object) {
        int b = peek();
        if (b == ',') {
            position++;
            if (object) {
                name();
            }
            return true;
        }
        if (b != (object ? '}' : ']')) {
            throw error(object ? "',' or '}' expected" : "',' or ']' expected");
        }
        position++;
        return false;
    }

    private void scalar(int b) {
        if (isQuote(b)) {
            position++;
            string((byte) b);
            return;
        }
        switch (b) {
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number();
        }
    }

    private void setObject(int level, boolean object) {
        long bit = 1L << level;
        objects[level >> 6] = object ? objects[level >> 6] | bit : objects[level >> 6] & ~bit;
    }

    private boolean isObject(int level) {
        return (objects[level >> 6] >>> level & 1) != 0;
    }

    /// Notes that a field cannot be read as its column says.
    void mismatch(String path, String wanted) {
        if (mismatch.isEmpty()) {
            mismatch = "%s is no %s".formatted(path, wanted);
        }
    }

    JsonSyntaxException error(String what) {
        return new JsonSyntaxException("no JSON at byte %d: %s".formatted(position - origin, what));
    }
}
