package io.tidemill.runtime;

import io.tidemill.checkpoint.EpochPlan;
import io.tidemill.connect.Slice;
import io.tidemill.data.Boxes;
import io.tidemill.operator.EventTime;
import io.tidemill.state.StateSize;
import io.tidemill.state.Stateful;
import io.tidemill.system.WorldClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Measures epochs as they go. What is measured of the one that is being computed is here; when it
/// has been computed it becomes a [MeasuredEpoch], which learns how its commit went while the next
/// one is computed. Used by the query's thread.
final class EpochMeter {
    private final WorldClock clock;
    private final OpenQuery query;
    private Map<String, Long> nanos = new LinkedHashMap<>();
    private EventTime.Seen eventTime = EventTime.Seen.NOTHING;
    private long beganMicros;
    private long beganNanos;
    private long lapNanos;
    private long lastBeganNanos = Long.MIN_VALUE;
    private long snapshotNanos;

    EpochMeter(WorldClock clock, OpenQuery query) {
        this.clock = clock;
        this.query = query;
    }

    /// An epoch begins, or a look whether there is one to begin.
    void begin() {
        nanos = new LinkedHashMap<>();
        eventTime = EventTime.Seen.NOTHING;
        beganMicros = clock.micros();
        beganNanos = clock.nanos();
        lapNanos = beganNanos;
    }

    /// The phase of this name is over.
    void lap(String phase) {
        long now = clock.nanos();
        nanos.merge(phase, now - lapNanos, Long::sum);
        lapNanos = now;
    }

    void eventTime(List<SourceInput> inputs) {
        eventTime =
                inputs.stream()
                        .map(SourceInput::seen)
                        .reduce(EventTime.Seen.NOTHING, EventTime.Seen::plus);
    }

    /// Between two epochs so long went into a snapshot; the next epoch's progress says so.
    void snapshotTook(long nanos) {
        snapshotNanos += nanos;
    }

    /// The epoch is computed; what it did to state and sources is taken down before another one
    /// touches them.
    MeasuredEpoch computed(
            EpochPlan plan,
            List<Slice> slices,
            List<SourceInput> inputs,
            EpochOutput output,
            long watermarkMicros) {
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
                            input.late(),
                            input.shared(),
                            sinceLast == 0 ? 0 : input.rows() / sinceLast,
                            0,
                            input.source().health().metrics()));
        }
        if (snapshotNanos > 0) {
            nanos.put("snapshot", snapshotNanos);
            snapshotNanos = 0;
        }
        return new MeasuredEpoch(
                plan.epoch(),
                beganMicros,
                beganNanos,
                clock.nanos(),
                nanos,
                eventTimes(watermarkMicros),
                query.circuit().stateful().stream().map(EpochMeter::state).toList(),
                sources,
                new QueryProgress.SinkProgress(query.result().sink().description(), output.rows()),
                query.circuit().observed());
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

    private static QueryProgress.StateProgress state(List<Stateful> parts) {
        var size =
                parts.stream().map(Stateful::stateSize).reduce(StateSize.NOTHING, StateSize::plus);
        return new QueryProgress.StateProgress(
                parts.getFirst().stateId(),
                size.rows(),
                size.updated(),
                size.removed(),
                size.bytes(),
                0);
    }

    /// How long ago the last epoch began.
    Duration sinceLastBegan() {
        return lastBeganNanos == Long.MIN_VALUE
                ? Duration.ofDays(1)
                : Duration.ofNanos(clock.nanos() - lastBeganNanos);
    }
}
