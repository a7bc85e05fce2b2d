package io.tidemill.app.run;

import io.tidemill.app.ExitCode;
import io.tidemill.app.Failures;
import io.tidemill.app.Terminal;
import io.tidemill.app.progress.ProgressView;
import io.tidemill.app.progress.Ticks;
import io.tidemill.sql.Pipeline;
import io.tidemill.sql.TidemillSession;
import io.tidemill.sql.streaming.StreamingQuery;
import io.tidemill.sql.streaming.StreamingQueryException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;

/// Runs a pipeline to the end of all its flows. One flow's failure stops no other and is told with
/// the rest; Ctrl-C and SIGTERM end them at a commit, and what they did is told before the process
/// ends (with 130 or 143, which the JVM sees to).
public final class FlowRun {
    private static final Duration EVENTS_LATE = Duration.ofSeconds(2);

    private final Terminal terminal;
    private final TidemillSession session;
    private final ProgressView view;
    private final FlowWatch watch;

    public FlowRun(Terminal terminal, TidemillSession session, ProgressView view) {
        this.terminal = terminal;
        this.session = session;
        this.view = view;
        this.watch = new FlowWatch(view);
    }

    /// @return whether all ended well
    public ExitCode run(Pipeline pipeline, Pipeline.Settings settings) throws InterruptedException {
        session.streams().addListener(watch);
        List<StreamingQuery> flows = pipeline.run(session, settings);
        if (flows.isEmpty()) {
            view.close();
            return ExitCode.DONE;
        }
        var signal = new Thread(() -> drain(flows), "tidemill-drain");
        Runtime.getRuntime().addShutdownHook(signal);
        try (var _ = new Ticks(view)) {
            for (StreamingQuery flow : flows) {
                awaitEnd(flow);
            }
        }
        if (!unhook(signal)) {
            signal.join(); // a signal came: its thread tells the rest, the JVM ends the process
            return ExitCode.DONE;
        }
        watch.awaitEnds(runs(flows), EVENTS_LATE);
        view.close();
        return outcome(flows);
    }

    private ExitCode outcome(List<StreamingQuery> flows) {
        var worst = ExitCode.DONE;
        for (StreamingQuery flow : flows) {
            String name = Objects.requireNonNullElse(flow.name(), "query");
            Optional<StreamingQueryException> failure = flow.exception();
            if (failure.isPresent()) {
                Throwable cause = failure.get().getCause();
                terminal.say(
                        "%s: %s"
                                .formatted(
                                        name,
                                        Failures.describe(
                                                terminal, cause == null ? failure.get() : cause)));
                worst = ExitCode.FAILED;
            } else if (!watch.wasBusy(flow.runId())) {
                terminal.say(name + ": nothing new");
            }
        }
        return worst;
    }

    /// The process was asked to end.
    private void drain(List<StreamingQuery> flows) {
        view.say("Ending the flows at a commit ...");
        for (StreamingQuery flow : flows) {
            try {
                flow.stop();
            } catch (TimeoutException e) {
                view.say("%s: %s".formatted(flow.name(), e.getMessage()));
            }
        }
        try {
            watch.awaitEnds(runs(flows), EVENTS_LATE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        view.close();
        terminal.out().flush();
    }

    /// Its failure is told when all have ended.
    private static void awaitEnd(StreamingQuery flow) throws InterruptedException {
        try {
            flow.awaitTermination();
        } catch (StreamingQueryException _) {
            // outcome() asks again
        }
    }

    /// Whether the process goes on as usual: false once it has been asked to end.
    private static boolean unhook(Thread signal) {
        try {
            return Runtime.getRuntime().removeShutdownHook(signal);
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private static List<UUID> runs(List<StreamingQuery> flows) {
        return flows.stream().map(StreamingQuery::runId).toList();
    }
}
