package io.tidemill.parquet;

import io.tidemill.data.Column;
import io.tidemill.data.ListColumn;
import io.tidemill.data.MapColumn;
import io.tidemill.data.StructColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.jspecify.annotations.Nullable;

/// Puts values together from the entries of the leaves below a field: Dremel's assembly, one row of
/// a column at a time.
///
/// Every leaf has an entry for each value, and one where a list is empty or something above is
/// NULL; so each call of [#read] or [#skip] takes the entries of one value from all leaves below.
///
/// Source: Melnik et al., *Dremel*, VLDB 2010, appendix.
abstract sealed class ValueReader {
    /// Writes the next value to a row.
    abstract void read(Column column, int row);

    /// Passes by the entry that stands for a value that is not there.
    abstract void skip();

    /// The definition level of the next entry of the first leaf.
    abstract int definition();

    /// The repetition level of the next entry of the first leaf; 0 at the end.
    abstract int repetition();

    /// Turns to the next row group.
    abstract void open(Function<ColumnDescriptor, ColumnReader> chunks);

    /// Makes a row NULL, and the fields below it.
    static void setNull(Column column, int row) {
        column.setNull(row);
        if (column instanceof StructColumn struct) {
            for (int i = 0; i < struct.fieldCount(); i++) {
                setNull(struct.field(i), row);
            }
        }
    }

    /// Values of one column of the file.
    static final class OfLeaf extends ValueReader {
        private final FileField.Leaf leaf;
        private final Decoder decoder;
        private @Nullable ColumnReader entries;

        OfLeaf(FileField.Leaf leaf, Decoder decoder) {
            this.leaf = leaf;
            this.decoder = decoder;
        }

        @Override
        void open(Function<ColumnDescriptor, ColumnReader> chunks) {
            entries = chunks.apply(leaf.column());
        }

        @Override
        void read(Column column, int row) {
            var from = entries();
            if (from.getCurrentDefinitionLevel() == leaf.definition()) {
                decoder.decode(from, column, row);
            } else {
                setNull(column, row);
            }
            from.consume();
        }

        @Override
        void skip() {
            entries().consume();
        }

        @Override
        int definition() {
            return entries().getCurrentDefinitionLevel();
        }

        @Override
        int repetition() {
            return entries().getCurrentRepetitionLevel();
        }

        private ColumnReader entries() {
            if (entries == null) {
                throw new IllegalStateException("no row group is open");
            }
            return entries;
        }
    }

    /// A struct: some of its fields, and always one leaf, which says whether it is there.
    static final class OfStruct extends ValueReader {
        /// @param at the field's index in the column, or -1 when it is only passed by
        record Field(ValueReader reader, int at) {}

        private final List<Field> fields;
        private final int[] missing; // fields of the column that the file does not have
        private final int definition;

        OfStruct(List<Field> fields, List<Integer> missing, int definition) {
            this.fields = new ArrayList<>(fields);
            this.missing = missing.stream().mapToInt(Integer::intValue).toArray();
            this.definition = definition;
        }

        @Override
        void open(Function<ColumnDescriptor, ColumnReader> chunks) {
            fields.forEach(field -> field.reader().open(chunks));
        }

        @Override
        void read(Column column, int row) {
            if (definition() < definition) {
                setNull(column, row);
                skip();
                return;
            }
            var struct = (StructColumn) column;
            for (int i = 0; i < fields.size(); i++) {
                var field = fields.get(i);
                if (field.at() < 0) {
                    field.reader().skip();
                } else {
                    field.reader().read(struct.field(field.at()), row);
                }
            }
            for (int at : missing) {
                setNull(struct.field(at), row);
            }
        }

        @Override
        void skip() {
            for (int i = 0; i < fields.size(); i++) {
                fields.get(i).reader().skip();
            }
        }

        @Override
        int definition() {
            return fields.getFirst().reader().definition();
        }

        @Override
        int repetition() {
            return fields.getFirst().reader().repetition();
        }
    }

    /// A list.
    static final class OfList extends ValueReader {
        private final ValueReader element;
        private final FileField.Listing list;

        OfList(ValueReader element, FileField.Listing list) {
            this.element = element;
            this.list = list;
        }

        @Override
        void open(Function<ColumnDescriptor, ColumnReader> chunks) {
            element.open(chunks);
        }

        @Override
        void read(Column column, int row) {
            var lists = (ListColumn) column;
            int definition = element.definition();
            lists.extend(row, 0);
            if (definition < list.elementDefinition()) {
                if (definition < list.definition()) {
                    lists.setNull(row);
                }
                element.skip();
                return;
            }
            do {
                int at = lists.append(row);
                element.read(lists.elements(), at);
            } while (element.repetition() >= list.repetition());
        }

        @Override
        void skip() {
            do {
                element.skip();
            } while (element.repetition() >= list.repetition());
        }

        @Override
        int definition() {
            return element.definition();
        }

        @Override
        int repetition() {
            return element.repetition();
        }
    }

    /// A map.
    static final class OfMap extends ValueReader {
        private final ValueReader key;
        private final ValueReader value;
        private final FileField.Mapping map;

        OfMap(ValueReader key, ValueReader value, FileField.Mapping map) {
            this.key = key;
            this.value = value;
            this.map = map;
        }

        @Override
        void open(Function<ColumnDescriptor, ColumnReader> chunks) {
            key.open(chunks);
            value.open(chunks);
        }

        @Override
        void read(Column column, int row) {
            var maps = (MapColumn) column;
            int definition = key.definition();
            maps.extend(row, 0);
            if (definition < map.elementDefinition()) {
                if (definition < map.definition()) {
                    maps.setNull(row);
                }
                key.skip();
                value.skip();
                return;
            }
            do {
                int at = maps.append(row);
                key.read(maps.keys(), at);
                value.read(maps.values(), at);
            } while (key.repetition() >= map.repetition());
        }

        @Override
        void skip() {
            do {
                key.skip();
                value.skip();
            } while (key.repetition() >= map.repetition());
        }

        @Override
        int definition() {
            return key.definition();
        }

        @Override
        int repetition() {
            return key.repetition();
        }
    }
}
