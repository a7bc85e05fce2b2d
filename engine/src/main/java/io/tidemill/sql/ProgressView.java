package io.tidemill.sql;

import io.tidemill.data.Boxes;
import io.tidemill.runtime.QueryProgress;
import io.tidemill.sql.streaming.SinkProgress;
import io.tidemill.sql.streaming.SourceProgress;
import io.tidemill.sql.streaming.StateOperatorProgress;
import io.tidemill.sql.streaming.StreamingQueryProgress;
import java.util.Map;
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
                progress.state().stream().map(ProgressView::state).toList(),
                progress.sources().stream().map(ProgressView::source).toList(),
                new SinkProgress(progress.sink().description(), progress.sink().rows(), Map.of()),
                progress.rejected() == 0 ? Map.of() : Map.of("malformed", progress.rejected()));
    }

    private static StateOperatorProgress state(QueryProgress.StateProgress state) {
        return new StateOperatorProgress(
                state.operator(),
                state.rows(),
                state.rowsUpdated(),
                0,
                0,
                0,
                state.commitMillis(),
                state.memoryBytes(),
                0,
                1,
                1,
                Map.of());
    }

    private static SourceProgress source(QueryProgress.SourceProgress source) {
        return new SourceProgress(
                source.description(),
                text(source.startOffset()),
                text(source.endOffset()),
                text(source.latestOffset()),
                source.rows(),
                source.inputRowsPerSecond(),
                source.processedRowsPerSecond(),
                Map.of(
                        "inputBytes", Long.toString(source.bytes()),
                        "rejectedRows", Long.toString(source.rejected())));
    }

    private static String text(@Nullable String offset) {
        return offset == null ? "" : offset;
    }
}
