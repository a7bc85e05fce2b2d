package io.tidemill.sql.types;

import java.util.HashMap;
import java.util.Map;

/// Makes [Metadata], key by key.
public final class MetadataBuilder {
    private final Map<String, Object> values = new HashMap<>();

    /// Adds all that another one has.
    public MetadataBuilder withMetadata(Metadata metadata) {
        values.putAll(metadata.values());
        return this;
    }

    public MetadataBuilder putString(String key, String value) {
        values.put(key, value);
        return this;
    }

    public MetadataBuilder putLong(String key, long value) {
        values.put(key, value);
        return this;
    }

    public MetadataBuilder putDouble(String key, double value) {
        values.put(key, value);
        return this;
    }

    public MetadataBuilder putBoolean(String key, boolean value) {
        values.put(key, value);
        return this;
    }

    public MetadataBuilder remove(String key) {
        values.remove(key);
        return this;
    }

    public Metadata build() {
        return new Metadata(values);
    }
}
