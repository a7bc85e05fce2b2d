package io.tidemill.sql.streaming;

import io.tidemill.data.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one operator with state did in an epoch, with Spark's names; times in milliseconds.
public record StateOperatorProgress(
        String operatorName,
        long numRowsTotal,
        long numRowsUpdated,
        long allUpdatesTimeMs,
        long numRowsRemoved,
        long allRemovalsTimeMs,
        long commitTimeMs,
        long memoryUsedBytes,
        long numRowsDroppedByWatermark,
        long numShufflePartitions,
        long numStateStoreInstances,
        Map<String, Long> customMetrics) {
    public StateOperatorProgress {
        customMetrics = Map.copyOf(customMetrics);
    }

    public String json() {
        return Json.write(fields());
    }

    public String prettyJson() {
        return Json.writePretty(fields());
    }

    Map<String, @Nullable Object> fields() {
        var map = new LinkedHashMap<String, @Nullable Object>();
        map.put("operatorName", operatorName);
        map.put("numRowsTotal", numRowsTotal);
        map.put("numRowsUpdated", numRowsUpdated);
        map.put("allUpdatesTimeMs", allUpdatesTimeMs);
        map.put("numRowsRemoved", numRowsRemoved);
        map.put("allRemovalsTimeMs", allRemovalsTimeMs);
        map.put("commitTimeMs", commitTimeMs);
        map.put("memoryUsedBytes", memoryUsedBytes);
        map.put("numRowsDroppedByWatermark", numRowsDroppedByWatermark);
        map.put("numShufflePartitions", numShufflePartitions);
        map.put("numStateStoreInstances", numStateStoreInstances);
        if (!customMetrics.isEmpty()) {
            map.put("customMetrics", customMetrics);
        }
        return map;
    }

    @Override
    public String toString() {
        return prettyJson();
    }
}
