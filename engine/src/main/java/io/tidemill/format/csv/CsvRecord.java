package io.tidemill.format.csv;

import static io.tidemill.format.Utf8.LONGS;

import io.tidemill.format.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Finds the fields of one record of CSV, as the univocity parser does under Spark's settings.
///
/// Field i is the bytes `[starts[i], ends[i])` of [#bytes]: of the text itself, or of the arena
/// behind it when escapes had to be resolved. What follows a closing quote and is no separator
/// makes the whole field plain text, quotes and all.
final class CsvRecord {
    private static final int NONE = -1;

    private final byte[] separator;
    private final byte[] lineSeparator;
    private final int quote;
    private final int escape;
    private final int escapeOfEscape;
    private final boolean multiLine;
    private final boolean trimLeading;
    private final boolean trimTrailing;
    private final int fieldsMax;
    private final int fieldBytesMax;

    byte[] bytes = {};
    int arena;
    int count;
    int[] starts = new int[32];
    int[] ends = new int[32];
    boolean[] quoted = new boolean[32];

    /// What is wrong with the record; empty when nothing is.
    String problem = "";

    /// Where the record's text ends; its terminator is there.
    int end;

    /// Whether the text ran out before a terminator came.
    boolean open;

    CsvRecord(CsvOptions options) {
        separator = options.separator().getBytes(StandardCharsets.UTF_8);
        lineSeparator = options.lineSep().orElse("").getBytes(StandardCharsets.UTF_8);
        quote = options.quote() == 0 ? NONE : options.quote();
        escape = options.escape() == 0 ? NONE : options.escape();
        escapeOfEscape = options.escapeOfEscape() == 0 ? NONE : options.escapeOfEscape();
        multiLine = options.multiLine();
        trimLeading = options.ignoreLeadingWhiteSpace().orElse(false);
        trimTrailing = options.ignoreTrailingWhiteSpace().orElse(false);
        fieldsMax = options.maxColumns();
        fieldBytesMax =
                options.maxCharsPerColumn() < 0 ? Integer.MAX_VALUE : options.maxCharsPerColumn();
    }

    /// Reads the record at `from`, which ends at its terminator or at `limit`.
    void read(int from, int limit) {
        count = 0;
        problem = "";
        open = false;
        int at = from;
        while (true) {
            int begin = at;
            if (trimLeading) {
                begin = skipSpace(at, limit);
            }
            at =
                    begin < limit && bytes[begin] == quote
                            ? quoted(begin, limit)
                            : plain(begin, limit);
            if (at >= limit || !isSeparator(at, limit)) {
                break;
            }
            at += separator.length;
        }
        end = Math.min(at, limit);
        open |= at >= limit;
    }

    private int plain(int from, int limit) {
        int at = fieldEnd(from, limit);
        int to = at;
        if (trimTrailing) {
            while (to > from && bytes[to - 1] >= 0 && bytes[to - 1] <= ' ') {
                to--;
            }
        }
        add(from, to, false);
        return at;
    }

    /// Where the next separator or terminator stands.
    private int fieldEnd(int from, int limit) {
        int at = from;
        byte first = separator[0];
        if (lineSeparator.length == 0) {
            while (true) {
                at = candidate(at, first);
                if (at >= limit) {
                    return limit;
                }
                byte b = bytes[at];
                if (b == '\n' || b == '\r' || b == first && isSeparator(at, limit)) {
                    return at;
                }
                at++;
            }
        }
        while (at < limit && !isSeparator(at, limit) && !isTerminator(at, limit)) {
            at++;
        }
        return at;
    }

