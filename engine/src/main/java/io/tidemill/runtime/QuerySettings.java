package io.tidemill.runtime;

import io.tidemill.checkpoint.CheckpointOptions;
import java.time.Duration;
import java.time.ZoneId;

/// How a query is run, whatever it computes.
///
/// @param workers how many parts its circuit has; at least 1
/// @param zone the session's time zone
/// @param stopTimeout how long [RunningQuery#stop] lets the epoch in flight go on before it is
///   abandoned, which loses nothing since it is not committed
/// @param pollingDelay how long to wait before looking for new data again
/// @param targetEpoch how long an epoch should take: what it reads is cut so; zero means as much as
///   the limits allow
/// @param progressKept how many epochs' progress is kept
/// @param retryDelay how long to wait for space on a full disk before trying again
/// @param watermarks how its watermark follows from the event times of its sources
/// @param state how it treats what its operators keep
/// @param checkpoint how its checkpoint behaves; among others, whether it goes on from one although
///   the plan differs
public record QuerySettings(
        int workers,
        ZoneId zone,
        Duration stopTimeout,
        Duration pollingDelay,
        Duration targetEpoch,
        int progressKept,
        Duration retryDelay,
        WatermarkPolicy watermarks,
        StatePolicy state,
        CheckpointOptions checkpoint) {
    public QuerySettings {
        if (workers < 1 || progressKept < 1) {
            throw new IllegalArgumentException(
                    "a query needs a worker and one kept progress, not %d and %d"
                            .formatted(workers, progressKept));
        }
    }

    /// What holds when nobody says otherwise.
    public static QuerySettings defaults(int workers) {
        return new QuerySettings(
                workers,
                ZoneId.of("UTC"),
                Duration.ofSeconds(60),
                Duration.ofMillis(10),
                Duration.ofSeconds(10),
                100,
                Duration.ofSeconds(1),
                WatermarkPolicy.DEFAULT,
                StatePolicy.DEFAULT,
                CheckpointOptions.defaults());
    }

    public QuerySettings withWorkers(int count) {
        return new QuerySettings(
                count,
                zone,
                stopTimeout,
                pollingDelay,
                targetEpoch,
                progressKept,
                retryDelay,
                watermarks,
                state,
                checkpoint);
    }

    public QuerySettings withCheckpoint(CheckpointOptions options) {
        return new QuerySettings(
                workers,
                zone,
                stopTimeout,
                pollingDelay,
                targetEpoch,
                progressKept,
                retryDelay,
                watermarks,
                state,
                options);
    }
}
