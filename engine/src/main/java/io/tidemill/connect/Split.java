package io.tidemill.connect;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A piece of a source that one worker reads from start to end: a file or a range of one, a range
/// of offsets of one partition.
///
/// @param fields what the source needs to find the piece again, in values that JSON has a form for
public record Split(Map<String, @Nullable Object> fields) {
    public Split {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    public String text(String key) {
        return (String) value(key);
    }

    public long number(String key) {
        return ((Number) value(key)).longValue();
    }

    private Object value(String key) {
        var value = fields.get(key);
        if (value == null) {
            throw new IllegalArgumentException("a split needs '%s': %s".formatted(key, fields));
        }
        return value;
    }
}
