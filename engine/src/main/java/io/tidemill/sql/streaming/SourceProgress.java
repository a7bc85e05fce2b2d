package io.tidemill.sql.streaming;

import io.tidemill.data.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an epoch read of one source, with Spark's names. Offsets are JSON; rates are rows a second,
/// NaN when the time was too short to say.
public record SourceProgress(
        String description,
        String startOffset,
        String endOffset,
        String latestOffset,
        long numInputRows,
        double inputRowsPerSecond,
        double processedRowsPerSecond,
        Map<String, String> metrics) {
    public SourceProgress {
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
        map.put("startOffset", offset(startOffset));
        map.put("endOffset", offset(endOffset));
        map.put("latestOffset", offset(latestOffset));
        map.put("numInputRows", numInputRows);
        StreamingQueryProgress.putRate(map, "inputRowsPerSecond", inputRowsPerSecond);
        StreamingQueryProgress.putRate(map, "processedRowsPerSecond", processedRowsPerSecond);
        if (!metrics.isEmpty()) {
            map.put("metrics", metrics);
        }
        return map;
    }

    private static @Nullable Object offset(String text) {
        return text.isEmpty() ? null : Json.parse(text);
    }

    @Override
    public String toString() {
        return prettyJson();
    }
}
