package io.tidemill.sql;

import io.tidemill.data.Boxes;
import io.tidemill.operator.ObservedRow;
import io.tidemill.runtime.QueryProgress;
import io.tidemill.sql.streaming.SinkProgress;
import io.tidemill.sql.streaming.SourceProgress;
import io.tidemill.sql.streaming.StateOperatorProgress;
import io.tidemill.sql.streaming.StreamingQueryProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The engine's progress by Spark's names.
final class ProgressView {
    private ProgressView() {}

    static StreamingQueryProgress of(QueryProgress progress) {
        return new StreamingQueryProgress(
                progress.id(),
                progress.runId(),
                progress.name().orElse(null),
                Boxes.instant(progress.timeMicros()),
                progress.epoch(),
                progress.batchDurationMillis(),
                progress.durationMillis(),
                progress.eventTime(),
                states(progress),
                progress.sources().stream().map(ProgressView::source).toList(),
                new SinkProgress(progress.sink().description(), progress.sink().rows(), Map.of()),
                rejected(progress),
                observed(progress),
                progress.unboundedState());
    }

    private static Map<String, Row> observed(QueryProgress progress) {
        var metrics = new TreeMap<String, Row>();
        progress.observed().forEach(each -> metrics.put(each.name(), row(each)));
        return metrics;
    }

    /// What was observed, as a row of the API.
    static Row row(ObservedRow.Metrics metrics) {
        return new RowEncoder(metrics.schema())
                .object(metrics.values().toArray(), metrics.schema());
    }

    private static Map<String, Long> rejected(QueryProgress progress) {
        var reasons = new TreeMap<String, Long>();
        if (progress.rejected() > 0) {
            reasons.put("malformed", progress.rejected());
        }
        if (progress.late() > 0) {
            reasons.put("late", progress.late());
        }
        return reasons;
    }

    /// Late rows are left out in front of all operators; Spark's field shows them at the first.
    private static List<StateOperatorProgress> states(QueryProgress progress) {
        var states = new ArrayList<StateOperatorProgress>();
        for (var state : progress.state()) {
            states.add(state(state, states.isEmpty() ? progress.late() : 0));
        }
        return states;
    }

    private static StateOperatorProgress state(QueryProgress.StateProgress state, long late) {
        return new StateOperatorProgress(
                state.operator(),
                state.rows(),
                state.rowsUpdated(),
                0,
                state.rowsRemoved(),
                0,
                state.commitMillis(),
                state.memoryBytes(),
                late,
                1,
                1,
                Map.of());
    }

    private static SourceProgress source(QueryProgress.SourceProgress source) {
        var metrics = new TreeMap<>(source.metrics());
        metrics.put("inputBytes", Long.toString(source.bytes()));
        metrics.put("rejectedRows", Long.toString(source.rejected()));
        metrics.put("sharedBatches", Long.toString(source.sharedBatches()));
        return new SourceProgress(
                source.description(),
                text(source.startOffset()),
                text(source.endOffset()),
                text(source.latestOffset()),
                source.rows(),
                source.inputRowsPerSecond(),
                source.processedRowsPerSecond(),
                metrics);
    }

    private static String text(@Nullable String offset) {
        return offset == null ? "" : offset;
    }
}
