package io.tidemill.parse;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.calcite.sql.parser.SqlParserPos;

/// One SQL text and where its lines begin.
///
/// Calcite hands positions around as line and column; expressions of several texts meet in one
/// algebra. So the number of the source rides along in the upper bits of both: 18 bits of line, 18
/// of column, 13 and 13 of the source's number. Sources are kept as long as the JVM holds them by
/// [Sources], which forgets the oldest beyond [#REMEMBERED_MAX].
final class Source {
    /// Texts whose positions can still be told.
    static final int REMEMBERED_MAX = 1 << 16;

    private static final int BITS = 18;
    private static final int MASK = (1 << BITS) - 1;
    private static final int NUMBER_BITS = 13;
    private static final int NUMBER_MASK = (1 << NUMBER_BITS) - 1;
    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final Map<Integer, Source> REMEMBERED = new ConcurrentHashMap<>();

    private final String text;
    private final int number;
    private final int[] lineStarts;

    private Source(String text, int number) {
        this.text = text;
        this.number = number;
        this.lineStarts = lineStarts(text);
    }

    /// A source for `text`, remembered so that positions in it can be told later.
    static Source of(String text) {
        int number = NEXT.getAndIncrement() & ((1 << (2 * NUMBER_BITS)) - 1);
        var source = new Source(text, number);
        REMEMBERED.put(number, source);
        REMEMBERED.remove(number - REMEMBERED_MAX);
        return source;
    }

    String text() {
        return text;
    }

    /// The position of a piece of this text as Calcite carries it.
    SqlParserPos position(int start, int end) {
        int last = Math.max(start, end - 1);
        return new SqlParserPos(
                packedLine(start), packedColumn(start), packedLine(last), packedColumn(last));
    }

    int packedLine(int offset) {
        return Math.min(line(offset), MASK) | ((number >>> NUMBER_BITS) << BITS);
    }

    int packedColumn(int offset) {
        return Math.min(column(offset), MASK) | ((number & NUMBER_MASK) << BITS);
    }

    /// Which source a position belongs to and where it lies there; empty for made-up positions.
    static Optional<Place> place(SqlParserPos position) {
        if (position.getLineNum() <= 0 || position.getColumnNum() <= 0) {
            return Optional.empty();
        }
        int number =
                ((position.getLineNum() >>> BITS) << NUMBER_BITS)
                        | (position.getColumnNum() >>> BITS);
        var source = REMEMBERED.get(number);
        if (source == null) {
            return Optional.empty();
        }
        int start = source.offset(position.getLineNum() & MASK, position.getColumnNum() & MASK);
        int end = source.offset(position.getEndLineNum() & MASK, position.getEndColumnNum() & MASK);
        return Optional.of(new Place(source, start, Math.max(start, end + 1)));
    }

    /// @return the line of a char, from 1
    int line(int offset) {
        int found = Arrays.binarySearch(lineStarts, offset);
        return found >= 0 ? found + 1 : -found - 1;
    }

    /// @return the column of a char, from 1
    int column(int offset) {
        return offset - lineStarts[line(offset) - 1] + 1;
    }

    private int offset(int line, int column) {
        int start = lineStarts[Math.min(line, lineStarts.length) - 1];
        return Math.min(text.length(), start + column - 1);
    }

    /// The line that holds `offset`, without its end.
    String lineAt(int offset) {
        int start = lineStarts[line(offset) - 1];
        int end = text.indexOf('\n', start);
        var line = text.substring(start, end < 0 ? text.length() : end);
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    private static int[] lineStarts(String text) {
        return java.util.stream.IntStream.concat(
                        java.util.stream.IntStream.of(0),
                        java.util.stream.IntStream.range(0, text.length())
                                .filter(i -> text.charAt(i) == '\n')
                                .map(i -> i + 1))
                .toArray();
    }

    /// A piece of a source: chars from `start` to `end`, exclusive.
    record Place(Source source, int start, int end) {
        int line() {
            return source.line(start);
        }

        int column() {
            return source.column(start);
        }

        /// What is written there, on one line and cut when it is long.
        String fragment() {
            var text = source.text().substring(start, Math.min(end, source.text().length()));
            var flat = text.replaceAll("\\s+", " ");
            return flat.length() <= 80 ? flat : flat.substring(0, 77) + "...";
        }

        /// `line:column`, both from 1.
        @Override
        public String toString() {
            return line() + ":" + column();
        }
    }
}
