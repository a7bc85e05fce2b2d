package io.tidemill.app.output;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The fields of a struct's value.
final class Nested {
    private Nested() {}

    static List<@Nullable Object> fields(Object struct) {
        return Arrays.asList((Object[]) struct);
    }
}
