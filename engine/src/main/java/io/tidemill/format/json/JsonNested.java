package io.tidemill.format.json;

import io.tidemill.data.BytesColumn;
import io.tidemill.data.Column;
import io.tidemill.data.ListColumn;
import io.tidemill.data.MapColumn;
import io.tidemill.data.StructColumn;
import io.tidemill.format.Nulls;
import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.MapType;
import io.tidemill.sql.types.StringType;
import io.tidemill.sql.types.StructType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;

/// The readers of objects and arrays. They recurse as deep as the schema does.
final class JsonNested {
    private JsonNested() {}

    /// The fields of an object, by name; a name that comes twice counts the last time.
    static final class Fields {
        private final JsonKeys keys;
        private final JsonValue[] values;
        private final boolean[] seen;

        Fields(StructType type, String path, JsonOptions options) {
            keys = new JsonKeys(Arrays.asList(type.fieldNames()));
            values = new JsonValue[type.size()];
            for (int i = 0; i < values.length; i++) {
                var name = type.field(i).name();
                values[i] =
                        JsonValue.of(
                                type.typeOf(i), path.isEmpty() ? name : path + "." + name, options);
            }
            seen = new boolean[values.length];
        }

        /// The reader of field `index`.
        JsonValue value(int index) {
            return values[index];
        }

        /// Reads the object at the cursor into row `row` of the columns.
        void read(JsonCursor cursor, Column[] columns, int row) {
            Arrays.fill(seen, false);
            cursor.expect('{');
            if (cursor.peek() == '}') {
                cursor.take();
            } else {
                cursor.name();
                do {
                    int index = keys.find(cursor.bytes, cursor.start, cursor.stop);
                    if (index < 0) {
                        cursor.skip();
                    } else {
                        seen[index] = true;
                        var unused = values[index].read(cursor, columns[index], row);
                    }
                } while (cursor.separated(true));
            }
            for (int i = 0; i < seen.length; i++) {
                if (!seen[i]) {
                    Nulls.set(columns[i], row);
                }
            }
        }
    }

    static final class Struct extends JsonValue {
        private final Fields fields;
        private final Column[] columns;

        Fields fields() {
            return fields;
        }

        Struct(StructType type, String path, JsonOptions options) {
            super(path);
            fields = new Fields(type, path, options);
            columns = new Column[type.size()];
        }

        @Override
        boolean present(JsonCursor cursor, int b, Column column, int row) {
            if (b != '{') {
                return false;
            }
            cursor.depth++;
            for (int i = 0; i < columns.length; i++) {
                columns[i] = ((StructColumn) column).field(i);
            }
            fields.read(cursor, columns, row);
            cursor.depth--;
            return true;
        }

        @Override
        String wanted() {
            return "object";
        }
    }

    static final class Array extends JsonValue {
        private final JsonValue element;

        Array(ArrayType type, String path, JsonOptions options) {
            super(path);
            element = of(type.elementType(), path + "[]", options);
        }

        @Override
        boolean present(JsonCursor cursor, int b, Column column, int row) {
            if (b != '[') {
                return false;
            }
            cursor.take();
            cursor.depth++;
            var list = (ListColumn) column;
            int first = list.used();
            int count = 0;
            if (cursor.peek() == ']') {
                cursor.take();
            } else {
                do {
                    list.elements().reserve(first + count + 1);
                    if (!element.read(cursor, list.elements(), first + count)) {
                        return false;
                    }
                    count++;
                } while (cursor.separated(false));
            }
            list.extend(row, count);
            cursor.depth--;
            return true;
        }

        @Override
        String wanted() {
            return "array";
        }
    }

    static final class Map extends JsonValue {
        private static final int SMALL = 64;

        private final MapType type;
        private final JsonValue value;
        private final HashMap<String, Integer> large = new HashMap<>();

        Map(MapType type, String path, JsonOptions options) {
            super(path);
            this.type = type;
            value = of(type.valueType(), path + "{}", options);
        }

        @Override
        boolean present(JsonCursor cursor, int b, Column column, int row) {
            if (b != '{' || !(type.keyType() instanceof StringType)) {
                return false;
            }
            cursor.take();
            cursor.depth++;
            var map = (MapColumn) column;
            var keys = (BytesColumn) map.keys();
            int first = map.used();
            int count = 0;
            large.clear();
            if (cursor.peek() == '}') {
                cursor.take();
            } else {
                cursor.name();
                do {
                    int at = first + index(keys, cursor, first, count);
                    keys.reserve(at + 1);
                    map.values().reserve(at + 1);
                    keys.setPresent(at);
                    keys.setView(at, cursor.start, cursor.stop);
                    if (!value.read(cursor, map.values(), at)) {
                        return false;
                    }
                    count = Math.max(count, at - first + 1);
                } while (cursor.separated(true));
            }
            map.extend(row, count);
            cursor.depth--;
            return true;
        }

        /// Which entry has the key at the cursor: one of the `count` there are, or the next.
        private int index(BytesColumn keys, JsonCursor cursor, int first, int count) {
            if (count < SMALL) {
                int i = 0;
                while (i < count && !isKey(keys, cursor, first + i)) {
                    i++;
                }
                return i;
            }
            if (large.isEmpty()) {
                for (int i = 0; i < count; i++) {
                    large.put(
                            text(cursor.bytes, keys.starts()[first + i], keys.ends()[first + i]),
                            i);
                }
            }
            var known = large.putIfAbsent(text(cursor.bytes, cursor.start, cursor.stop), count);
            return known == null ? count : known;
        }

        private static boolean isKey(BytesColumn keys, JsonCursor cursor, int at) {
            return Arrays.equals(
                    cursor.bytes,
                    keys.starts()[at],
                    keys.ends()[at],
                    cursor.bytes,
                    cursor.start,
                    cursor.stop);
        }

        private static String text(byte[] bytes, int from, int to) {
            return new String(bytes, from, to - from, StandardCharsets.UTF_8);
        }

        @Override
        String wanted() {
            return type.keyType() instanceof StringType
                    ? "object"
                    : "map with keys that JSON has: STRING";
        }
    }
}
