package io.tidemill.sql.streaming;

import io.tidemill.data.Json;
import io.tidemill.sql.Row;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What one epoch of a query did, with Spark's names and JSON fields.
///
/// @param name null when the query has none
/// @param time when the epoch began
/// @param batchId the epoch's number
/// @param batchDuration how long it took, in milliseconds
/// @param durationMs how long each phase took, in milliseconds
/// @param eventTime `max`, `min`, `avg`, `watermark`, as ISO texts; empty without event time
/// @param stateOperatorList what [#stateOperators] gives
/// @param sourceList what [#sources] gives
/// @param rejectedRows how many rows of this epoch were not taken, by reason (`malformed`); beyond
///   Spark, in the JSON as `numRejectedRows` only when there were any
/// @param observedMetrics what `Dataset.observe` gives of this epoch's rows, by the name of each
/// @param unboundedState what the query keeps and nothing bounds, each with what would; beyond
///   Spark, in the JSON only when there is any
public record StreamingQueryProgress(
        UUID id,
        UUID runId,
        @Nullable String name,
        Instant time,
        long batchId,
        long batchDuration,
        Map<String, Long> durationMs,
        Map<String, String> eventTime,
        List<StateOperatorProgress> stateOperatorList,
        List<SourceProgress> sourceList,
        SinkProgress sink,
        Map<String, Long> rejectedRows,
        Map<String, Row> observedMetrics,
        List<String> unboundedState) {
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    public StreamingQueryProgress {
        durationMs = Collections.unmodifiableMap(new TreeMap<>(durationMs));
        eventTime = Collections.unmodifiableMap(new TreeMap<>(eventTime));
        rejectedRows = Collections.unmodifiableMap(new TreeMap<>(rejectedRows));
        stateOperatorList = List.copyOf(stateOperatorList);
        observedMetrics = Collections.unmodifiableMap(new TreeMap<>(observedMetrics));
        sourceList = List.copyOf(sourceList);
        unboundedState = List.copyOf(unboundedState);
    }

    /// When the epoch began, UTC, as `2026-11-20T08:15:00.000Z`.
    public String timestamp() {
        return TIMESTAMP.format(time);
    }

    public StateOperatorProgress[] stateOperators() {
        return stateOperatorList.toArray(StateOperatorProgress[]::new);
    }

    public SourceProgress[] sources() {
        return sourceList.toArray(SourceProgress[]::new);
    }

    /// Rows of all sources.
    public long numInputRows() {
        return sourceList.stream().mapToLong(SourceProgress::numInputRows).sum();
    }

    public double inputRowsPerSecond() {
        return sourceList.stream().mapToDouble(SourceProgress::inputRowsPerSecond).sum();
    }

    public double processedRowsPerSecond() {
        return sourceList.stream().mapToDouble(SourceProgress::processedRowsPerSecond).sum();
    }

    public String json() {
        return Json.write(fields());
    }

    public String prettyJson() {
        return Json.writePretty(fields());
    }

    private Map<String, @Nullable Object> fields() {
        var map = new LinkedHashMap<String, @Nullable Object>();
        map.put("id", id.toString());
        map.put("runId", runId.toString());
        map.put("name", name);
        map.put("timestamp", timestamp());
        map.put("batchId", batchId);
        map.put("batchDuration", batchDuration);
        map.put("numInputRows", numInputRows());
        putRate(map, "inputRowsPerSecond", inputRowsPerSecond());
        putRate(map, "processedRowsPerSecond", processedRowsPerSecond());
        map.put("durationMs", durationMs);
        if (!eventTime.isEmpty()) {
            map.put("eventTime", eventTime);
        }
        map.put(
                "stateOperators",
                stateOperatorList.stream().map(StateOperatorProgress::fields).toList());
        map.put("sources", sourceList.stream().map(SourceProgress::fields).toList());
        map.put("sink", sink.fields());
        if (!observedMetrics.isEmpty()) {
            var metrics = new LinkedHashMap<String, @Nullable Object>();
            observedMetrics.forEach((key, row) -> metrics.put(key, Json.parse(row.json())));
            map.put("observedMetrics", metrics);
        }
        if (!rejectedRows.isEmpty()) {
            map.put("numRejectedRows", rejectedRows);
        }
        if (!unboundedState.isEmpty()) {
            map.put("unboundedState", unboundedState);
        }
        return map;
    }

    /// A rate that nobody can tell is left out, as Spark does.
    static void putRate(Map<String, @Nullable Object> map, String name, double rate) {
        if (Double.isFinite(rate)) {
            map.put(name, new BigDecimal(Double.toString(rate)));
        }
    }

    @Override
    public String toString() {
        return prettyJson();
    }
}
