package io.tidemill.expression.compile;

import io.tidemill.data.Boxes;
import io.tidemill.expression.function.TimeFormat;
import io.tidemill.sql.types.DataTypes;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A layout of digits, such as `yyyy-MM-dd HH:mm`, cut into its fields and what stands between.
///
/// Times that differ in nothing that is written have the same text, and times come mostly near each
/// other: the texts written last are kept. May be used by several threads: what is kept is never
/// changed, and at worst made again.
final class TimeLayout {
    private static final List<String> FIELDS = List.of("yyyy", "MM", "dd", "HH", "mm", "ss");
    private static final int KEPT = 16;

    private final List<String> pieces;
    private final int length;

    /// How long the finest field lasts.
    private final long unit;

    private final @Nullable Written[] kept = new Written[KEPT];

    private TimeLayout(List<String> pieces) {
        this.pieces = pieces;
        length = pieces.stream().mapToInt(String::length).sum();
        unit =
                pieces.contains("ss")
                        ? TimeTexts.SECOND
                        : pieces.contains("mm")
                                ? 60 * TimeTexts.SECOND
                                : pieces.contains("HH") ? 3600 * TimeTexts.SECOND : TimeTexts.DAY;
    }

    /// A text, and of which unit of time it is.
    private static final class Written {
        private final long number;
        private final byte[] text;

        Written(long number, byte[] text) {
            this.number = number;
            this.text = text;
        }
    }

    /// Reads a pattern; empty if it has other letters than those of [#FIELDS].
    static Optional<TimeLayout> of(String pattern) {
        var pieces = new ArrayList<String>();
        for (int at = 0; at < pattern.length(); ) {
            char letter = pattern.charAt(at);
            int end = at + 1;
            while (end < pattern.length() && pattern.charAt(end) == letter) {
                end++;
            }
            var piece = pattern.substring(at, end);
            boolean separator = " -/:.,".indexOf(letter) >= 0;
            if (!separator && !FIELDS.contains(piece)) {
                return Optional.empty();
            }
            pieces.add(piece);
            at = end;
        }
        return Optional.of(new TimeLayout(List.copyOf(pieces)));
    }

    void write(long local, Cell out) {
        long number = Math.floorDiv(local, unit);
        int place = (int) number & (KEPT - 1);
        var written = kept[place];
        if (written == null || written.number != number) {
            long date = Math.floorDiv(local, TimeTexts.DAY);
            if (date < TimeTexts.FIRST_DAY || date > TimeTexts.LAST_DAY) {
                writeFar(local, out);
                return;
            }
            written = new Written(number, text(date, local));
            kept[place] = written;
        }
        out.view(written.text, 0, length);
    }

    /// Years of more or fewer digits, by the interpreter.
    private void writeFar(long local, Cell out) {
        var time = (LocalDateTime) Boxes.ofLong(DataTypes.TimestampNTZType, local);
        TimeTexts.put(
                TimeFormat.writing(String.join("", pieces)).write(time.atZone(ZoneOffset.UTC)),
                out);
    }

    private byte[] text(long date, long local) {
        long second = (local - date * TimeTexts.DAY) / TimeTexts.SECOND;
        var text = new byte[length];
        int at = 0;
        for (var piece : pieces) {
            switch (piece) {
                case "yyyy" -> {
                    long year = Times.year(date);
                    TimeTexts.two(year / 100, text, at);
                    TimeTexts.two(year % 100, text, at + 2);
                }
                case "MM" -> TimeTexts.two(Times.month(date), text, at);
                case "dd" -> TimeTexts.two(Times.day(date), text, at);
                case "HH" -> TimeTexts.two(second / 3600, text, at);
                case "mm" -> TimeTexts.two(second / 60 % 60, text, at);
                case "ss" -> TimeTexts.two(second % 60, text, at);
                default -> {
                    for (int i = 0; i < piece.length(); i++) {
                        text[at + i] = (byte) piece.charAt(i);
                    }
                }
            }
            at += piece.length();
        }
        return text;
    }
}
