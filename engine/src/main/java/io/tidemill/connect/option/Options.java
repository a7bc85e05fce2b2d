package io.tidemill.connect.option;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Options as they were written; names are compared without regard to case, as Spark does.
public final class Options {
    private final Map<String, String> values;

    private Options(Map<String, String> values) {
        this.values = values;
    }

    public static Options none() {
        return of(Map.of());
    }

    public static Options of(Map<String, String> values) {
        var copy = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(values);
        return new Options(Collections.unmodifiableMap(copy));
    }

    public Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /// These options and one more, in place of one of that name.
    public Options with(String name, String value) {
        var copy = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(values);
        copy.put(name, value);
        return new Options(Collections.unmodifiableMap(copy));
    }

    /// By name, sorted without regard to case.
    public Map<String, String> asMap() {
        return values;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Options options && values.equals(options.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
