package io.tidemill.format.json;

import io.tidemill.data.BytesColumn;
import io.tidemill.data.Column;
import io.tidemill.data.DoubleColumn;
import io.tidemill.data.LongColumn;
import io.tidemill.format.NumberText;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DecimalType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/// The readers of plain values.
final class JsonScalars {
    private JsonScalars() {}

    static boolean startsNumber(int b) {
        return b >= '0' && b <= '9' || b == '-' || b == '+' || b == 'N' || b == 'I';
    }

    /// `true` or `false`.
    static final class Bool extends JsonValue {
        Bool(String path) {
            super(path);
        }

        @Override
        boolean present(JsonCursor cursor, int b, Column column, int row) {
            if (b != 't' && b != 'f') {
                return false;
            }
            cursor.word(b == 't' ? "true" : "false");
            ((LongColumn) column).setLong(row, b == 't' ? 1 : 0);
            return true;
        }

        @Override
        String wanted() {
            return "BOOLEAN";
        }
    }

    /// Whole numbers in the bounds of their type.
    static final class Whole extends JsonValue {
        private final String wanted;
        private final long least;
        private final long greatest;

        Whole(String path, DataType type, long least, long greatest) {
            super(path);
            this.wanted = type.sql();
            this.least = least;
            this.greatest = greatest;
        }

        @Override
        boolean present(JsonCursor cursor, int b, Column column, int row) {
            if (!startsNumber(b)) {
                return false;
            }
            cursor.number();
            if (!cursor.whole || !NumberText.isLong(cursor.bytes, cursor.start, cursor.stop)) {
                return false;
            }
            long value = NumberText.toLong(cursor.bytes, cursor.start, cursor.stop);
            ((LongColumn) column).setLong(row, value);
            return value >= least && value <= greatest;
        }

        @Override
        String wanted() {
            return wanted;
        }
    }

    /// Numbers, and with `allowNonNumericNumbers` the names of NaN and the infinities.
    static final class Floating extends JsonValue {
        private final boolean single;
        private final boolean named;

        Floating(String path, boolean single, JsonOptions options) {
            super(path);
            this.single = single;
            this.named = options.allowNonNumericNumbers();
        }

        @Override
        boolean present(JsonCursor cursor, int b, Column column, int row) {
            double value;
            if (cursor.isQuote(b)) {
                cursor.take();
                cursor.string((byte) b);
                if (!named || !isNamed(text(cursor))) {
                    return false;
                }
                value = valueOf(text(cursor));
            } else if (startsNumber(b)) {
                cursor.number();
                value =
                        cursor.special
                                ? valueOf(text(cursor))
                                : single
                                        ? Float.parseFloat(text(cursor))
                                        : NumberText.toDouble(
                                                cursor.bytes, cursor.start, cursor.stop);
            } else {
                return false;
            }
            ((DoubleColumn) column).setDouble(row, value);
            return true;
        }

        private static String text(JsonCursor cursor) {
            return new String(
                    cursor.bytes,
                    cursor.start,
                    cursor.stop - cursor.start,
                    StandardCharsets.ISO_8859_1);
        }

        private static boolean isNamed(String text) {
            return switch (text) {
                case "NaN", "+INF", "+Infinity", "Infinity", "-INF", "-Infinity" -> true;
                default -> false;
            };
        }

        private static double valueOf(String name) {
            return name.endsWith("NaN")
                    ? Double.NaN
                    : name.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }

        @Override
        String wanted() {
            return single ? "FLOAT" : "DOUBLE";
        }
    }

    /// Numbers, plain or in a string, rounded half up to the scale; those with too many digits do
    /// not fit.
    static final class Decimal extends JsonValue {
        private final DecimalType type;

        Decimal(String path, DecimalType type) {
            super(path);
            this.type = type;
        }

        @Override
        boolean present(JsonCursor cursor, int b, Column column, int row) {
            if (cursor.isQuote(b)) {
                cursor.take();
                cursor.string((byte) b);
                return text(cursor, column, row);
            }
            if (!startsNumber(b)) {
                return false;
            }
            cursor.number();
            return !cursor.special
                    && NumberText.decimal(
                            cursor.bytes, cursor.start, cursor.stop, type, column, row);
        }

        /// A number in a string; commas in it do not count.
        private boolean text(JsonCursor cursor, Column column, int row) {
            var text =
                    new String(
                                    cursor.bytes,
                                    cursor.start,
                                    cursor.stop - cursor.start,
                                    StandardCharsets.UTF_8)
                            .replace(",", "")
                            .getBytes(StandardCharsets.UTF_8);
            return NumberText.decimal(text, 0, text.length, type, column, row);
        }

        @Override
        String wanted() {
            return type.sql();
        }
    }

    /// Strings, and any other value as the text that stands for it.
    static final class Text extends JsonValue {
        Text(String path) {
            super(path);
        }

        @Override
        boolean present(JsonCursor cursor, int b, Column column, int row) {
            if (cursor.isQuote(b)) {
                cursor.take();
                cursor.string((byte) b);
                ((BytesColumn) column).setView(row, cursor.start, cursor.stop);
            } else {
                int from = cursor.position;
                cursor.skip();
                ((BytesColumn) column).setView(row, from, cursor.position);
            }
            return true;
        }

        @Override
        String wanted() {
            return "STRING";
        }
    }

    /// Bytes as Base64.
    static final class Binary extends JsonValue {
        Binary(String path) {
            super(path);
        }

        @Override
        boolean present(JsonCursor cursor, int b, Column column, int row) {
            if (!cursor.isQuote(b)) {
                return false;
            }
            cursor.take();
            cursor.string((byte) b);
            var text = Arrays.copyOfRange(cursor.bytes, cursor.start, cursor.stop);
            byte[] value;
            try {
                value = Base64.getDecoder().decode(text);
            } catch (IllegalArgumentException e) {
                return false;
            }
            int at = cursor.arena;
            System.arraycopy(value, 0, cursor.bytes, at, value.length);
            cursor.arena += value.length;
            ((BytesColumn) column).setView(row, at, cursor.arena);
            return true;
        }

        @Override
        String wanted() {
            return "BINARY in Base64";
        }
    }

    /// A column of no type: whatever stands there is passed over.
    static final class Nothing extends JsonValue {
        Nothing(String path) {
            super(path);
        }

        @Override
        boolean present(JsonCursor cursor, int b, Column column, int row) {
            cursor.skip();
            column.setNull(row);
            return true;
        }

        @Override
        String wanted() {
            return "value";
        }
    }
}
