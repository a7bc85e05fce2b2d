package io.tidemill.runtime;

import io.tidemill.connect.Sink;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.plan.circuit.Explain;
import io.tidemill.plan.circuit.ExplainFormatted;
import io.tidemill.plan.circuit.Kept;
import io.tidemill.system.OwnedThread;
import io.tidemill.system.Signal;
import io.tidemill.system.Threads;
import io.tidemill.system.World;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A streaming query that was started: runs on a thread of its own until it ends, fails or is
/// stopped, and keeps the process alive meanwhile. Thread-safe.
///
/// A full disk does not end it: it waits and goes on from its checkpoint. Any other failure ends
/// this query and no other one.
public final class RunningQuery {
    private static final Logger LOG = LoggerFactory.getLogger(RunningQuery.class);
    private static final Duration IDLE_NEWS = Duration.ofSeconds(10);
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final int SLOWEST_POLL = 10; // times the polling delay

    private final World world;
    private final QuerySpec spec;
    private final String label;
    private final Path checkpoint;
    private final EpochLoops loops;
    private final ListenerBus listeners;
    private final Signal signal;
    private final UUID runId;
    private final UUID id;
    private final List<String> unboundedState;
    private final CompletableFuture<Void> completion = new CompletableFuture<>();
    private final QueryWarnings warnings = new QueryWarnings(); // query's thread only
    private final Deque<QueryProgress> recent = new ArrayDeque<>(); // guarded by itself
    private volatile QueryStatus status = new QueryStatus("Initializing sources", false, false);
    private volatile boolean stopping;
    private volatile boolean cancelled;
    private volatile boolean readsInOrder;
    private volatile long requests; // guarded by this for writing
    private volatile long servedRequests;
    private volatile boolean arrived;
    private volatile @Nullable OwnedThread thread;
    private volatile @Nullable EpochLoop loop; // written by the query's thread, once started

    /// Opens the query's sources, sink and checkpoint, once and again after a full disk.
    @FunctionalInterface
    interface EpochLoops {
        EpochLoop open(RunningQuery query);
    }

    /// @param label what it is called where people look
    RunningQuery(
            World world,
            QuerySpec spec,
            String label,
            Path checkpoint,
            EpochLoops loops,
            ListenerBus listeners) {
        this.world = world;
        this.spec = spec;
        this.label = label;
        this.checkpoint = checkpoint;
        this.loops = loops;
        this.listeners = listeners;
        signal = world.threads().signal();
        runId = world.randomness().uuid();
        unboundedState = spec.unboundedState().stream().map(Kept::describe).toList();
        var first = loops.open(this);
        loop = first;
        id = first.checkpoint().recovered().queryId();
    }

    /// Starts the thread; called once, by the engine.
    void start(Runnable atEnd) {
        LOG.info("query started query={} id={} checkpoint={}", label, id, checkpoint);
        unboundedState.forEach(
                state -> LOG.info("state may grow without end query={} {}", label, state));
        listeners.postNow(
                l -> l.started(id, runId, spec.name(), world.clock().micros(), unboundedState));
        thread =
                world.threads()
                        .start(
                                "tidemill-query-" + label,
                                Threads.Lifetime.KEEPS_PROCESS,
                                () -> run(atEnd));
    }

    /// Stays the same over restarts from one checkpoint.
    public UUID id() {
        return id;
    }

    /// Differs with every start.
    public UUID runId() {
        return runId;
    }

    public Optional<String> name() {
        return spec.name();
    }

    /// The name, or what stands for it.
    public String label() {
        return label;
    }

    public Path checkpoint() {
        return checkpoint;
    }

    public boolean isActive() {
        return !completion.isDone();
    }

    public QueryStatus status() {
        var now = status;
        var open = loop;
        var waiting = open == null ? Optional.<String>empty() : open.query().sinkWaitingFor();
        return waiting.map(what ->
                        new QueryStatus(
                                "Waiting for " + what, now.dataAvailable(), now.triggerActive()))
                .orElse(now);
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
        synchronized (recent) {
            return Optional.ofNullable(recent.peekLast());
        }
    }

    /// The progress of the last epochs, oldest first.
    public List<QueryProgress> recentProgress() {
        synchronized (recent) {
            return List.copyOf(recent);
        }
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
        long ticket;
        synchronized (this) {
            ticket = requests + 1;
            requests = ticket;
        }
        signal.raise();
        signal.await(() -> servedRequests >= ticket || completion.isDone());
    }

