package io.tidemill.parse;

/// The escapes of a string literal, as Spark reads them.
///
/// `\n`, `\t`, `\r`, `\b`, `\0`, `\Z` (char 26), `\\` and quotes; three octal digits; four
/// hexadecimal digits behind a small u, eight behind a capital U; `\%` and `\_` stay whole, for
/// LIKE. Before any other character the backslash goes.
final class Escapes {
    private Escapes() {}

    /// Appends what stands at `at`, just behind a backslash; answers where reading goes on.
    static int append(StringBuilder value, String text, int at) {
        char c = text.charAt(at);
        if (c == 'u' && isHex(text, at + 1, 4)) {
            value.append((char) Integer.parseInt(text, at + 1, at + 5, 16));
            return at + 5;
        }
        if (c == 'U' && isHex(text, at + 1, 8)) {
            long point = Long.parseLong(text, at + 1, at + 9, 16);
            if (Character.isValidCodePoint((int) point) && point <= Character.MAX_CODE_POINT) {
                value.appendCodePoint((int) point);
                return at + 9;
            }
        }
        if (isOctal(text, at)) {
            value.append((char) Integer.parseInt(text, at, at + 3, 8));
            return at + 3;
        }
        switch (c) {
            case '0' -> value.append('\0');
            case 'b' -> value.append('\b');
            case 'n' -> value.append('\n');
            case 'r' -> value.append('\r');
            case 't' -> value.append('\t');
            case 'Z' -> value.append((char) 26);
            case '%' -> value.append("\\%");
            case '_' -> value.append("\\_");
            default -> value.append(c);
        }
        return at + 1;
    }

    private static boolean isHex(String text, int from, int count) {
        if (from + count > text.length()) {
            return false;
        }
        for (int i = from; i < from + count; i++) {
            if (Character.digit(text.charAt(i), 16) < 0 || text.charAt(i) > 'f') {
                return false;
            }
        }
        return true;
    }

    private static boolean isOctal(String text, int from) {
        if (from + 3 > text.length() || "01".indexOf(text.charAt(from)) < 0) {
            return false;
        }
        return isDigit8(text.charAt(from + 1)) && isDigit8(text.charAt(from + 2));
    }

    private static boolean isDigit8(char c) {
        return c >= '0' && c <= '7';
    }
}