    /// The first byte from `from` on that may be a separator, or is a control character of any
    /// kind: behind the text there are zeros.
    private int candidate(int from, byte first) {
        int at = from;
        long wanted = (first & 0xFF) * 0x0101010101010101L;
        while (true) {
            long word = (long) LONGS.get(bytes, at);
            long different = word ^ wanted;
            long found =
                    ((different - 0x0101010101010101L) & ~different
                                    | (word - 0x1010101010101010L) & ~word)
                            & Utf8.HIGHS;
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >>> 3);
            }
            at += 8;
        }
    }

    private boolean isSeparator(int at, int limit) {
        return startsWith(at, limit, separator);
    }

    boolean isTerminator(int at, int limit) {
        return lineSeparator.length == 0
                ? bytes[at] == '\n' || bytes[at] == '\r'
                : startsWith(at, limit, lineSeparator);
    }

    private boolean startsWith(int at, int limit, byte[] text) {
        if (text.length == 1) {
            return bytes[at] == text[0];
        }
        return at + text.length <= limit
                && Arrays.equals(bytes, at, at + text.length, text, 0, text.length);
    }

    /// Behind the terminator at `at`.
    int behindTerminator(int at, int limit) {
        if (lineSeparator.length > 0) {
            return at + lineSeparator.length;
        }
        return at + 1 < limit && bytes[at] == '\r' && bytes[at + 1] == '\n' ? at + 2 : at + 1;
    }

    private int skipSpace(int from, int limit) {
        int at = from;
        while (at < limit
                && bytes[at] >= 0
                && bytes[at] <= ' '
                && !isTerminator(at, limit)
                && !isSeparator(at, limit)) {
            at++;
        }
        return at;
    }

    /// Reads a field that begins with a quote; returns where it ends.
    private int quoted(int from, int limit) {
        int at = from + 1;
        int out = NONE;
        int copied = at;
        while (at < limit) {
            int b = bytes[at];
            if (b != quote && b != escape && b != escapeOfEscape) {
                if (!multiLine && isTerminator(at, limit)) {
                    break;
                }
                at++;
                continue;
            }
            int next = at + 1 < limit ? bytes[at + 1] : NONE;
            boolean escaped =
                    b == escape && next == quote
                            || b == escapeOfEscape && next == escape && escape != quote;
            if (escaped) {
                out = copy(out, copied, at);
                copied = at + 1;
                at += 2;
            } else if (b == quote) {
                int behind = skipSpace(at + 1, limit);
                if (behind >= limit || isSeparator(behind, limit) || isTerminator(behind, limit)) {
                    close(from + 1, out, copied, at);
                    open |= behind >= limit;
                    return behind;
                }
                return raw(out, from, copied, at, limit);
            } else {
                at++;
            }
        }
        open = true;
        return unclosed(out, from, copied, at);
    }

    /// Copies `[from, to)` to the arena, to which `out` says where it began, if it did.
    private int copy(int out, int from, int to) {
        int begin = out == NONE ? arena : out;
        System.arraycopy(bytes, from, bytes, arena, to - from);
        arena += to - from;
        return begin;
    }

    private void close(int from, int out, int copied, int to) {
        if (out == NONE) {
            add(from, to, true);
        } else {
            int begin = copy(out, copied, to);
            add(begin, arena, true);
        }
    }

    /// A quote inside a quoted field: what was read of it, with its quotes, and what follows up to
    /// the next separator is the value.
    private int raw(int out, int from, int copied, int at, int limit) {
        int behind = fieldEnd(at, limit);
        if (out == NONE) {
            add(from, behind, false);
        } else {
            int begin = copy(out, copied, behind);
            System.arraycopy(bytes, begin, bytes, begin + 1, arena - begin);
            bytes[begin] = (byte) quote;
            arena++;
            add(begin, arena, false);
        }
        return behind;
    }

    /// A quote that nothing closes.
    private int unclosed(int out, int from, int copied, int at) {
        close(from + 1, out, copied, at);
        return at;
    }

    private void add(int from, int to, boolean isQuoted) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
            quoted = Arrays.copyOf(quoted, count * 2);
        }
        if (count >= fieldsMax) {
            problem =
                    "the record has more fields than the option 'maxColumns' allows: " + fieldsMax;
            return;
        }
        if (to - from > fieldBytesMax) {
            problem =
                    "field %d is longer than the option 'maxCharsPerColumn' allows: %d"
                            .formatted(count + 1, fieldBytesMax);
        }
        starts[count] = from;
        ends[count] = to;
        quoted[count] = isQuoted;
        count++;
    }
}
