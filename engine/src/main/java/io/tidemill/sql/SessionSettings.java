package io.tidemill.sql;

import io.tidemill.connect.option.Option;
import io.tidemill.plan.circuit.StateTtl;
import io.tidemill.runtime.StatePolicy;
import io.tidemill.runtime.WatermarkPolicy;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;

/// The settings of a session: `conf().set`, `SET`, `builder().config`.
record SessionSettings(
        @Option(
                        name = "spark.app.name",
                        otherwise = "tidemill",
                        help = "What the program calls itself.")
                String appName,
        @Option(
                        name = "spark.sql.session.timeZone",
                        help =
                                "The time zone of timestamps without one, of dates of timestamps"
                                        + " and of what is shown; the machine's when not given.")
                Optional<String> timeZone,
        @Option(
                        name = "spark.sql.ansi.enabled",
                        otherwise = "true",
                        help = "Errors instead of silent NULLs; cannot be turned off.")
                boolean ansi,
        @Option(
                        name = "spark.sql.warehouse.dir",
                        otherwise = "spark-warehouse",
                        help =
                                "Directory in which saveAsTable and toTable make tables that have"
                                        + " no path of their own, each in a folder of its name.")
                String warehouse,
        @Option(
                        name = "spark.sql.streaming.checkpointLocation",
                        help =
                                "Directory in which each streaming query without a location of its"
                                        + " own has its checkpoint, under its name.")
                Optional<String> checkpointLocation,
        @Option(
                        name = "spark.sql.streaming.schemaInference",
                        otherwise = "false",
                        help =
                                "Whether a stream of files may find its columns by looking at"
                                        + " files.")
                boolean schemaInference,
        @Option(
                        name = "spark.sql.streaming.stopTimeout",
                        otherwise = "60 seconds",
                        help =
                                "How long stop() lets the epoch in flight go on before it is"
                                        + " abandoned, which loses nothing.")
                Duration stopTimeout,
        @Option(
                        name = "spark.sql.streaming.numRecentProgressUpdates",
                        otherwise = "100",
                        help = "How many progress reports of a query recentProgress() keeps.")
                int recentProgress,
        @Option(
                        name = "tidemill.targetEpochDuration",
                        otherwise = "10 seconds",
                        help =
                                "About how long an epoch should take: what it reads is cut so; 0"
                                        + " for as much as the limits of its sources allow.")
                Duration targetEpoch,
        @Option(
                        name = "tidemill.allowQueryChange",
                        otherwise = "false",
                        help =
                                "Go on from a checkpoint although what its steps have kept was"
                                        + " computed by another query, where sources, columns of"
                                        + " the state and sink are the same: a filter in front of"
                                        + " an aggregate, say, is another one.")
                boolean allowQueryChange,
        @Option(
                        name = "spark.sql.streaming.multipleWatermarkPolicy",
                        otherwise = "min",
                        help =
                                "Whether the slowest (min) or the fastest (max) of several streams"
                                        + " leads the watermark; with max, rows of the others may"
                                        + " come too late.")
                WatermarkPolicy.Across watermarkPolicy,
        @Option(
                        name = "tidemill.watermark.idleTimeout",
                        otherwise = "0",
                        help =
                                "A stream, or a partition of one, without rows for so long does not"
                                        + " hold the watermark back; 0: it always does.")
                Duration watermarkIdleTimeout,
        @Option(
                        name = "tidemill.watermark.ignoreTop",
                        otherwise = "0",
                        help =
                                "How many of the greatest event times of each partition do not move"
                                        + " the watermark, so that single rows from the future do no"
                                        + " harm.")
                int watermarkIgnoreTop,
        @Option(
                        name = "tidemill.watermark.maxFutureSkew",
                        otherwise = "0",
                        help =
                                "Event times that are further ahead of the clock do not move the"
                                        + " watermark; 0: all do.")
                Duration watermarkMaxFutureSkew,
        @Option(
                        name = "tidemill.state.ttl",
                        otherwise = "0",
                        help =
                                "What joins, aggregates, sessions, ranks, window functions and"
                                        + " dropped duplicates keep of a row or a key, and no watermark"
                                        + " bounds, is forgotten when it has not changed for so long by"
                                        + " the clock: nothing is taken back, and later rows find"
                                        + " nothing; 0: never. The hint STATE_TTL says it for one"
                                        + " step.")
                Duration stateTtl,
        @Option(
                        name = "tidemill.state.unbounded",
                        otherwise = "warn",
                        help =
                                "What happens to a query of which a step may keep more and more,"
                                        + " since no watermark and no time to live bounds it: warn"
                                        + " (it runs, and log, listeners and progress say so) or"
                                        + " refuse.")
                StatePolicy.Unbounded unboundedState,
        @Option(
                        name = "tidemill.workers",
                        help =
                                "How many threads run the queries' circuits; as many as processors"
                                        + " when not given. Read when the first query starts.")
                Optional<Integer> workers) {
    SessionSettings {
        if (!ansi) {
            throw new IllegalArgumentException(
                    "spark.sql.ansi.enabled cannot be false: Tidemill has ANSI semantics only");
        }
        if (watermarkIgnoreTop < 0 || watermarkIgnoreTop > 1000) {
            throw new IllegalArgumentException(
                    "tidemill.watermark.ignoreTop must be from 0 to 1000");
        }
        if (recentProgress < 1) {
            throw new IllegalArgumentException(
                    "spark.sql.streaming.numRecentProgressUpdates must be at least 1");
        }
        if (workers.filter(n -> n < 1).isPresent()) {
            throw new IllegalArgumentException("tidemill.workers must be at least 1");
        }
        if (timeZone.isPresent()) {
            try {
                var _ = ZoneId.of(timeZone.get());
            } catch (DateTimeException e) {
                throw new IllegalArgumentException(
                        "spark.sql.session.timeZone: '%s' is not a time zone such as Europe/Berlin"
                                .formatted(timeZone.get()),
                        e);
            }
        }
    }

    WatermarkPolicy watermarks() {
        return new WatermarkPolicy(
                watermarkPolicy, watermarkIdleTimeout, watermarkIgnoreTop, watermarkMaxFutureSkew);
    }

    StatePolicy state() {
        return new StatePolicy(StateTtl.of(stateTtl), unboundedState);
    }

    /// The session's time zone.
    ZoneId zone() {
        return timeZone.map(ZoneId::of).orElseGet(ZoneId::systemDefault);
    }
}
