package io.tidemill.sql.streaming;

import io.tidemill.data.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a query is doing now.
///
/// @param message in words
/// @param isDataAvailable whether there is input that it has not taken
/// @param isTriggerActive whether an epoch is under way
public record StreamingQueryStatus(
        String message, boolean isDataAvailable, boolean isTriggerActive) {
    public String json() {
        return Json.write(fields());
    }

    public String prettyJson() {
        return Json.writePretty(fields());
    }

    private Map<String, @Nullable Object> fields() {
        var map = new LinkedHashMap<String, @Nullable Object>();
        map.put("message", message);
        map.put("isDataAvailable", isDataAvailable);
        map.put("isTriggerActive", isTriggerActive);
        return map;
    }

    @Override
    public String toString() {
        return prettyJson();
    }
}
