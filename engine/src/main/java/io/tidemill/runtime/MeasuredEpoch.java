package io.tidemill.runtime;

import io.tidemill.operator.ObservedRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// What is known of an epoch that was computed; [#committed] adds how its commit went. Used by the
/// query's thread.
///
/// Its phases follow one another: planning, `addBatch` (reading and computing), `awaitCommit` (the
/// epoch before was still being committed), `walCommit` (cutting off the state changes, and the
/// record), `commitOffsets` (its sinks). `triggerExecution` goes from its beginning until its sinks
/// had it, so the times of epochs that overlap add up to more than has passed. `snapshot` is what
/// the query's thread gave to a snapshot since the epoch before, and no part of that.
final class MeasuredEpoch {
    private final long epoch;
    private final long beganMicros;
    private final long beganNanos;
    private final long computedNanos;
    private final Map<String, Long> nanos;
    private final Map<String, String> eventTime;
    private final List<QueryProgress.StateProgress> state;
    private final List<QueryProgress.SourceProgress> sources;
    private final QueryProgress.SinkProgress sink;
    private final List<ObservedRow.Metrics> observed;
    private long endNanos;

    /// @param computedNanos when it was computed
    /// @param nanos what its phases took until then; this owns it from now on
    MeasuredEpoch(
            long epoch,
            long beganMicros,
            long beganNanos,
            long computedNanos,
            Map<String, Long> nanos,
            Map<String, String> eventTime,
            List<QueryProgress.StateProgress> state,
            List<QueryProgress.SourceProgress> sources,
            QueryProgress.SinkProgress sink,
            List<ObservedRow.Metrics> observed) {
        this.epoch = epoch;
        this.beganMicros = beganMicros;
        this.beganNanos = beganNanos;
        this.computedNanos = computedNanos;
        this.nanos = nanos;
        this.eventTime = eventTime;
        this.state = state;
        this.sources = sources;
        this.sink = sink;
        this.observed = observed;
        this.endNanos = computedNanos;
    }

    /// Its sinks have it.
    void committed(EpochCommitter.Times times) {
        nanos.put("awaitCommit", times.begun() - computedNanos);
        nanos.merge("walCommit", times.logged() - times.begun(), Long::sum);
        nanos.put("commitOffsets", times.committed() - times.logged());
        endNanos = times.committed();
        nanos.put("triggerExecution", endNanos - beganNanos);
    }

    /// About how much memory the state took when it was computed.
    long stateBytes() {
        return state.stream().mapToLong(QueryProgress.StateProgress::memoryBytes).sum();
    }

    /// @param unboundedState what the query keeps and nothing bounds
    QueryProgress progress(
            UUID id, UUID runId, Optional<String> name, List<String> unboundedState) {
        double seconds = Math.max(endNanos - beganNanos, 1) / 1e9;
        long commitMillis = millis(nanos.getOrDefault("walCommit", 0L));
        var durations = new LinkedHashMap<String, Long>();
        nanos.forEach((phase, took) -> durations.put(phase, millis(took)));
        return new QueryProgress(
                id,
                runId,
                name,
                beganMicros,
                epoch,
                millis(endNanos - beganNanos),
                durations,
                eventTime,
                state.stream().map(it -> it.committedIn(commitMillis)).toList(),
                sources.stream().map(it -> it.processedIn(seconds)).toList(),
                sink,
                observed,
                unboundedState);
    }

    private static long millis(long nanos) {
        return nanos / 1_000_000;
    }
}
