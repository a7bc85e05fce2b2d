package io.tidemill.sql.streaming;

import io.tidemill.data.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an epoch wrote, with Spark's names.
///
/// @param numOutputRows -1 when nobody knows
public record SinkProgress(String description, long numOutputRows, Map<String, String> metrics) {
    public SinkProgress {
        metrics = Map.copyOf(metrics);
    }

    public String json() {
        return Json.write(fields());
    }

    public String prettyJson() {
        return Json.writePretty(fields());
    }

    Map<String, @Nullable Object> fields() {
        var map = new LinkedHashMap<String, @Nullable Object>();
        map.put("description", description);
        map.put("numOutputRows", numOutputRows);
        if (!metrics.isEmpty()) {
            map.put("metrics", metrics);
        }
        return map;
    }

    @Override
    public String toString() {
        return prettyJson();
    }
}
