package io.tidemill.app.progress;

import io.tidemill.app.Terminal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/// Progress on a terminal: one line that moves, with the rows of all queries together and the epoch
/// of each; at the end a line for each query stays.
public final class BarProgress implements ProgressView {
    private static final int WIDTH = 100;

    private final Terminal terminal;
    private final ProgressBar bar;
    private final Map<String, EpochReport> queries = new LinkedHashMap<>();

    public BarProgress(Terminal terminal) {
        this.terminal = terminal;
        bar =
                new ProgressBarBuilder()
                        .setTaskName("running")
                        .setInitialMax(-1)
                        .setUnit(" rows", 1)
                        .showSpeed()
                        .hideEta()
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(200)
                        .clearDisplayOnFinish()
                        .setConsumer(new ConsoleProgressBarConsumer(terminal.err(), WIDTH))
                        .build();
    }

    @Override
    public synchronized void epoch(EpochReport report) {
        queries.merge(report.query(), report, EpochReport::plus);
        bar.stepBy(report.rowsIn());
        bar.setExtraMessage(
                queries.values().stream()
                        .map(query -> query.query() + " " + query.lastEpoch())
                        .collect(Collectors.joining(", ", " epoch of ", "")));
    }

    @Override
    public synchronized void say(String message) {
        terminal.say("\r\u001b[K" + message);
    }

    @Override
    public synchronized void close() {
        bar.close();
        terminal.err().print("\r\u001b[K");
        queries.values().forEach(query -> terminal.say(query.query() + " " + query.text()));
        queries.clear();
    }
}
