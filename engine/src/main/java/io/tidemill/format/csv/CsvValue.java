package io.tidemill.format.csv;

import io.tidemill.data.BytesColumn;
import io.tidemill.data.Column;
import io.tidemill.data.DoubleColumn;
import io.tidemill.data.LongColumn;
import io.tidemill.format.IntervalText;
import io.tidemill.format.NumberText;
import io.tidemill.format.TimeForm;
import io.tidemill.format.TimeText;
import io.tidemill.format.Utf8;
import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.BinaryType;
import io.tidemill.sql.types.BooleanType;
import io.tidemill.sql.types.ByteType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DateType;
import io.tidemill.sql.types.DayTimeIntervalType;
import io.tidemill.sql.types.DecimalType;
import io.tidemill.sql.types.DoubleType;
import io.tidemill.sql.types.FloatType;
import io.tidemill.sql.types.IntegerType;
import io.tidemill.sql.types.LongType;
import io.tidemill.sql.types.MapType;
import io.tidemill.sql.types.NullType;
import io.tidemill.sql.types.ShortType;
import io.tidemill.sql.types.StringType;
import io.tidemill.sql.types.StructType;
import io.tidemill.sql.types.TimestampNTZType;
import io.tidemill.sql.types.TimestampType;
import io.tidemill.sql.types.YearMonthIntervalType;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// Reads the text of one field into a column of one type.
@FunctionalInterface
interface CsvValue {
    /// A number with a point or exponent as people write it, for inference.
    Pattern FLOATING = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    /// Reads `[from, to)` into `row`; false when it does not fit the type.
    boolean read(byte[] text, int from, int to, Column column, int row);

    /// The reader of values of `type`.
    ///
    /// @throws IllegalArgumentException when CSV has no form for the type
    static CsvValue of(DataType type, CsvOptions options) {
        return switch (type) {
            case StringType _ -> CsvValue::string;
            case BinaryType _ -> CsvValue::binary;
            case BooleanType _ -> CsvValue::bool;
            case ByteType _ -> whole(Byte.MIN_VALUE, Byte.MAX_VALUE);
            case ShortType _ -> whole(Short.MIN_VALUE, Short.MAX_VALUE);
            case IntegerType _ -> whole(Integer.MIN_VALUE, Integer.MAX_VALUE);
            case LongType _ -> whole(Long.MIN_VALUE, Long.MAX_VALUE);
            case FloatType _ -> floating(options, true);
            case DoubleType _ -> floating(options, false);
            case DecimalType decimal -> decimals(decimal);
            case DateType _ -> times(TimeForm.dates(options.datePattern(), options.zone()));
            case TimestampType _ ->
                    times(TimeForm.timestamps(options.timestampPattern(), options.zone()));
            case TimestampNTZType _ ->
                    times(TimeForm.localTimes(options.timestampNtzPattern(), options.zone()));
            case DayTimeIntervalType _, YearMonthIntervalType _ ->
                    (text, from, to, column, row) ->
                            set(column, row, IntervalText.parse(string(text, from, to), type));
            case NullType _ ->
                    (_, _, _, column, row) -> {
                        column.setNull(row);
                        return true;
                    };
            case ArrayType _, MapType _, StructType _ ->
                    throw new IllegalArgumentException(
                            "CSV has no form for values of type " + type.typeName());
        };
    }

    private static boolean string(byte[] text, int from, int to, Column column, int row) {
        if (!Utf8.isValid(text, from, to)) {
            return false;
        }
        ((BytesColumn) column).setView(row, from, to);
        return true;
    }

    private static boolean binary(byte[] text, int from, int to, Column column, int row) {
        ((BytesColumn) column).setView(row, from, to);
        return true;
    }

    private static boolean bool(byte[] text, int from, int to, Column column, int row) {
        boolean isTrue = isWord(text, from, to, "true");
        ((LongColumn) column).setLong(row, isTrue ? 1 : 0);
        return isTrue || isWord(text, from, to, "false");
    }

    private static boolean isWord(byte[] text, int from, int to, String word) {
        if (to - from != word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if ((text[from + i] | 0x20) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static CsvValue whole(long least, long greatest) {
        return (text, from, to, column, row) -> {
            if (!NumberText.isLong(text, from, to)) {
                return false;
            }
            long value = NumberText.toLong(text, from, to);
            ((LongColumn) column).setLong(row, value);
            return value >= least && value <= greatest;
        };
    }

    private static CsvValue floating(CsvOptions options, boolean single) {
        var nan = options.nanValue();
        var positive = options.positiveInf();
        var negative = options.negativeInf();
        return (text, from, to, column, row) -> {
            var doubles = (DoubleColumn) column;
            if (!single && isPlainNumber(text, from, to)) {
                doubles.setDouble(row, NumberText.toDouble(text, from, to));
                return true;
            }
            var string = string(text, from, to);
            double value;
            if (string.equals(nan)) {
                value = Double.NaN;
            } else if (string.equals(positive)) {
                value = Double.POSITIVE_INFINITY;
            } else if (string.equals(negative)) {
                value = Double.NEGATIVE_INFINITY;
            } else {
                try {
                    value = single ? Float.parseFloat(string) : Double.parseDouble(string);
                } catch (NumberFormatException e) {
                    return false;
                }
            }
            doubles.setDouble(row, value);
            return true;
        };
    }

    /// Whether a text is digits, perhaps with a point among them and a minus before.
    private static boolean isPlainNumber(byte[] text, int from, int to) {
        int at = from < to && text[from] == '-' ? from + 1 : from;
        int digits = 0;
        boolean point = false;
        for (; at < to; at++) {
            if (text[at] == '.' && !point) {
                point = true;
            } else if (text[at] >= '0' && text[at] <= '9') {
                digits++;
            } else {
                return false;
            }
        }
        return digits > 0;
    }

    private static CsvValue decimals(DecimalType type) {
        return (text, from, to, column, row) -> {
            for (int i = from; i < to; i++) {
                if (text[i] == ',') {
                    var bytes =
                            string(text, from, to)
                                    .replace(",", "")
                                    .getBytes(StandardCharsets.UTF_8);
                    return NumberText.decimal(bytes, 0, bytes.length, type, column, row);
                }
            }
            return NumberText.decimal(text, from, to, type, column, row);
        };
    }

    private static CsvValue times(TimeForm form) {
        return (text, from, to, column, row) -> set(column, row, form.parse(text, from, to));
    }

    private static boolean set(Column column, int row, long value) {
        ((LongColumn) column).setLong(row, value);
        return value != TimeText.NONE;
    }

    private static String string(byte[] text, int from, int to) {
        return new String(text, from, to - from, StandardCharsets.UTF_8);
    }
}