    /// Ends the query behind the epoch in flight, and returns when nothing of it runs any more. An
    /// epoch that takes longer than the settings' `stopTimeout` is abandoned, which loses nothing;
    /// user code that does not even then return is left behind, with its stack in the log.
    public void stop() throws InterruptedException {
        requestStop();
        var running = thread;
        if (running == null || world.threads().currentName().equals(running.name())) {
            return;
        }
        if (await(spec.settings().stopTimeout())) {
            return;
        }
        cancelled = true;
        if (await(GRACE)) {
            return;
        }
        running.interrupt();
        if (!await(GRACE)) {
            LOG.error(
                    "query does not stop and is left behind query={} stack={}",
                    label,
                    running.stackTrace());
            completion.complete(null);
            signal.raise();
        }
    }

    /// Lets the query end behind the epoch in flight, without waiting for it.
    public void requestStop() {
        stopping = true;
        signal.raise();
    }

    /// Whether splits have to be read in their order: known once some were late by others that were
    /// read at the same time.
    boolean readsInOrder() {
        return readsInOrder;
    }

    boolean isCancelled() {
        return cancelled;
    }

    private void run(Runnable atEnd) {
        Throwable failure = null;
        try {
            drive();
        } catch (CancellationException | InterruptedException e) {
            if (!stopping) {
                failure = e;
            }
        } catch (Throwable e) {
            failure = Failures.of(e);
        }
        failure = closeLoop(failure);
        end(failure, atEnd);
        if (failure instanceof Error error) {
            throw error;
        }
    }

    private @Nullable Throwable closeLoop(@Nullable Throwable failure) {
        var open = loop;
        loop = null;
        try {
            if (open != null) {
                open.close();
            }
        } catch (RuntimeException e) {
            if (failure == null) {
                return Failures.of(e);
            }
            failure.addSuppressed(e);
        }
        return failure;
    }

    private void end(@Nullable Throwable failure, Runnable atEnd) {
        status =
                new QueryStatus(
                        failure == null
                                ? "Stopped"
                                : "Terminated with exception: " + failure.getMessage(),
                        false,
                        false);
        if (failure == null) {
            LOG.info("query ended query={} {}", label, howFar());
        } else {
            LOG.error("query failed query={} {} error={}", label, howFar(), failure.getMessage());
            LOG.debug("query failed query={}", label, failure);
        }
        atEnd.run();
        listeners.post(l -> l.terminated(id, runId, Optional.ofNullable(failure)));
        if (failure == null) {
            completion.complete(null);
        } else {
            completion.completeExceptionally(failure);
        }
        signal.raise();
    }

    /// How far it has come, for people: `epoch=7 offset={...}`.
    public String howFar() {
        return lastProgress()
                .map(p ->
                        "epoch=%d offsets=%s"
                                .formatted(
                                        p.epoch(),
                                        p.sources().stream()
                                                .map(QueryProgress.SourceProgress::endOffset)
                                                .toList()))
                .orElse("before its first epoch");
    }

    private void drive() throws InterruptedException {
        while (true) {
            try {
                runUntilEnd(openLoop());
                return;
            } catch (SourceTimes.OutOfOrderException e) {
                readInOrder(e);
            } catch (RuntimeException e) {
                if (!Failures.isWaitingForSpace(e) || stopping) {
                    throw e;
                }
                waitForSpace(e);
            }
        }
    }

    /// Goes back to the last epoch and reads one split of a source after the other from there on.
    private void readInOrder(SourceTimes.OutOfOrderException cause) {
        if (readsInOrder) {
            throw new IllegalStateException(
                    "rows were late although they were read in order", cause);
        }
        LOG.info(
                "event times of files overlap by more than the watermark's delay, they are now read"
                        + " one after the other query={}",
                label);
        readsInOrder = true;
        var unclosed = closeLoop(null);
        if (unclosed != null) {
            cause.addSuppressed(unclosed);
            throw cause;
        }
    }

    private EpochLoop openLoop() {
        var open = loop;
        if (open == null) {
            open = loops.open(this);
            loop = open;
        }
        return open;
    }

    private void waitForSpace(RuntimeException cause) throws InterruptedException {
        if (!status.message().startsWith("Waiting for space")) {
            LOG.warn("query waits for space query={} cause={}", label, cause.getMessage());
        }
        status = new QueryStatus("Waiting for space: " + cause.getMessage(), true, false);
        var unclosed = closeLoop(null);
        if (unclosed != null && !Failures.isWaitingForSpace(unclosed)) {
            cause.addSuppressed(unclosed);
            throw cause;
        }
        signal.await(() -> stopping, spec.settings().retryDelay());
        if (stopping) {
            throw new CancellationException("stopped while waiting for space");
        }
    }

