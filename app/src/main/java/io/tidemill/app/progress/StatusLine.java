package io.tidemill.app.progress;

import io.tidemill.app.Terminal;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// Progress on a terminal: one line that is kept up to date, however many epochs there are, with
/// the rows of all queries together and the epoch of each; at the end a line for each query stays.
/// What was rejected is also said in lines that stay, for each query one now and then.
///
/// A terminal that is narrower than the line cuts it off: were it to wrap, each update would leave
/// a line behind.
public final class StatusLine implements ProgressView {
    private static final Duration REDRAWN = Duration.ofMillis(250);
    private static final Duration RATED = Duration.ofSeconds(1);
    private static final String CLEAR = "\r\u001b[K";
    private static final String CUT_OFF = "\u001b[?7l";
    private static final String WRAP = "\u001b[?7h";

    private final Terminal terminal;
    private final InstantSource clock;
    private final Map<String, EpochReport> queries = new LinkedHashMap<>();
    private final Rejections rejections = new Rejections();
    private Instant drawnAt = Instant.EPOCH;
    private Instant ratedAt;
    private long rowsRated;
    private double rowsPerSecond;
    private boolean drawn;
    private boolean inLine;

    public StatusLine(Terminal terminal, InstantSource clock) {
        this.terminal = terminal;
        this.clock = clock;
        ratedAt = clock.instant();
    }

    @Override
    public synchronized void epoch(EpochReport report) {
        queries.merge(report.query(), report, EpochReport::plus);
        rejections.add(report);
        tick();
    }

    @Override
    public synchronized void tick() {
        Instant now = clock.instant();
        rejections.due(now).forEach(this::say);
        if (queries.isEmpty() || inLine || now.isBefore(drawnAt.plus(REDRAWN))) {
            return;
        }
        rate(now);
        drawnAt = now;
        drawn = true;
        terminal.err().print(CLEAR + CUT_OFF + text() + WRAP);
        terminal.err().flush();
    }

    private void rate(Instant now) {
        if (!now.isBefore(ratedAt.plus(RATED))) {
            rowsPerSecond = (rows() - rowsRated) * 1e3 / Duration.between(ratedAt, now).toMillis();
            rowsRated = rows();
            ratedAt = now;
        }
    }

    private long rows() {
        return queries.values().stream().mapToLong(EpochReport::rowsIn).sum();
    }

    private String text() {
        long refused = queries.values().stream().mapToLong(EpochReport::refused).sum();
        return "%,d rows in, %,.0f/s%s; epoch of %s"
                .formatted(
                        rows(),
                        rowsPerSecond,
                        refused == 0 ? "" : ", %,d rejected".formatted(refused),
                        queries.values().stream()
                                .map(query -> "%s %,d".formatted(query.query(), query.lastEpoch()))
                                .collect(Collectors.joining(", ")));
    }

    @Override
    public synchronized void say(String message) {
        clear();
        terminal.say(message);
    }

    private void clear() {
        if (drawn) {
            terminal.err().print(CLEAR);
            terminal.err().flush();
            drawn = false;
        }
    }

    /// The same, for results on the same terminal: the line makes room for them.
    @Override
    public PrintStream beside(PrintStream out) {
        return new PrintStream(
                new OutputStream() {
                    @Override
                    public void write(int one) {
                        write(new byte[] {(byte) one}, 0, 1);
                    }

                    @Override
                    public void write(byte[] bytes, int from, int length) {
                        writeBeside(out, bytes, from, length);
                    }
                },
                false,
                out.charset());
    }

    private synchronized void writeBeside(PrintStream out, byte[] bytes, int from, int length) {
        if (length > 0) {
            clear();
            inLine = bytes[from + length - 1] != '\n';
            out.write(bytes, from, length);
            out.flush();
        }
    }

    @Override
    public synchronized void close() {
        clear();
        queries.values().forEach(query -> terminal.say(query.query() + " " + query.text()));
        queries.clear();
        rejections.clear();
    }
}
