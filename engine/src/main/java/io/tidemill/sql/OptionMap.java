package io.tidemill.sql;

import io.tidemill.connect.option.Options;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Options that a reader or writer collects; the last value of a key counts, without regard to
/// case.
final class OptionMap {
    private final Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    void put(String key, Object value) {
        values.put(key, value.toString());
    }

    void putAll(Map<String, String> more) {
        values.putAll(more);
    }

    /// Takes an option out that is not the table's own.
    Optional<String> take(String key) {
        return Optional.ofNullable(values.remove(key));
    }

    Optional<String> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    OptionMap copy() {
        var copy = new OptionMap();
        copy.putAll(values);
        return copy;
    }

    Options toOptions() {
        return Options.of(values);
    }

    Map<String, String> asMap() {
        return Map.copyOf(values);
    }
}
