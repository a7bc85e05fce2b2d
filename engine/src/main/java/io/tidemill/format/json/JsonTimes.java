package io.tidemill.format.json;

import io.tidemill.data.Column;
import io.tidemill.data.LongColumn;
import io.tidemill.format.IntervalText;
import io.tidemill.format.NumberText;
import io.tidemill.format.TimePattern;
import io.tidemill.format.TimeText;
import io.tidemill.sql.types.DataType;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The readers of dates, times and intervals: strings in the pattern of the options, or as casts
/// take them; a TIMESTAMP also from whole seconds since 1970.
final class JsonTimes {
    private JsonTimes() {}

    /// A string that is a time in some form.
    abstract static class InString extends JsonValue {
        InString(String path) {
            super(path);
        }

        @Override
        boolean present(JsonCursor cursor, int b, Column column, int row) {
            if (!cursor.isQuote(b)) {
                return false;
            }
            cursor.take();
            cursor.string((byte) b);
            long value = parse(cursor.bytes, cursor.start, cursor.stop);
            ((LongColumn) column).setLong(row, value);
            return value != TimeText.NONE;
        }

        /// The value, or [TimeText#NONE].
        abstract long parse(byte[] text, int from, int to);

        static String string(byte[] text, int from, int to) {
            return new String(text, from, to - from, StandardCharsets.UTF_8);
        }
    }

    static final class Date extends InString {
        private final Optional<TimePattern> pattern;
        private final TimeText casts;

        Date(String path, JsonOptions options) {
            super(path);
            pattern = options.datePattern();
            casts = new TimeText(options.zone());
        }

        @Override
        long parse(byte[] text, int from, int to) {
            return pattern.isPresent()
                    ? pattern.get().date(string(text, from, to))
                    : casts.date(text, from, to);
        }

        @Override
        String wanted() {
            return "DATE";
        }
    }

    static final class Timestamp extends InString {
        private final Optional<TimePattern> pattern;
        private final TimeText casts;

        Timestamp(String path, JsonOptions options) {
            super(path);
            pattern = options.timestampPattern();
            casts = new TimeText(options.zone());
        }

        @Override
        boolean present(JsonCursor cursor, int b, Column column, int row) {
            if (!JsonScalars.startsNumber(b)) {
                return super.present(cursor, b, column, row);
            }
            cursor.number();
            if (!cursor.whole || !NumberText.isLong(cursor.bytes, cursor.start, cursor.stop)) {
                return false;
            }
            long seconds = NumberText.toLong(cursor.bytes, cursor.start, cursor.stop);
            ((LongColumn) column).setLong(row, seconds * 1_000_000);
            return Math.multiplyHigh(seconds, 1_000_000) == (seconds * 1_000_000) >> 63;
        }

        @Override
        long parse(byte[] text, int from, int to) {
            return pattern.isPresent()
                    ? pattern.get().timestamp(string(text, from, to))
                    : casts.timestamp(text, from, to);
        }

        @Override
        String wanted() {
            return "TIMESTAMP";
        }
    }

    static final class TimestampNtz extends InString {
        private final Optional<TimePattern> pattern;
        private final TimeText casts;

        TimestampNtz(String path, JsonOptions options) {
            super(path);
            pattern = options.timestampNtzPattern();
            casts = new TimeText(options.zone());
        }

        @Override
        long parse(byte[] text, int from, int to) {
            return pattern.isPresent()
                    ? pattern.get().timestampNtz(string(text, from, to))
                    : casts.timestampNtz(text, from, to, false);
        }

        @Override
        String wanted() {
            return "TIMESTAMP_NTZ";
        }
    }

    static final class Interval extends InString {
        private final DataType type;

        Interval(String path, DataType type) {
            super(path);
            this.type = type;
        }

        @Override
        long parse(byte[] text, int from, int to) {
            return IntervalText.parse(string(text, from, to), type);
        }

        @Override
        String wanted() {
            return type.sql();
        }
    }
}
