package io.tidemill.app.progress;

import io.tidemill.app.Terminal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Progress where nobody watches a terminal: each query's first epochs a line each, later ones one
/// line for all of the last ten seconds, so that logs stay short.
public final class LineProgress implements ProgressView {
    private static final int SINGLE_MAX = 20;
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final Terminal terminal;
    private final InstantSource clock;
    private final Map<String, Told> queries = new LinkedHashMap<>();

    /// What was said of one query, and what is still to be said.
    private static final class Told {
        private int singly;
        private Instant last = Instant.EPOCH;
        private @Nullable EpochReport heldBack;
    }

    public LineProgress(Terminal terminal, InstantSource clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public synchronized void epoch(EpochReport report) {
        Told told = queries.computeIfAbsent(report.query(), _ -> new Told());
        EpochReport all = told.heldBack == null ? report : told.heldBack.plus(report);
        Instant now = clock.instant();
        if (told.singly < SINGLE_MAX || !now.isBefore(told.last.plus(INTERVAL))) {
            told.singly++;
            told.last = now;
            told.heldBack = null;
            tell(all);
        } else {
            told.heldBack = all;
        }
    }

    @Override
    public synchronized void say(String message) {
        terminal.say(message);
    }

    @Override
    public synchronized void close() {
        for (Told told : queries.values()) {
            if (told.heldBack != null) {
                tell(told.heldBack);
                told.heldBack = null;
            }
        }
    }

    private void tell(EpochReport report) {
        terminal.say(report.query() + " " + report.text());
    }
}
