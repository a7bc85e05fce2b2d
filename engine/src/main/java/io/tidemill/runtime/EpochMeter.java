package io.tidemill.runtime;

import io.tidemill.checkpoint.EpochPlan;
import io.tidemill.connect.Slice;
import io.tidemill.data.Boxes;
import io.tidemill.operator.EventTime;
import io.tidemill.state.Stateful;
import io.tidemill.system.WorldClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Measures an epoch as it goes, and makes its [QueryProgress]. Used by the query's thread.
final class EpochMeter {
    private final WorldClock clock;
    private final OpenQuery query;
    private final Map<String, Long> durations = new LinkedHashMap<>();
    private EventTime.Seen eventTime = EventTime.Seen.NOTHING;
    private long beganMicros;
    private long beganNanos;
    private long lapNanos;
    private long lastBeganNanos = Long.MIN_VALUE;
    private @Nullable Finished finished;

    /// What an epoch came to, before it is known whose it was.
    private record Finished(
            long epoch,
            long millis,
            Map<String, String> eventTime,
            List<QueryProgress.SourceProgress> sources,
            long rowsOut) {}

    EpochMeter(WorldClock clock, OpenQuery query) {
        this.clock = clock;
        this.query = query;
    }

    /// An epoch begins, or a look whether there is one to begin.
    void begin() {
        durations.clear();
        eventTime = EventTime.Seen.NOTHING;
        beganMicros = clock.micros();
        beganNanos = clock.nanos();
        lapNanos = beganNanos;
    }

    /// The phase of this name is over.
    void lap(String phase) {
        long now = clock.nanos();
        durations.merge(phase, millis(now - lapNanos), Long::sum);
        lapNanos = now;
    }

    private static long millis(long nanos) {
        return nanos / 1_000_000;
    }

    void eventTime(Optional<EventTime.Seen> seen) {
        eventTime = eventTime.plus(seen.orElse(EventTime.Seen.NOTHING));
    }

    /// The epoch is committed.
    void finished(
            EpochPlan plan,
            List<Slice> slices,
            List<SourceInput> inputs,
            EpochOutput output,
            long watermarkMicros) {
        long now = clock.nanos();
        double seconds = Math.max(now - beganNanos, 1) / 1e9;
        double sinceLast =
                lastBeganNanos == Long.MIN_VALUE ? 0 : (beganNanos - lastBeganNanos) / 1e9;
        lastBeganNanos = beganNanos;
        var sources = new ArrayList<QueryProgress.SourceProgress>();
        for (int i = 0; i < inputs.size(); i++) {
            var input = inputs.get(i);
            var slice = slices.get(i);
            sources.add(
                    new QueryProgress.SourceProgress(
                            input.source().description(),
                            slice.start(),
                            slice.end(),
                            query.sources().get(i).latest(),
                            input.rows(),
                            input.bytes(),
                            output.rejected(i).count(),
                            output.rejected(i).firstReason(),
                            sinceLast == 0 ? 0 : input.rows() / sinceLast,
                            input.rows() / seconds));
        }
        durations.put("triggerExecution", millis(now - beganNanos));
        finished =
                new Finished(
                        plan.epoch(),
                        millis(now - beganNanos),
                        eventTimes(watermarkMicros),
                        sources,
                        output.rows());
    }

    private Map<String, String> eventTimes(long watermarkMicros) {
        var times = new LinkedHashMap<String, String>();
        if (eventTime.count() > 0) {
            times.put("avg", text((long) eventTime.mean()));
            times.put("max", text(eventTime.greatest()));
            times.put("min", text(eventTime.least()));
        }
        if (watermarkMicros != EpochPlan.NO_WATERMARK) {
            times.put("watermark", text(watermarkMicros));
        }
        return times;
    }

    private static String text(long micros) {
        return Boxes.instant(Math.floorDiv(micros, 1000) * 1000).toString();
    }

    /// The progress of the last epoch; null before the first one.
    @Nullable QueryProgress progress(UUID id, UUID runId, Optional<String> name) {
        var epoch = finished;
        return epoch == null
                ? null
                : new QueryProgress(
                        id,
                        runId,
                        name,
                        beganMicros,
                        epoch.epoch(),
                        epoch.millis(),
                        Map.copyOf(durations),
                        epoch.eventTime(),
                        query.circuit().stateful().stream().map(this::state).toList(),
                        epoch.sources(),
                        new QueryProgress.SinkProgress(
                                query.result().sink().description(), epoch.rowsOut()));
    }

    private QueryProgress.StateProgress state(List<Stateful> parts) {
        return new QueryProgress.StateProgress(
                parts.getFirst().stateId(),
                parts.stream().mapToLong(Stateful::stateRows).sum(),
                parts.stream().mapToLong(Stateful::stateRowsUpdated).sum(),
                parts.stream().mapToLong(Stateful::stateBytes).sum(),
                durations.getOrDefault("walCommit", 0L));
    }

    /// How long ago the last epoch began.
    Duration sinceLastBegan() {
        return lastBeganNanos == Long.MIN_VALUE
                ? Duration.ofDays(1)
                : Duration.ofNanos(clock.nanos() - lastBeganNanos);
    }
}
