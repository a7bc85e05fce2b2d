package io.tidemill.runtime;

import io.tidemill.connect.Sink;
import io.tidemill.system.World;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the thread of a query does: opens its loop, recovers, and runs an epoch whenever the
/// trigger and the sources let it, until the query ends. A full disk, and files whose event times
/// overlap too far, close the loop and open it anew. Others may only ask for [#status].
final class QueryRun {
    private static final Logger LOG = LoggerFactory.getLogger(QueryRun.class);
    private static final Duration IDLE_NEWS = Duration.ofSeconds(10);
    private static final Duration TENDED = Duration.ofSeconds(1); // while it waits for a trigger

    /// How often it is said that there is no space, which is tried every few moments.
    private static final Duration SPACE_NEWS = Duration.ofMinutes(1);

    private static final int SLOWEST_POLL = 10; // times the polling delay

    private final World world;
    private final QuerySpec spec;
    private final String label;
    private final Loops loops;
    private final QueryRequests requests;
    private final QueryNews news;
    private final QueryWarnings warnings = new QueryWarnings();
    private volatile @Nullable EpochLoop loop; // written by the query's thread, once started
    private volatile QueryStatus status = new QueryStatus("Initializing sources", false, false);
    private boolean readsInOrder;
    private OptionalLong spaceTold = OptionalLong.empty(); // when it was said last, in nanoseconds

    /// Opens the query's sources, sink and checkpoint, again and again.
    @FunctionalInterface
    interface Loops {
        /// @param readInOrder whether splits have to be read in their order: known once some were
        ///   late by others that were read at the same time
        EpochLoop open(boolean readInOrder);
    }

    /// @param first the loop to begin with, open already
    QueryRun(
            World world,
            QuerySpec spec,
            String label,
            Loops loops,
            EpochLoop first,
            QueryRequests requests,
            QueryNews news) {
        this.world = world;
        this.spec = spec;
        this.label = label;
        this.loops = loops;
        this.loop = first;
        this.requests = requests;
        this.news = news;
    }

    /// Whether a sink waits for something outside, such as a broker that is away.
    boolean isSinkWaiting() {
        var open = loop;
        return open != null && open.query().sinkWaitingFor().isPresent();
    }

    QueryStatus status() {
        var now = status;
        var open = loop;
        if (open == null) {
            return now;
        }
        return open.query()
                .sinkWaitingFor()
                .map(what ->
                        new QueryStatus(
                                "Waiting for " + what, now.dataAvailable(), now.triggerActive()))
                .orElse(now);
    }

    /// Runs it to its end, and closes what it opened.
    ///
    /// @return why it ended, when nobody wanted that
    @Nullable Throwable run() {
        Throwable failure = null;
        try {
            drive();
        } catch (CancellationException | InterruptedException e) {
            if (!requests.isStopping()) {
                failure = e;
            }
        } catch (Throwable e) {
            failure = Failures.of(e);
        }
        failure = closeLoop(failure);
        var end =
                failure == null ? "Stopped" : "Terminated with exception: " + failure.getMessage();
        status = new QueryStatus(end, false, false);
        return failure;
    }

    private void drive() throws InterruptedException {
        while (true) {
            try {
                runUntilEnd(openLoop());
                return;
            } catch (SourceTimes.OutOfOrderException e) {
                readInOrder(e);
            } catch (RuntimeException e) {
                if (!Failures.isWaitingForSpace(e) || requests.isStopping()) {
                    throw e;
                }
                waitForSpace(e);
            }
        }
    }

    private EpochLoop openLoop() {
        var open = loop;
        if (open == null) {
            open = loops.open(readsInOrder);
            loop = open;
        }
        return open;
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

    private void waitForSpace(RuntimeException cause) throws InterruptedException {
        long now = world.clock().nanos();
        if (spaceTold.isEmpty() || now - spaceTold.getAsLong() >= SPACE_NEWS.toNanos()) {
            LOG.warn("query waits for space query={} cause={}", label, cause.getMessage());
            spaceTold = OptionalLong.of(now);
        }
        status = new QueryStatus("Waiting for space: " + cause.getMessage(), true, false);
        var unclosed = closeLoop(null);
        if (unclosed != null && !Failures.isWaitingForSpace(unclosed)) {
            cause.addSuppressed(unclosed);
            throw cause;
        }
        requests.awaitStop(spec.settings().retryDelay());
        if (requests.isStopping()) {
            throw new CancellationException("stopped while waiting for space");
        }
    }

    private void runUntilEnd(EpochLoop epochs) throws InterruptedException {
        boolean ends =
                spec.trigger() instanceof TriggerSpec.Once
                        || spec.trigger() instanceof TriggerSpec.AvailableNow;
        epochs.begin(requests::arrived, news::warned);
        epochs.recover();
        if (ends) {
            epochs.endWithWhatIsThere();
        }
        runEpochs(epochs, ends);
        epochs.finish(ends && !requests.isStopping());
    }

    /// @param ends whether it reads no further than what is there now
    private void runEpochs(EpochLoop epochs, boolean ends) throws InterruptedException {
        int emptyLooks = 0;
        long idleSince = world.clock().nanos();
        while (!requests.isStopping()) {
            long asked = requests.asked();
            boolean served = requests.isServed(asked);
            if (served) {
                waitForTrigger(epochs);
                if (requests.isStopping()) {
                    return;
                }
            }
            status = new QueryStatus("Getting offsets", epochs.isBehind(), true);
            requests.looking();
            boolean ran = epochs.runNext(!served);
            warnings.begun(epochs.query().sources()).forEach(news::warned);
            if (ran) {
                status = new QueryStatus("Processing new data", epochs.isBehind(), true);
                emptyLooks = 0;
                idleSince = world.clock().nanos();
                if (spec.trigger() instanceof TriggerSpec.Once) {
                    return;
                }
                continue;
            }
            requests.served(asked);
            if (ends) {
                return;
            }
            var why = epochs.query().sourceWaitingFor().orElse("Waiting for data to arrive");
            status = new QueryStatus(why, false, false);
            idleSince = tellIdle(idleSince);
            emptyLooks = Math.min(emptyLooks + 1, SLOWEST_POLL);
            requests.awaitNews(spec.settings().pollingDelay().multipliedBy(emptyLooks));
        }
    }

    private long tellIdle(long idleSince) {
        long now = world.clock().nanos();
        if (now - idleSince < IDLE_NEWS.toNanos()) {
            return idleSince;
        }
        news.idle();
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
            for (boolean waits = true; waits && left.isPositive(); ) {
                epochs.tend();
                waits = !requests.awaitTrigger(left.compareTo(TENDED) < 0 ? left : TENDED);
                left = interval.minus(epochs.meter().sinceLastBegan());
            }
        }
    }

    private static Duration longer(Duration wanted, Sink sink) {
        var smallest = sink.smallestInterval();
        return wanted.compareTo(smallest) < 0 ? smallest : wanted;
    }
}
