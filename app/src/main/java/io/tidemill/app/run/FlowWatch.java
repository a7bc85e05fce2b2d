package io.tidemill.app.run;

import io.tidemill.app.progress.EpochReport;
import io.tidemill.app.progress.ProgressView;
import io.tidemill.sql.streaming.StreamingQueryListener;
import io.tidemill.sql.streaming.StreamingQueryProgress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/// Tells a [ProgressView] of every epoch that did something, and remembers who did and who has
/// ended. Called by the session's listener thread.
final class FlowWatch extends StreamingQueryListener {
    /// What sources call the number of rows that were gone before they were read.
    private static final String LOST_ROWS = "lostRows";

    private final ProgressView view;
    private final Map<UUID, Long> lost = new HashMap<>(); // by run; guarded by this
    private final Set<UUID> busy = new HashSet<>(); // run ids; guarded by this
    private final Set<UUID> ended = new HashSet<>(); // run ids; guarded by this

    FlowWatch(ProgressView view) {
        this.view = view;
    }

    @Override
    public void onQueryStarted(QueryStartedEvent event) {}

    @Override
    public void onQueryProgress(QueryProgressEvent event) {
        var report = report(event.progress());
        if (report.rowsIn() > 0 || report.rowsOut() > 0 || !report.rejected().isEmpty()) {
            synchronized (this) {
                busy.add(event.progress().runId());
            }
            view.epoch(report);
        }
    }

    @Override
    public synchronized void onQueryTerminated(QueryTerminatedEvent event) {
        ended.add(event.runId());
        notifyAll();
    }

    /// Whether this run of a query has had anything to do.
    synchronized boolean wasBusy(UUID runId) {
        return busy.contains(runId);
    }

    /// Waits until all that these runs did has been told; events come a little after the fact.
    synchronized void awaitEnds(Collection<UUID> runs, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!ended.containsAll(runs)) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return;
            }
            wait(left);
        }
    }

    private EpochReport report(StreamingQueryProgress progress) {
        var rejected = new TreeMap<>(progress.rejectedRows());
        long gone = newlyLost(progress);
        if (gone > 0) {
            rejected.put("lost", gone);
        }
        return new EpochReport(
                Objects.requireNonNullElse(progress.name(), "query"),
                progress.batchId(),
                1,
                progress.numInputRows(),
                progress.sink().numOutputRows(),
                rejected,
                progress.batchDuration());
    }

    /// How many rows its sources have lost since this was asked the last time; they count from the
    /// start of the query.
    private synchronized long newlyLost(StreamingQueryProgress progress) {
        long all =
                Arrays.stream(progress.sources())
                        .mapToLong(source ->
                                Long.parseLong(source.metrics().getOrDefault(LOST_ROWS, "0")))
                        .sum();
        Long before = lost.put(progress.runId(), all);
        return Math.max(0, all - (before == null ? 0 : before));
    }
}
