package io.tidemill.sql;

import io.tidemill.data.Json;
import io.tidemill.sql.types.StructType;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One row of a result: values by position, and by name where there is a schema. Does not change.
///
/// Values are Spark's with its Java 8 time API on: BIGINT is a `Long`, DECIMAL a `BigDecimal`, DATE
/// a [LocalDate], TIMESTAMP an [Instant], TIMESTAMP_NTZ a `LocalDateTime`, intervals `Duration` and
/// `Period`, ARRAY a [List], MAP a [Map], STRUCT a [Row], BINARY a `byte[]`, SQL NULL null.
///
/// Getters of primitives throw a [NullPointerException] at NULL and a [ClassCastException] at a
/// value of another type, as Spark's do.
public final class Row {
    private final @Nullable Object[] values;
    private final @Nullable StructType schema;

    Row(@Nullable Object[] values, @Nullable StructType schema) {
        this.values = values;
        this.schema = schema;
    }

    /// How many values there are.
    public int size() {
        return values.length;
    }

    /// How many values there are.
    public int length() {
        return values.length;
    }

    /// The names and types; null for a row made by [RowFactory].
    public @Nullable StructType schema() {
        return schema;
    }

    /// Where the value of this name stands.
    ///
    /// @throws IllegalArgumentException when there is none; the message lists those there are
    public int fieldIndex(String name) {
        if (schema == null) {
            throw new UnsupportedOperationException(
                    "this row has no schema, so nothing in it has the name '%s'; get it by position"
                            .formatted(name));
        }
        return schema.fieldIndex(name);
    }

    /// The value at a place, from 0; null at NULL.
    ///
    /// @throws ArrayIndexOutOfBoundsException when there are not so many; so do all getters
    public @Nullable Object get(int index) {
        return values[index];
    }

    /// As [#get].
    public @Nullable Object apply(int index) {
        return values[index];
    }

    /// Whether the value at a place is NULL.
    public boolean isNullAt(int index) {
        return values[index] == null;
    }

    /// Whether any value is NULL.
    public boolean anyNull() {
        return Arrays.stream(values).anyMatch(value -> value == null);
    }

    /// The value, as what the caller says it is.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "NullAway"})
    public <T extends @Nullable Object> T getAs(int index) {
        return (T) values[index];
    }

    /// The value of this name, as what the caller says it is.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "NullAway"})
    public <T extends @Nullable Object> T getAs(String name) {
        return (T) values[fieldIndex(name)];
    }

    /// The BOOLEAN at a place.
    ///
    /// @throws NullPointerException at NULL
    public boolean getBoolean(int index) {
        return (Boolean) present(index);
    }

    /// The TINYINT at a place.
    ///
    /// @throws NullPointerException at NULL
    public byte getByte(int index) {
        return (Byte) present(index);
    }

    /// The SMALLINT at a place.
    ///
    /// @throws NullPointerException at NULL
    public short getShort(int index) {
        return (Short) present(index);
    }

    /// The INT at a place.
    ///
    /// @throws NullPointerException at NULL
    public int getInt(int index) {
        return (Integer) present(index);
    }

    /// The BIGINT at a place.
    ///
    /// @throws NullPointerException at NULL
    public long getLong(int index) {
        return (Long) present(index);
    }

    /// The FLOAT at a place.
    ///
    /// @throws NullPointerException at NULL
    public float getFloat(int index) {
        return (Float) present(index);
    }

    /// The DOUBLE at a place.
    ///
    /// @throws NullPointerException at NULL
    public double getDouble(int index) {
        return (Double) present(index);
    }

    /// The STRING at a place; null at NULL.
    public @Nullable String getString(int index) {
        return (String) values[index];
    }

    /// The DECIMAL at a place, at the scale of its type; null at NULL.
    public @Nullable BigDecimal getDecimal(int index) {
        return (BigDecimal) values[index];
    }

    /// The DATE at a place; null at NULL.
    public @Nullable LocalDate getLocalDate(int index) {
        return (LocalDate) values[index];
    }

    /// The TIMESTAMP at a place, to the microsecond; null at NULL.
    public @Nullable Instant getInstant(int index) {
        return (Instant) values[index];
    }

    /// The DATE as the older class.
    public @Nullable Date getDate(int index) {
        var date = getLocalDate(index);
        return date == null ? null : Date.valueOf(date);
    }

    /// The TIMESTAMP as the older class.
    public @Nullable Timestamp getTimestamp(int index) {
        var instant = getInstant(index);
        return instant == null ? null : Timestamp.from(instant);
    }

    /// The ARRAY at a place; null at NULL.
    @SuppressWarnings("unchecked")
    public <T> @Nullable List<T> getList(int index) {
        return (List<T>) values[index];
    }

    /// The MAP at a place, in its order; null at NULL.
    @SuppressWarnings("unchecked")
    public <K, V> @Nullable Map<K, V> getJavaMap(int index) {
        return (Map<K, V>) values[index];
    }

    /// The STRUCT at a place; null at NULL.
    public @Nullable Row getStruct(int index) {
        return (Row) values[index];
    }

    /// All values, in order; holds null at NULL.
    public List<@Nullable Object> toList() {
        var list = new ArrayList<@Nullable Object>(values.length);
        Collections.addAll(list, values);
        return Collections.unmodifiableList(list);
    }

    /// The values of these names, by name.
    public Map<String, @Nullable Object> getValuesMap(List<String> names) {
        var map = new LinkedHashMap<String, @Nullable Object>();
        names.forEach(name -> map.put(name, values[fieldIndex(name)]));
        return map;
    }

    public Row copy() {
        return new Row(values.clone(), schema);
    }

    public String mkString() {
        return mkString("");
    }

    public String mkString(String separator) {
        return mkString("", separator, "");
    }

    public String mkString(String start, String separator, String end) {
        return Arrays.stream(values)
                .map(String::valueOf)
                .collect(Collectors.joining(separator, start, end));
    }

    /// The row as a JSON object on one line.
    ///
    /// @throws UnsupportedOperationException when it has no schema
    public String json() {
        return Json.write(RowJson.of(this));
    }

    /// The row as a JSON object over several lines.
    ///
    /// @throws UnsupportedOperationException when it has no schema
    public String prettyJson() {
        return Json.writePretty(RowJson.of(this));
    }

    private Object present(int index) {
        var value = values[index];
        if (value == null) {
            throw new NullPointerException(
                    "value %d of %s is NULL; ask isNullAt first".formatted(index, this));
        }
        return value;
    }

    /// Rows are equal when their values are; names do not count. Binary values are compared by
    /// their bytes.
    @Override
    public boolean equals(Object other) {
        return other instanceof Row row && Arrays.deepEquals(values, row.values);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(values);
    }

    @Override
    public String toString() {
        return mkString("[", ",", "]");
    }
}
