package io.tidemill.sql.types;

import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;

/// What people say of a column, by key. A column keeps its `comment`; other keys are for programs
/// to hand around.
///
/// @param values of each key a `Boolean`, `Long`, `Double` or `String`
public record Metadata(Map<String, Object> values) {
    private static final Metadata EMPTY = new Metadata(Map.of());

    public Metadata {
        values = Map.copyOf(values);
    }

    /// That of most columns.
    public static Metadata empty() {
        return EMPTY;
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    public boolean contains(String key) {
        return values.containsKey(key);
    }

    /// @throws NoSuchElementException when there is no such key
    public String getString(String key) {
        return (String) value(key);
    }

    public long getLong(String key) {
        return (Long) value(key);
    }

    public double getDouble(String key) {
        return (Double) value(key);
    }

    public boolean getBoolean(String key) {
        return (Boolean) value(key);
    }

    private Object value(String key) {
        var value = values.get(key);
        if (value == null) {
            throw new NoSuchElementException(
                    "there is no '%s' among the metadata %s".formatted(key, this));
        }
        return value;
    }

    @Override
    public String toString() {
        return new TreeMap<>(values).toString();
    }
}
