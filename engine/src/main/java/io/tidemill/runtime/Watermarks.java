package io.tidemill.runtime;

import io.tidemill.checkpoint.Bytes;
import io.tidemill.checkpoint.EpochPlan;
import io.tidemill.checkpoint.StateSection;
import io.tidemill.data.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The watermark of a query, and the event times of its sources that it follows from. Never
/// changes: an epoch makes a new one, which is logged with it.
///
/// @param micros no row that counts is older; [EpochPlan#NO_WATERMARK] when there is none yet; it
///   never goes back
/// @param sources in the order of the plan's leaves
record Watermarks(long micros, List<SourceTimes> sources, WatermarkPolicy policy) {
    /// The id under which it stands among the states of operators.
    static final String STATE_ID = "watermarks";

    Watermarks {
        sources = List.copyOf(sources);
    }

    /// Before the first epoch.
    ///
    /// @param delays how far each source's watermark stays behind its event time, if it has one
    static Watermarks fresh(List<OptionalLong> delays, WatermarkPolicy policy, long nowMicros) {
        return new Watermarks(
                EpochPlan.NO_WATERMARK,
                delays.stream().map(delay -> SourceTimes.fresh(delay, policy, nowMicros)).toList(),
                policy);
    }

    boolean hasEventTime() {
        return sources.stream().anyMatch(SourceTimes::hasEventTime);
    }

    /// What holds behind an epoch, once all of its splits have been read.
    ///
    /// @param dropsLate for each source whether rows that come too late are left out
    /// @throws SourceTimes.OutOfOrderException when the epoch has to be run again, in order
    Watermarks after(List<SourceInput> inputs, List<Boolean> dropsLate, long nowMicros) {
        var next = new ArrayList<SourceTimes>();
        for (int i = 0; i < sources.size(); i++) {
            next.add(sources.get(i).after(inputs.get(i).splits(), dropsLate.get(i), nowMicros));
        }
        return new Watermarks(Math.max(micros, watermark(next, nowMicros)), next, policy);
    }

    private long watermark(List<SourceTimes> times, long nowMicros) {
        long result = EpochPlan.NO_WATERMARK;
        boolean first = true;
        for (var source : times) {
            if (!source.hasEventTime() || source.isIdle(nowMicros)) {
                continue;
            }
            long one = source.watermarkMicros(nowMicros).orElse(EpochPlan.NO_WATERMARK);
            result =
                    first
                            ? one
                            : switch (policy.across()) {
                                case MIN -> Math.min(result, one);
                                case MAX -> Math.max(result, one);
                            };
            first = false;
        }
        return result;
    }

    /// Whether the watermark would move by an epoch without rows, because a source has become idle.
    boolean wouldMove(long nowMicros) {
        return !policy.idleTimeout().isZero() && watermark(sources, nowMicros) > micros;
    }

    StateSection toSection() {
        var map = new LinkedHashMap<String, @Nullable Object>();
        map.put("watermark", micros);
        map.put("sources", sources.stream().map(SourceTimes::toJson).toList());
        return new StateSection(
                STATE_ID,
                "times",
                StateSection.Kind.SNAPSHOT,
                1,
                Bytes.wrap(Json.write(map).getBytes(StandardCharsets.UTF_8)));
    }

    /// What [#toSection] gave, for a query with the sources of this one.
    @SuppressWarnings("unchecked")
    Watermarks restored(StateSection section) {
        var map = Json.parseObject(new String(section.payload().toArray(), StandardCharsets.UTF_8));
        var saved = (List<Map<String, @Nullable Object>>) map.get("sources");
        if (saved == null
                || saved.size() != sources.size()
                || !(map.get("watermark") instanceof Long watermark)) {
            throw new IllegalStateException("the watermarks in the checkpoint cannot be read");
        }
        var restored = new ArrayList<SourceTimes>();
        for (int i = 0; i < saved.size(); i++) {
            restored.add(sources.get(i).fromJson(saved.get(i)));
        }
        return new Watermarks(watermark, restored, policy);
    }
}
