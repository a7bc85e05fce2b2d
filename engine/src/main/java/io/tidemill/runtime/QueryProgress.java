package io.tidemill.runtime;

import io.tidemill.data.Boxes;
import io.tidemill.data.Json;
import io.tidemill.data.ValueText;
import io.tidemill.operator.ObservedRow;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What one epoch did, with the fields of Spark's `StreamingQueryProgress`.
///
/// @param timeMicros when it began
/// @param epoch Spark's `batchId`
/// @param durationMillis how long each phase took, by Spark's names
/// @param eventTime `max`, `min`, `avg` and `watermark` as ISO instants, as far as they are known
/// @param observed the metrics that the query observes, of this epoch's rows
/// @param unboundedState what the query keeps and nothing bounds, each with what would
public record QueryProgress(
        UUID id,
        UUID runId,
        Optional<String> name,
        long timeMicros,
        long epoch,
        long batchDurationMillis,
        Map<String, Long> durationMillis,
        Map<String, String> eventTime,
        List<StateProgress> state,
        List<SourceProgress> sources,
        SinkProgress sink,
        List<ObservedRow.Metrics> observed,
        List<String> unboundedState) {

    /// What an epoch took from one source; offsets are JSON.
    ///
    /// @param rejected records that could not be read
    /// @param firstRejected where and why the first of them was refused
    /// @param late rows that came too late and were left out
    /// @param sharedBatches batches that came from what was read for another query
    /// @param metrics what the source says besides
    public record SourceProgress(
            String description,
            @Nullable String startOffset,
            @Nullable String endOffset,
            @Nullable String latestOffset,
            long rows,
            long bytes,
            long rejected,
            Optional<String> firstRejected,
            long late,
            long sharedBatches,
            double inputRowsPerSecond,
            double processedRowsPerSecond,
            Map<String, String> metrics) {

        SourceProgress processedIn(double seconds) {
            return new SourceProgress(
                    description,
                    startOffset,
                    endOffset,
                    latestOffset,
                    rows,
                    bytes,
                    rejected,
                    firstRejected,
                    late,
                    sharedBatches,
                    inputRowsPerSecond,
                    rows / seconds,
                    metrics);
        }
    }

    /// What an epoch gave to the sink.
    public record SinkProgress(String description, long rows) {}

    /// The state of one operator after an epoch.
    public record StateProgress(
            String operator,
            long rows,
            long rowsUpdated,
            long rowsRemoved,
            long memoryBytes,
            long commitMillis) {

        StateProgress committedIn(long millis) {
            return new StateProgress(operator, rows, rowsUpdated, rowsRemoved, memoryBytes, millis);
        }
    }

    public long rows() {
        return sources.stream().mapToLong(SourceProgress::rows).sum();
    }

    public long rejected() {
        return sources.stream().mapToLong(SourceProgress::rejected).sum();
    }

    /// Rows that came too late.
    public long late() {
        return sources.stream().mapToLong(SourceProgress::late).sum();
    }

    public double inputRowsPerSecond() {
        return sources.stream().mapToDouble(SourceProgress::inputRowsPerSecond).sum();
    }

    public double processedRowsPerSecond() {
        return sources.stream().mapToDouble(SourceProgress::processedRowsPerSecond).sum();
    }

    /// Spark's JSON form.
    public Map<String, @Nullable Object> toJson() {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("id", id.toString());
        json.put("runId", runId.toString());
        json.put("name", name.orElse(null));
        json.put("timestamp", Boxes.instant(Math.floorDiv(timeMicros, 1000) * 1000).toString());
        json.put("batchId", epoch);
        json.put("batchDuration", batchDurationMillis);
        json.put("numInputRows", rows());
        json.put("inputRowsPerSecond", inputRowsPerSecond());
        json.put("processedRowsPerSecond", processedRowsPerSecond());
        json.put("durationMs", durationMillis);
        if (!eventTime.isEmpty()) {
            json.put("eventTime", eventTime);
        }
        json.put("stateOperators", state.stream().map(QueryProgress::stateJson).toList());
        json.put("sources", sources.stream().map(QueryProgress::sourceJson).toList());
        var sinkJson = new LinkedHashMap<String, @Nullable Object>();
        sinkJson.put("description", sink.description());
        sinkJson.put("numOutputRows", sink.rows());
        json.put("sink", sinkJson);
        if (!observed.isEmpty()) {
            var metrics = new LinkedHashMap<String, @Nullable Object>();
            observed.forEach(each -> metrics.put(each.name(), observedJson(each)));
            json.put("observedMetrics", metrics);
        }
        if (!unboundedState.isEmpty()) {
            json.put("unboundedState", unboundedState);
        }
        return json;
    }

    private static Map<String, @Nullable Object> stateJson(StateProgress state) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("operatorName", state.operator());
        json.put("numRowsTotal", state.rows());
        json.put("numRowsUpdated", state.rowsUpdated());
        json.put("numRowsRemoved", state.rowsRemoved());
        json.put("memoryUsedBytes", state.memoryBytes());
        json.put("commitTimeMs", state.commitMillis());
        return json;
    }

    private static Map<String, @Nullable Object> sourceJson(SourceProgress source) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("description", source.description());
        json.put("startOffset", offset(source.startOffset()));
        json.put("endOffset", offset(source.endOffset()));
        json.put("latestOffset", offset(source.latestOffset()));
        json.put("numInputRows", source.rows());
        json.put("inputRowsPerSecond", source.inputRowsPerSecond());
        json.put("processedRowsPerSecond", source.processedRowsPerSecond());
        var metrics = new TreeMap<>(source.metrics());
        metrics.put("rejectedRows", Long.toString(source.rejected()));
        metrics.put("lateRows", Long.toString(source.late()));
        metrics.put("inputBytes", Long.toString(source.bytes()));
        metrics.put("sharedBatches", Long.toString(source.sharedBatches()));
        json.put("metrics", metrics);
        return json;
    }

    private static Map<String, @Nullable Object> observedJson(ObservedRow.Metrics metrics) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        for (int i = 0; i < metrics.values().size(); i++) {
            var type = metrics.schema().typeOf(i);
            json.put(
                    metrics.schema().field(i).name(),
                    switch (metrics.values().get(i)) {
                        case null -> null;
                        case Boolean flag -> flag;
                        case Long number -> number;
                        case Double number when Double.isFinite(number) -> number;
                        case BigDecimal number -> number;
                        case Object other -> ValueText.of(other, type, ZoneOffset.UTC);
                    });
        }
        return json;
    }

    private static @Nullable Object offset(@Nullable String offset) {
        return offset == null ? null : Json.parse(offset);
    }
}
