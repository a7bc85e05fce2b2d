package io.tidemill.format.csv;

import io.tidemill.connect.FormatWriter;
import io.tidemill.connect.RowEncoder;
import io.tidemill.data.Batch;
import io.tidemill.data.BytesColumn;
import io.tidemill.data.Column;
import io.tidemill.data.LongColumn;
import io.tidemill.format.ByteOut;
import io.tidemill.format.IntervalText;
import io.tidemill.format.TimePattern;
import io.tidemill.sql.types.BooleanType;
import io.tidemill.sql.types.ByteType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DateType;
import io.tidemill.sql.types.DayTimeIntervalType;
import io.tidemill.sql.types.DecimalType;
import io.tidemill.sql.types.IntegerType;
import io.tidemill.sql.types.LongType;
import io.tidemill.sql.types.ShortType;
import io.tidemill.sql.types.StructType;
import io.tidemill.sql.types.TimestampNTZType;
import io.tidemill.sql.types.TimestampType;
import io.tidemill.sql.types.YearMonthIntervalType;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Writes rows as CSV in UTF-8, as Spark's UnivocityGenerator does: fields in quotes where they
/// must be, NULL as `nullValue`, an empty string as `emptyValue` (by default two quotes), spaces
/// around values dropped unless the options say otherwise.
final class CsvWriter implements FormatWriter, RowEncoder {
    private final OutputStream out;
    private final StructType schema;
    private final CsvOptions options;
    private final ByteOut bytes = new ByteOut();
    private final ByteOut field = new ByteOut();
    private final byte[] separator;
    private final byte[] lineSeparator;
    private final byte[] nullValue;
    private final byte[] emptyValue;
    private final boolean trimLeading;
    private final boolean trimTrailing;
    private final ZoneId zone;
    private final Optional<TimePattern> datePattern;
    private final Optional<TimePattern> timestampPattern;
    private final Optional<TimePattern> timestampNtzPattern;
    private boolean headerDue;

    /// Whether the field that is written is the first of its line.
    private boolean first;

    CsvWriter(OutputStream out, StructType schema, CsvOptions options) {
        this.out = out;
        this.schema = schema;
        this.options = options;
        for (var column : schema.fieldList()) {
            var unused = CsvValue.of(column.dataType(), options);
        }
        separator = options.separator().getBytes(StandardCharsets.UTF_8);
        lineSeparator = options.lineSep().orElse("\n").getBytes(StandardCharsets.UTF_8);
        nullValue = options.nullValue().getBytes(StandardCharsets.UTF_8);
        emptyValue = options.emptyValue().orElse("\"\"").getBytes(StandardCharsets.UTF_8);
        trimLeading = options.ignoreLeadingWhiteSpace().orElse(true);
        trimTrailing = options.ignoreTrailingWhiteSpace().orElse(true);
        zone = options.zone().normalized().equals(ZoneOffset.UTC) ? ZoneOffset.UTC : options.zone();
        datePattern = options.datePattern();
        timestampPattern = options.timestampPattern();
        timestampNtzPattern = options.timestampNtzPattern();
        headerDue = options.header();
    }

    @Override
    public void write(Batch batch, int @Nullable [] selection, int count) throws IOException {
        header();
        for (int i = 0; i < count; i++) {
            row(batch, selection == null ? i : selection[i]);
            bytes.put(lineSeparator);
            bytes.flushWhenLarge(out);
        }
    }

    private void header() {
        if (!headerDue) {
            return;
        }
        headerDue = false;
        for (int i = 0; i < schema.size(); i++) {
            if (i > 0) {
                bytes.put(separator);
            }
            first = i == 0;
            field.cut(0);
            field.text(schema.field(i).name());
            text(field.bytes(), 0, field.used());
        }
        bytes.put(lineSeparator);
    }

