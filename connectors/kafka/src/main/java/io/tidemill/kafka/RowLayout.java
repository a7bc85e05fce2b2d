package io.tidemill.kafka;

import io.tidemill.connect.Format;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Which column of a table comes from which part of a record.
///
/// @param schema all columns, in their order
/// @param parts columns that are parts of the record as they are, by name
/// @param key the columns that are read from the key, and how; none without `key.columns`
/// @param value the columns that are read from the value, and how; none without `format`
public record RowLayout(
        StructType schema,
        Map<String, RecordPart> parts,
        Optional<Encoded> key,
        Optional<Encoded> value) {

    /// Columns that stand together in a key or a value.
    ///
    /// @param columns in their order
    public record Encoded(StructType columns, Format.Configured format) {}

    public RowLayout {
        parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    }

    /// Records as they are: Spark's row.
    static RowLayout plain(boolean headers) {
        var schema = new StructType();
        var parts = new LinkedHashMap<String, RecordPart>();
        for (var part : RecordPart.values()) {
            if (part != RecordPart.HEADERS || headers) {
                schema = schema.add(part.column(), part.type());
                parts.put(part.column(), part);
            }
        }
        return new RowLayout(schema, parts, Optional.empty(), Optional.empty());
    }

    /// Only these columns of a plain row.
    RowLayout declared(StructType columns) {
        var kept = new LinkedHashMap<>(parts);
        kept.keySet().retainAll(List.of(columns.fieldNames()));
        return new RowLayout(columns, kept, key, value);
    }

    /// Records whose values, and perhaps keys, are columns.
    ///
    /// @param declared the columns of key and value, and of parts where their place matters
    /// @param parts those that are asked for, by the name of their column
    /// @param keyColumns names of columns that stand in the key
    static RowLayout decoded(
            StructType declared,
            Map<String, RecordPart> parts,
            List<String> keyColumns,
            Format.Configured keyFormat,
            Format.Configured valueFormat) {
        var schema = declared;
        for (var part : parts.entrySet()) {
            if (schema.indexOf(part.getKey()) < 0) {
                schema = schema.add(part.getKey(), part.getValue().type());
            }
        }
        var inKey = pick(declared, f -> keyColumns.contains(f.name()));
        var inValue =
                pick(declared, f -> !keyColumns.contains(f.name()) && !parts.containsKey(f.name()));
        return new RowLayout(
                schema,
                parts,
                inKey.size() == 0
                        ? Optional.empty()
                        : Optional.of(new Encoded(inKey, keyFormat.withTable(inKey))),
                Optional.of(new Encoded(inValue, valueFormat.withTable(inValue))));
    }

    private static StructType pick(StructType from, Predicate<StructField> wanted) {
        return new StructType(from.fieldList().stream().filter(wanted).toList());
    }
}
