package io.tidemill.app.output;

import io.tidemill.sql.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Values of structs: the API gives rows, [io.tidemill.data] has arrays of fields.
final class Nested {
    private Nested() {}

    static List<@Nullable Object> fields(Object struct) {
        return struct instanceof Row row ? row.toList() : Arrays.asList((Object[]) struct);
    }

    /// The value with arrays of fields in place of rows, however deep.
    static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Row row -> row.toList().stream().map(Nested::plain).toArray();
            case List<?> list -> {
                var plain = new ArrayList<@Nullable Object>(list.size());
                list.forEach(item -> plain.add(plain(item)));
                yield plain;
            }
            case Map<?, ?> map -> {
                var plain = new LinkedHashMap<@Nullable Object, @Nullable Object>();
                map.forEach((key, item) -> plain.put(plain(key), plain(item)));
                yield plain;
            }
            default -> value;
        };
    }
}
