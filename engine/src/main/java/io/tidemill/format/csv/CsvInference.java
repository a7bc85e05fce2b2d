package io.tidemill.format.csv;

import io.tidemill.format.NumberText;
import io.tidemill.format.RecordChunks;
import io.tidemill.format.TimeText;
import io.tidemill.format.TypeMerge;
import io.tidemill.sql.types.BooleanType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DateType;
import io.tidemill.sql.types.DecimalType;
import io.tidemill.sql.types.DoubleType;
import io.tidemill.sql.types.IntegerType;
import io.tidemill.sql.types.LongType;
import io.tidemill.sql.types.NullType;
import io.tidemill.sql.types.StringType;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import io.tidemill.sql.types.TimestampType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/// Finds the columns of CSV: names from the header or `_c0`, `_c1`, …, and with `inferSchema` the
/// narrowest types that take all values, as Spark's CSVInferSchema.
final class CsvInference {
    private final CsvOptions options;
    private final CsvRecord record;
    private final TimeText times;
    private final List<String> names = new ArrayList<>();
    private final List<DataType> types = new ArrayList<>();
    private boolean named;
    private boolean headerAhead;
    private long records;

    CsvInference(CsvOptions options) {
        this.options = options;
        this.record = new CsvRecord(options);
        this.times = new TimeText(options.zone());
    }

    /// Whether looking at more records can tell anything new.
    boolean wantsMore() {
        return !named || options.inferSchema();
    }

    /// Takes the records of one file.
    void look(RecordChunks chunks) throws IOException {
        headerAhead = options.header();
        while (wantsMore() && chunks.more()) {
            record.bytes = chunks.bytes();
            int limit = chunks.limit();
            int at = chunks.position;
            while (at < limit && wantsMore()) {
                record.arena = chunks.arena();
                record.read(at, limit);
                if (record.open && !chunks.ended()) {
                    break;
                }
                if (!isPassedOver(at, record.end)) {
                    take();
                }
                at = Math.max(record.behindTerminator(record.end, limit), at + 1);
            }
            chunks.position = Math.min(at, limit);
        }
    }

    private boolean isPassedOver(int from, int end) {
        int at = from;
        while (at < end && record.bytes[at] >= 0 && record.bytes[at] <= ' ') {
            at++;
        }
        return at == end || options.comment() != 0 && record.bytes[from] == options.comment();
    }

    private void take() {
        if (!named) {
            named = true;
            name();
        }
        if (headerAhead) {
            headerAhead = false;
            return;
        }
        if (!options.inferSchema() || !sampled()) {
            return;
        }
        for (int i = 0; i < Math.min(record.count, types.size()); i++) {
            types.set(i, merge(types.get(i), type(i, types.get(i))));
        }
    }

    private boolean sampled() {
        long mixed = ++records * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        return (mixed >>> 11) * 0x1p-53 < options.samplingRatio();
    }

    private void name() {
        var seen = new HashSet<String>();
        var twice = new HashSet<String>();
        for (int i = 0; i < record.count; i++) {
            var name = text(i).toLowerCase(Locale.ROOT);
            if (!seen.add(name)) {
                twice.add(name);
            }
        }
        for (int i = 0; i < record.count; i++) {
            var name = options.header() ? text(i) : "";
            if (name.isEmpty() || name.equals(options.nullValue())) {
                names.add("_c" + i);
            } else {
                names.add(twice.contains(name.toLowerCase(Locale.ROOT)) ? name + i : name);
            }
            types.add(options.inferSchema() ? new NullType() : new StringType());
        }
    }

    private String text(int field) {
        return new String(
                record.bytes,
                record.starts[field],
                record.ends[field] - record.starts[field],
                StandardCharsets.UTF_8);
    }

    private DataType merge(DataType known, DataType found) {
        boolean dateAndTime =
                known instanceof DateType && found instanceof TimestampType
                        || known instanceof TimestampType && found instanceof DateType;
        return dateAndTime ? new TimestampType() : TypeMerge.merge(known, found);
    }

    /// The type of a field's text, not looking below what the column is known to need.
    private DataType type(int field, DataType known) {
        if (known instanceof StringType) {
            return known;
        }
        var text = text(field);
        if (text.isEmpty() || text.equals(options.nullValue())) {
            return new NullType();
        }
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        if (NumberText.isLong(bytes, 0, bytes.length)) {
            long value = NumberText.toLong(bytes, 0, bytes.length);
            return value == (int) value ? new IntegerType() : new LongType();
        }
        if (text.matches("[+-]?\\d{19,38}")) {
            return new DecimalType(text.length() - (text.charAt(0) < '0' ? 1 : 0), 0);
        }
        if (CsvValue.FLOATING.matcher(text).matches() || isNamed(text)) {
            return new DoubleType();
        }
        return time(text, bytes);
    }

    private boolean isNamed(String text) {
        return text.equals(options.nanValue())
                || text.equals(options.positiveInf())
                || text.equals(options.negativeInf());
    }

    private DataType time(String text, byte[] bytes) {
        var datePattern = options.datePattern();
        boolean isDate =
                datePattern.isPresent()
                        ? datePattern.get().date(text) != TimeText.NONE
                        : bytes.length == 10 && TimeText.usualDate(bytes, 0) != TimeText.NONE;
        if (options.preferDate() && isDate) {
            return new DateType();
        }
        var pattern = options.timestampPattern();
        boolean isTime =
                pattern.isPresent()
                        ? pattern.get().timestamp(text) != TimeText.NONE
                        : times.timestamp(bytes, 0, bytes.length) != TimeText.NONE;
        if (isTime) {
            return new TimestampType();
        }
        return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")
                ? new BooleanType()
                : new StringType();
    }

    /// The columns; STRING where there was no value.
    StructType schema() {
        var columns = new ArrayList<StructField>();
        for (int i = 0; i < names.size(); i++) {
            var type = types.get(i) instanceof NullType ? new StringType() : types.get(i);
            columns.add(new StructField(names.get(i), type));
        }
        return new StructType(columns);
    }
}