    private void runUntilEnd(EpochLoop epochs) throws InterruptedException {
        boolean ends =
                spec.trigger() instanceof TriggerSpec.Once
                        || spec.trigger() instanceof TriggerSpec.AvailableNow;
        runEpochs(epochs, ends);
        epochs.finish(ends && !stopping);
    }

    /// @param ends whether it reads no further than what is there now
    private void runEpochs(EpochLoop epochs, boolean ends) throws InterruptedException {
        epochs.begin(this::arrived, this::warn);
        epochs.recover();
        if (ends) {
            epochs.endWithWhatIsThere();
        }
        int emptyLooks = 0;
        long idleSince = world.clock().nanos();
        while (!stopping) {
            long asked = requests;
            if (asked == servedRequests) {
                waitForTrigger(epochs);
                if (stopping) {
                    return;
                }
            }
            status = new QueryStatus("Getting offsets", epochs.isBehind(), true);
            arrived = false;
            boolean ran = epochs.runNext(asked > servedRequests);
            warnings.begun(epochs.query().sources()).forEach(this::warn);
            if (ran) {
                status = new QueryStatus("Processing new data", epochs.isBehind(), true);
                emptyLooks = 0;
                idleSince = world.clock().nanos();
                if (spec.trigger() instanceof TriggerSpec.Once) {
                    return;
                }
                continue;
            }
            servedRequests = Math.max(servedRequests, asked);
            signal.raise();
            if (ends) {
                return;
            }
            status =
                    new QueryStatus(
                            epochs.query().sourceWaitingFor().orElse("Waiting for data to arrive"),
                            false,
                            false);
            idleSince = tellIdle(idleSince);
            emptyLooks = Math.min(emptyLooks + 1, SLOWEST_POLL);
            var pause = spec.settings().pollingDelay().multipliedBy(emptyLooks);
            signal.await(() -> stopping || arrived || requests > servedRequests, pause);
        }
    }

    private void warn(String warning) {
        LOG.warn("query warns query={} {}", label, warning);
        listeners.post(l -> l.warned(id, runId, spec.name(), world.clock().micros(), warning));
    }

    /// A source may have something new.
    private void arrived() {
        arrived = true;
        signal.raise();
    }

    private long tellIdle(long idleSince) {
        long now = world.clock().nanos();
        if (now - idleSince < IDLE_NEWS.toNanos()) {
            return idleSince;
        }
        listeners.post(l -> l.idle(id, runId, world.clock().micros()));
        return now;
    }

    /// Returns when the next epoch may start.
    private void waitForTrigger(EpochLoop epochs) throws InterruptedException {
        var interval =
                switch (spec.trigger()) {
                    case TriggerSpec.ProcessingTime(var wanted) ->
                            longer(wanted, epochs.query().result().sink());
                    case TriggerSpec.LowestLatency _,
                            TriggerSpec.Once _,
                            TriggerSpec.AvailableNow _ ->
                            Duration.ZERO;
                };
        var left = interval.minus(epochs.meter().sinceLastBegan());
        if (left.isPositive() && epochs.settle(left)) {
            left = interval.minus(epochs.meter().sinceLastBegan());
            status = new QueryStatus("Waiting for next trigger", epochs.isBehind(), false);
            signal.await(() -> stopping || requests > servedRequests, left);
        }
    }

    private static Duration longer(Duration wanted, Sink sink) {
        var smallest = sink.smallestInterval();
        return wanted.compareTo(smallest) < 0 ? smallest : wanted;
    }

    /// An epoch is committed. Called on the query's thread.
    void publish(MeasuredEpoch epoch) {
        var progress = epoch.progress(id, runId, spec.name(), unboundedState);
        synchronized (recent) {
            recent.addLast(progress);
            while (recent.size() > spec.settings().progressKept()) {
                recent.removeFirst();
            }
        }
        listeners.post(l -> l.progressed(progress));
        LOG.debug(
                "epoch committed query={} epoch={} rows={} rejected={} out={} took={}ms",
                label,
                progress.epoch(),
                progress.rows(),
                progress.rejected(),
                progress.sink().rows(),
                progress.batchDurationMillis());
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
                            .formatted(label, id, runId, howFar(), cause.get().getMessage()),
                    "",
                    cause.get());
        }
    }
}
