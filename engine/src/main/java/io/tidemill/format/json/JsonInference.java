package io.tidemill.format.json;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.format.NumberText;
import io.tidemill.format.ParseMode;
import io.tidemill.format.RecordChunks;
import io.tidemill.format.TimeText;
import io.tidemill.format.TypeMerge;
import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.BooleanType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DecimalType;
import io.tidemill.sql.types.DoubleType;
import io.tidemill.sql.types.LongType;
import io.tidemill.sql.types.NullType;
import io.tidemill.sql.types.StringType;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import io.tidemill.sql.types.TimestampType;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Optional;
import java.util.TreeMap;

/// Finds the columns of JSON by looking at records, as Spark's JsonInferSchema: fields sorted by
/// name, BIGINT, DOUBLE, BOOLEAN, STRING, structs and arrays; STRING where types do not go
/// together.
final class JsonInference {
    private static final DataType NULL = new NullType();

    private final JsonOptions options;
    private final JsonCursor cursor;
    private final TimeText times;
    private DataType found = NULL;
    private boolean corrupt;
    private long records;

    JsonInference(JsonOptions options) {
        this.options = options;
        this.cursor = new JsonCursor(options);
        this.times = new TimeText(options.zone());
    }

    /// Takes the records of one file.
    void look(RecordChunks chunks, byte[] separator) throws IOException {
        if (options.multiLine()) {
            documents(chunks);
            return;
        }
        while (chunks.fill(separator)) {
            if (chunks.complete == 0) {
                corrupt = true;
                if (!chunks.skipRecord(separator)) {
                    return;
                }
                continue;
            }
            int length = Math.max(1, separator.length);
            while (chunks.position < chunks.complete) {
                int end = chunks.position;
                while (!isEnd(chunks.bytes(), end, separator)) {
                    end++;
                }
                record(chunks, chunks.position, end);
                chunks.position = end + length;
            }
        }
    }

    private void documents(RecordChunks chunks) throws IOException {
        var elements = new JsonElements(chunks, cursor);
        cursor.arena = chunks.arena();
        var found = elements.next();
        while (found != JsonElements.Found.END) {
            switch (found) {
                case RECORD -> record(chunks, elements.from(), elements.to());
                case WRONG -> damaged(new JsonSyntaxException(elements.wrong()));
                case MORE, END -> {}
            }
            cursor.arena = chunks.arena();
            found = found == JsonElements.Found.MORE ? elements.more() : elements.next();
        }
    }

    private static boolean isEnd(byte[] bytes, int at, byte[] separator) {
        if (separator.length == 0) {
            return bytes[at] == '\n' || bytes[at] == '\r';
        }
        for (int i = 0; i < separator.length; i++) {
            if (bytes[at + i] != separator[i]) {
                return false;
            }
        }
        return true;
    }

    private void record(RecordChunks chunks, int from, int to) {
        cursor.bytes = chunks.bytes();
        cursor.arena = chunks.arena();
        cursor.origin = from;
        cursor.position = from;
        cursor.end = to;
        cursor.depth = 0;
        try {
            if (cursor.peek() < 0 || !sampled()) {
                return;
            }
            var type = value();
            if (cursor.peek() >= 0) {
                throw cursor.error("the end of the record expected");
            }
            var row = type instanceof ArrayType array ? array.elementType() : type;
            if (row instanceof StructType || row instanceof NullType) {
                found = TypeMerge.merge(found, row);
            } else {
                throw cursor.error("an object expected");
            }
        } catch (JsonSyntaxException e) {
            damaged(e);
        }
    }

    private void damaged(JsonSyntaxException e) {
        corrupt = true;
        if (options.mode() == ParseMode.FAILFAST) {
            throw new TidemillException(
                    Condition.MALFORMED_RECORD_IN_PARSING,
                    "the schema cannot be inferred: " + e.getMessage(),
                    "mend the record, give a schema, or set the option 'mode' to PERMISSIVE or"
                            + " DROPMALFORMED");
        }
    }

    /// Whether this record is one that is looked at: the same ones every time.
    private boolean sampled() {
        long mixed = ++records * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        return (mixed >>> 11) * 0x1p-53 < options.samplingRatio();
    }

