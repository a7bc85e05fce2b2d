package io.tidemill.format.json;

import io.tidemill.data.Column;
import io.tidemill.data.LongColumn;
import io.tidemill.format.IntervalText;
import io.tidemill.format.NumberText;
import io.tidemill.format.TimeForm;
import io.tidemill.format.TimeText;
import io.tidemill.sql.types.DataType;
import java.nio.charset.StandardCharsets;

/// The readers of dates, times and intervals: strings in the pattern of the options, or as casts
/// take them; a TIMESTAMP also from whole seconds since 1970.
final class JsonTimes {
    private JsonTimes() {}

    static JsonValue date(String path, JsonOptions options) {
        return new InString(path, "DATE", TimeForm.dates(options.datePattern(), options.zone()));
    }

    static JsonValue timestamp(String path, JsonOptions options) {
        return new Timestamp(path, options);
    }

    static JsonValue localTime(String path, JsonOptions options) {
        var form = TimeForm.localTimes(options.timestampNtzPattern(), options.zone());
        return new InString(path, "TIMESTAMP_NTZ", form);
    }

    static JsonValue interval(String path, DataType type) {
        return new InString(
                path,
                type.sql(),
                (text, from, to) ->
                        IntervalText.parse(
                                new String(text, from, to - from, StandardCharsets.UTF_8), type));
    }

    /// A string that is a time in some form.
    private static class InString extends JsonValue {
        private final String wanted;
        private final TimeForm form;

        InString(String path, String wanted, TimeForm form) {
            super(path);
            this.wanted = wanted;
            this.form = form;
        }

        @Override
        boolean present(JsonCursor cursor, int b, Column column, int row) {
            if (!cursor.isQuote(b)) {
                return false;
            }
            cursor.take();
            cursor.string((byte) b);
            long value = form.parse(cursor.bytes, cursor.start, cursor.stop);
            ((LongColumn) column).setLong(row, value);
            return value != TimeText.NONE;
        }

        @Override
        String wanted() {
            return wanted;
        }
    }

    private static final class Timestamp extends InString {
        Timestamp(String path, JsonOptions options) {
            super(
                    path,
                    "TIMESTAMP",
                    TimeForm.timestamps(options.timestampPattern(), options.zone()));
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
    }
}
