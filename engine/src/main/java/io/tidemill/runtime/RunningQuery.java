package io.tidemill.runtime;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.plan.circuit.Explain;
import io.tidemill.plan.circuit.ExplainFormatted;
import io.tidemill.system.OwnedThread;
import io.tidemill.system.Signal;
import io.tidemill.system.Threads;
import io.tidemill.system.World;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A streaming query that was started: runs on a thread of its own until it ends, fails or is
/// stopped, and keeps the process alive meanwhile. This is what others hold of it; what its thread
/// does is [QueryRun]. Thread-safe.
///
/// A full disk does not end it: it waits and goes on from its checkpoint. Any other failure ends
/// this query and no other one.
public final class RunningQuery {
    private static final Logger LOG = LoggerFactory.getLogger(RunningQuery.class);
    private static final Duration GRACE = Duration.ofSeconds(2);

    /// For what is closed when a query is interrupted: a commit under way has grace of its own.
    private static final Duration CLOSING = GRACE.multipliedBy(4);

    private final World world;
    private final QuerySpec spec;
    private final String label;
    private final Path checkpoint;
    private final Signal signal;
    private final QueryRequests requests;
    private final QueryNews news;
    private final QueryRun run;
    private final CompletableFuture<Void> completion = new CompletableFuture<>();
    private volatile @Nullable OwnedThread thread;

    /// Opens the query's sources, sink and checkpoint, once and again after a full disk.
    @FunctionalInterface
    interface Loops {
        /// @param readInOrder whether one worker reads all splits of a source, one after the other
        /// @param cancelled true abandons the epoch that is run
        /// @param committed is told of each epoch that its sinks have
        EpochLoop open(
                boolean readInOrder, BooleanSupplier cancelled, Consumer<MeasuredEpoch> committed);
    }

    /// Opens the query; its thread does not run yet.
    ///
    /// @param label what it is called where people look
    RunningQuery(
            World world,
            QuerySpec spec,
            String label,
            Path checkpoint,
            Loops loops,
            ListenerBus listeners) {
        this.world = world;
        this.spec = spec;
        this.label = label;
        this.checkpoint = checkpoint;
        signal = world.threads().signal();
        requests = new QueryRequests(signal);
        var runId = world.randomness().uuid();
        QueryRun.Loops opened =
                readInOrder -> loops.open(readInOrder, requests::isCancelled, this::publish);
        var first = opened.open(false);
        news =
                new QueryNews(
                        first.checkpoint().recovered().queryId(),
                        runId,
                        spec,
                        label,
                        world.clock()::micros,
                        listeners);
        run = new QueryRun(world, spec, label, opened, first, requests, news);
    }

    private void publish(MeasuredEpoch epoch) {
        news.progressed(epoch);
    }

    /// Starts the thread; called once, by the engine.
    void start(Runnable atEnd) {
        LOG.info("query started query={} id={} checkpoint={}", label, id(), checkpoint);
        news.started();
        thread =
                world.threads()
                        .start(
                                "tidemill-query-" + label,
                                Threads.Lifetime.KEEPS_PROCESS,
                                () -> run(atEnd));
    }

    /// Stays the same over restarts from one checkpoint.
    public UUID id() {
        return news.id();
    }

    /// Differs with every start.
    public UUID runId() {
        return news.runId();
    }

    public Optional<String> name() {
        return spec.name();
    }

    /// The name, or what stands for it.
    public String label() {
        return label;
    }

    public boolean isActive() {
        return !completion.isDone();
    }

    public QueryStatus status() {
        return run.status();
    }

    /// The plan as `EXPLAIN` shows it, or `EXPLAIN FORMATTED`.
    public String explain(boolean formatted) {
        return formatted
                ? ExplainFormatted.of(spec.plan(), spec.manner())
                : Explain.of(spec.plan(), spec.manner());
    }

    /// Completes when the query has ended; exceptionally when it failed.
    public CompletableFuture<Void> completion() {
        return completion.copy();
    }

    /// Why it ended, when that was a failure.
    public Optional<Throwable> failure() {
        return completion.isCompletedExceptionally()
                ? Optional.of(completion.exceptionNow())
                : Optional.empty();
    }

    public Optional<QueryProgress> lastProgress() {
        return news.lastProgress();
    }

    /// The progress of the last epochs, oldest first.
    public List<QueryProgress> recentProgress() {
        return news.recentProgress();
    }

    /// How far it has come, for people: `epoch=7 offsets=[...]`.
    public String howFar() {
        return news.howFar();
    }

    /// Waits for the end of the query.
    ///
    /// @return whether it has ended, well or badly
    public boolean await(Duration timeout) throws InterruptedException {
        return signal.await(completion::isDone, timeout);
    }

    /// Waits until everything that is available now has been committed, or the query has ended.
    /// Does not wait for the trigger.
    public void processAllAvailable() throws InterruptedException {
        requests.ask(completion::isDone);
    }

    /// Ends the query behind the epoch in flight, and returns when nothing of it runs any more. An
    /// epoch that takes longer than the settings' `stopTimeout`, or whose sink waits for something
    /// outside (a broker that is away), is abandoned, which loses nothing; user code that does not
    /// even then return is left behind, with its stack in the log.
    public void stop() throws InterruptedException {
        requestStop();
        var running = thread;
        if (running == null || world.threads().currentName().equals(running.name())) {
            return;
        }
        if (awaitUnlessSinkWaits(spec.settings().stopTimeout())) {
            return;
        }
        requests.cancel();
        if (await(GRACE)) {
            return;
        }
        running.interrupt();
        if (!await(CLOSING)) {
            LOG.error(
                    "query does not stop and is left behind query={} stack={}",
                    label,
                    running.stackTrace());
            completion.complete(null);
            signal.raise();
        }
    }

    private boolean awaitUnlessSinkWaits(Duration timeout) throws InterruptedException {
        long deadline = world.clock().nanos() + timeout.toNanos();
        for (long left = timeout.toNanos(); left > 0; left = deadline - world.clock().nanos()) {
            if (await(Duration.ofNanos(Math.min(left, GRACE.toNanos())))) {
                return true;
            }
            if (run.isSinkWaiting()) {
                return false;
            }
        }
        return await(Duration.ZERO);
    }

    /// Lets the query end behind the epoch in flight, without waiting for it.
    public void requestStop() {
        requests.stop();
    }

    private void run(Runnable atEnd) {
        var failure = run.run();
        atEnd.run();
        news.terminated(Optional.ofNullable(failure));
        if (failure == null) {
            completion.complete(null);
        } else {
            completion.completeExceptionally(failure);
        }
        signal.raise();
        if (failure instanceof Error error) {
            throw error;
        }
    }

    /// The error that Spark's `awaitTermination` throws, when the query has failed.
    ///
    /// @throws TidemillException STREAM_FAILED, naming the query and the cause
    public void throwIfFailed() {
        var cause = failure();
        if (cause.isPresent()) {
            throw new TidemillException(
                    Condition.STREAM_FAILED,
                    "query '%s' [id = %s, runId = %s] failed at %s: %s"
                            .formatted(label, id(), runId(), howFar(), cause.get().getMessage()),
                    "",
                    cause.get());
        }
    }
}