    private void row(Batch batch, int row) {
        for (int i = 0; i < schema.size(); i++) {
            if (i > 0) {
                bytes.put(separator);
            }
            var column = batch.column(i);
            first = i == 0;
            if (!column.isNull(row)) {
                value(column, row);
            } else if (options.quoteAll() && options.quote() != 0) {
                bytes.put(options.quote());
                bytes.put(nullValue);
                bytes.put(options.quote());
            } else {
                bytes.put(nullValue);
            }
        }
    }

    @Override
    public void encode(Batch batch, BytesColumn into) {
        bytes.cut(0);
        into.clear();
        into.reserve(batch.rows());
        for (int row = 0; row < batch.rows(); row++) {
            int start = bytes.used();
            row(batch, row);
            into.setView(row, start, bytes.used());
        }
        into.share(bytes.bytes());
    }

    private void value(Column column, int row) {
        if (column instanceof BytesColumn strings) {
            text(strings.data(), strings.starts()[row], strings.ends()[row]);
            return;
        }
        field.cut(0);
        print(column, row);
        text(field.bytes(), 0, field.used());
    }

    private void print(Column column, int row) {
        DataType type = column.type();
        switch (type) {
            case ByteType _, ShortType _, IntegerType _, LongType _ ->
                    field.number(((LongColumn) column).getLong(row));
            case BooleanType _ -> field.text(column.get(row) == Boolean.TRUE ? "true" : "false");
            case DecimalType decimal when column instanceof LongColumn longs ->
                    field.decimal(longs.getLong(row), decimal.scale());
            case DateType _ -> date(((LongColumn) column).getLong(row));
            case TimestampType _ -> timestamp(((LongColumn) column).getLong(row));
            case TimestampNTZType _ -> localTime(((LongColumn) column).getLong(row));
            case DayTimeIntervalType _, YearMonthIntervalType _ ->
                    field.text(IntervalText.format(((LongColumn) column).getLong(row), type));
            default ->
                    field.text(
                            column.get(row) instanceof BigDecimal decimal
                                    ? decimal.toPlainString()
                                    : String.valueOf(column.get(row)));
        }
    }

    private void date(long days) {
        if (datePattern.isPresent()) {
            field.text(datePattern.get().formatDate(days));
        } else {
            field.date(days);
        }
    }

    private void timestamp(long micros) {
        if (timestampPattern.isPresent()) {
            field.text(timestampPattern.get().formatTimestamp(micros));
        } else {
            field.timestamp(micros, zone);
        }
    }

    private void localTime(long micros) {
        if (timestampNtzPattern.isPresent()) {
            field.text(timestampNtzPattern.get().formatTimestampNtz(micros));
        } else {
            field.localTime(micros, 'T');
        }
    }

    /// Writes a field, in quotes where its text needs them.
    private void text(byte[] text, int begin, int end) {
        int from = begin;
        int to = end;
        while (trimLeading && from < to && text[from] >= 0 && text[from] <= ' ') {
            from++;
        }
        while (trimTrailing && to > from && text[to - 1] >= 0 && text[to - 1] <= ' ') {
            to--;
        }
        if (from == to) {
            bytes.put(emptyValue);
            return;
        }
        char quote = options.quote();
        if (quote == 0 || !options.quoteAll() && !needsQuotes(text, from, to)) {
            bytes.put(text, from, to);
            return;
        }
        bytes.put(quote);
        for (int i = from; i < to; i++) {
            if (text[i] == quote) {
                bytes.put(options.escape());
            } else if (text[i] == options.escape() && options.escapeOfEscape() != 0) {
                bytes.put(options.escapeOfEscape());
            }
            bytes.put(text[i]);
        }
        bytes.put(quote);
    }

    private boolean needsQuotes(byte[] text, int from, int to) {
        if (text[from] == options.quote()
                || first && options.comment() != 0 && text[from] == options.comment()) {
            return true;
        }
        for (int i = from; i < to; i++) {
            byte b = text[i];
            if (b == separator[0]
                    || b == '\n'
                    || b == '\r'
                    || b == lineSeparator[0]
                    || b == options.quote() && options.escapeQuotes()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void finish() throws IOException {
        header();
        bytes.flush(out);
        out.flush();
    }
}
