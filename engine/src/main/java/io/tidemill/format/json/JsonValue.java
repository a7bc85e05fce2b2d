package io.tidemill.format.json;

import io.tidemill.data.Column;
import io.tidemill.format.Nulls;
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

/// Reads one value of JSON into a column of one type, as Spark's JacksonParser does: what does not
/// fit the type becomes NULL and is noted as a mismatch, and reading goes on behind it.
abstract class JsonValue {
    /// The path of the field, for messages.
    final String path;

    JsonValue(String path) {
        this.path = path;
    }

    /// Reads the value at the cursor, which is at its first byte or at spaces before it, into
    /// `row`, and leaves the cursor behind it.
    ///
    /// @throws JsonSyntaxException when there is no value of JSON
    final boolean read(JsonCursor cursor, Column column, int row) {
        int b = cursor.peek();
        if (b == 'n') {
            cursor.word("null");
            Nulls.set(column, row);
            return true;
        }
        column.setPresent(row);
        int at = cursor.position;
        int depth = cursor.depth;
        if (!present(cursor, b, column, row)) {
            cursor.depth = depth;
            cursor.mismatch("the field '" + path + "'", wanted());
            cursor.position = at;
            cursor.skip();
            Nulls.set(column, row);
            return false;
        }
        return true;
    }

    /// Reads a value that is not null and begins with byte `b`; false when it does not fit the
    /// type. The cursor is then anywhere.
    abstract boolean present(JsonCursor cursor, int b, Column column, int row);

    /// What is expected: `BIGINT`.
    abstract String wanted();

    /// The reader of values of `type`.
    static JsonValue of(DataType type, String path, JsonOptions options) {
        return switch (type) {
            case StructType struct -> new JsonNested.Struct(struct, path, options);
            case ArrayType array -> new JsonNested.Array(array, path, options);
            case MapType map -> new JsonNested.Map(map, path, options);
            case BooleanType _ -> new JsonScalars.Bool(path);
            case ByteType _ -> new JsonScalars.Whole(path, type, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case ShortType _ -> new JsonScalars.Whole(path, type, Short.MIN_VALUE, Short.MAX_VALUE);
            case IntegerType _ ->
                    new JsonScalars.Whole(path, type, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case LongType _ -> new JsonScalars.Whole(path, type, Long.MIN_VALUE, Long.MAX_VALUE);
            case FloatType _ -> new JsonScalars.Floating(path, true, options);
            case DoubleType _ -> new JsonScalars.Floating(path, false, options);
            case DecimalType decimal -> new JsonScalars.Decimal(path, decimal);
            case StringType _ -> new JsonScalars.Text(path);
            case BinaryType _ -> new JsonScalars.Binary(path);
            case DateType _ -> JsonTimes.date(path, options);
            case TimestampType _ -> JsonTimes.timestamp(path, options);
            case TimestampNTZType _ -> JsonTimes.localTime(path, options);
            case NullType _ -> new JsonScalars.Nothing(path);
            case DayTimeIntervalType _, YearMonthIntervalType _ -> JsonTimes.interval(path, type);
        };
    }
}
