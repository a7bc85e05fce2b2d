package io.tidemill.expression.function;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The options of `from_json`, `to_json`, `schema_of_json` and their kin for CSV, by Spark's names
/// without regard to case.
record JsonSettings(Map<String, String> options) {
    static final JsonSettings NONE = new JsonSettings(Map.of());

    JsonSettings {
        options = Map.copyOf(options);
    }

    /// The options that a constant map argument holds.
    static JsonSettings of(Arguments arguments, int index) {
        if (arguments.size() <= index) {
            return NONE;
        }
        var given = arguments.requireConstant(index, "options");
        var options = new HashMap<String, String>();
        if (given instanceof Map<?, ?> map) {
            map.forEach((key, value) ->
                    options.put(
                            String.valueOf(key).toLowerCase(Locale.ROOT), String.valueOf(value)));
        }
        return new JsonSettings(options);
    }

    boolean flag(String name, boolean otherwise) {
        var value = options.get(name.toLowerCase(Locale.ROOT));
        return value == null ? otherwise : Boolean.parseBoolean(value);
    }

    /// A character; 0 for an empty text.
    char letter(String name, char otherwise) {
        var value = options.get(name.toLowerCase(Locale.ROOT));
        return value == null ? otherwise : value.isEmpty() ? 0 : value.charAt(0);
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(options.get(name.toLowerCase(Locale.ROOT)));
    }
}
