package io.tidemill.expression.function;

/// Text by code points, as SQL counts its characters.
final class Chars {
    private Chars() {}

    static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /// The characters from `from` up to but not including `to`, both counting from 0 and cut to
    /// what there is.
    static String slice(String text, long from, long to) {
        int length = length(text);
        int start = Math.clamp(from, 0, length);
        int end = Math.clamp(to, start, length);
        int first = text.offsetByCodePoints(0, start);
        return text.substring(first, text.offsetByCodePoints(first, end - start));
    }

    /// SQL's `substring`: `position` counts from 1, or from the end when negative; a start in front
    /// of the text uses up some of the length.
    static String substring(String text, int position, int length) {
        long start = start(position, length(text));
        return slice(text, Math.max(start, 0), Math.max(start + length, 0));
    }

    /// Where SQL's `substring` begins, counting from 0.
    static long start(int position, int length) {
        return position > 0 ? position - 1L : position < 0 ? (long) length + position : 0;
    }

    /// Where `part` begins at or behind character `from`, counting from 0; -1 if nowhere.
    static int indexOf(String text, String part, int from) {
        if (from > length(text)) {
            return -1;
        }
        int at = text.indexOf(part, text.offsetByCodePoints(0, from));
        return at < 0 ? -1 : text.codePointCount(0, at);
    }
}