    private DataType value() {
        int b = cursor.peek();
        if (cursor.isQuote(b)) {
            int mark = cursor.arena;
            cursor.take();
            cursor.string((byte) b);
            cursor.arena = mark;
            return text();
        }
        return switch (b) {
            case '{' -> object();
            case '[' -> array();
            case 't', 'f' -> {
                cursor.word(b == 't' ? "true" : "false");
                yield options.primitivesAsString() ? new StringType() : new BooleanType();
            }
            case 'n' -> {
                cursor.word("null");
                yield NULL;
            }
            default -> {
                cursor.number();
                yield number();
            }
        };
    }

    private DataType text() {
        if (cursor.start == cursor.stop) {
            return NULL;
        }
        if (options.inferTimestamp() && isTimestamp()) {
            return new TimestampType();
        }
        return new StringType();
    }

    private boolean isTimestamp() {
        var pattern = options.timestampPattern();
        long micros =
                pattern.isPresent()
                        ? pattern.get()
                                .timestamp(
                                        new String(
                                                cursor.bytes,
                                                cursor.start,
                                                cursor.stop - cursor.start,
                                                StandardCharsets.UTF_8))
                        : times.timestamp(cursor.bytes, cursor.start, cursor.stop);
        return micros != TimeText.NONE;
    }

    private DataType number() {
        if (options.primitivesAsString()) {
            return new StringType();
        }
        if (cursor.whole && NumberText.isLong(cursor.bytes, cursor.start, cursor.stop)) {
            return new LongType();
        }
        if (cursor.special || !cursor.whole && !options.prefersDecimal()) {
            return new DoubleType();
        }
        return decimal();
    }

    private DataType decimal() {
        int length = cursor.stop - cursor.start;
        if (length > 100) {
            return new DoubleType();
        }
        var number =
                new BigDecimal(
                        new String(
                                cursor.bytes, cursor.start, length, StandardCharsets.ISO_8859_1));
        long scale = Math.max(0, number.scale());
        long precision = Math.max((long) number.precision() - number.scale() + scale, scale);
        return precision <= DecimalType.MAX_PRECISION
                ? new DecimalType((int) Math.max(1, precision), (int) scale)
                : new DoubleType();
    }

    private DataType object() {
        enter();
        var fields = new TreeMap<String, DataType>();
        if (cursor.peek() == '}') {
            cursor.take();
        } else {
            cursor.name();
            do {
                var name =
                        new String(
                                cursor.bytes,
                                cursor.start,
                                cursor.stop - cursor.start,
                                StandardCharsets.UTF_8);
                fields.put(name, value());
            } while (cursor.separated(true));
        }
        cursor.depth--;
        var list = new ArrayList<StructField>();
        fields.forEach((name, type) -> list.add(new StructField(name, type)));
        return new StructType(list);
    }

    private DataType array() {
        enter();
        DataType element = NULL;
        if (cursor.peek() == ']') {
            cursor.take();
        } else {
            do {
                element = TypeMerge.merge(element, value());
            } while (cursor.separated(false));
        }
        cursor.depth--;
        return new ArrayType(element, true);
    }

    private void enter() {
        cursor.take();
        if (++cursor.depth > JsonCursor.DEEPEST) {
            throw cursor.error("values nested deeper than " + JsonCursor.DEEPEST);
        }
    }

    /// The columns of all that was looked at; without any when there was no record.
    StructType schema() {
        var columns = new ArrayList<StructField>();
        if (corrupt && options.mode() == ParseMode.PERMISSIVE) {
            columns.add(new StructField(options.corruptRecord(), new StringType()));
        }
        if (found instanceof StructType struct) {
            for (var field : struct.fieldList()) {
                if (!field.name().equals(options.corruptRecord()) || columns.isEmpty()) {
                    finished(field.dataType())
                            .ifPresent(type -> columns.add(new StructField(field.name(), type)));
                }
            }
        }
        columns.sort((a, b) -> a.name().compareTo(b.name()));
        return new StructType(columns);
    }

    /// The type with STRING where only nulls were seen; nothing for what has no values at all.
    private Optional<DataType> finished(DataType type) {
        return switch (type) {
            case NullType _ ->
                    options.dropFieldIfAllNull() ? Optional.empty() : Optional.of(new StringType());
            case ArrayType array ->
                    finished(array.elementType()).map(element -> new ArrayType(element, true));
            case StructType struct -> {
                var fields = new ArrayList<StructField>();
                for (var field : struct.fieldList()) {
                    finished(field.dataType())
                            .ifPresent(t -> fields.add(new StructField(field.name(), t)));
                }
                yield fields.isEmpty() ? Optional.empty() : Optional.of(new StructType(fields));
            }
            default -> Optional.of(type);
        };
    }
}
