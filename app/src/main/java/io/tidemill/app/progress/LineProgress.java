package io.tidemill.app.progress;

import io.tidemill.app.Terminal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Progress where nobody watches a terminal: of each query the first epochs a line each, then one
/// line for all of the last ten seconds, however many epochs these had, so that logs stay short.
public final class LineProgress implements ProgressView {
    private static final int SINGLE_MAX = 3;
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
        told.heldBack = told.heldBack == null ? report : told.heldBack.plus(report);
        if (told.singly < SINGLE_MAX) {
            told.singly++;
            tell(told);
        } else {
            tick();
        }
    }

    @Override
    public synchronized void tick() {
        Instant due = clock.instant().minus(INTERVAL);
        for (Told told : queries.values()) {
            if (!told.last.isAfter(due)) {
                tell(told);
            }
        }
    }

    @Override
    public synchronized void say(String message) {
        terminal.say(message);
    }

    @Override
    public synchronized void close() {
        queries.values().forEach(this::tell);
    }

    private void tell(Told told) {
        EpochReport report = told.heldBack;
        if (report != null) {
            told.heldBack = null;
            told.last = clock.instant();
            terminal.say(report.query() + " " + report.text());
        }
    }
}
