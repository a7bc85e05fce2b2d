package io.tidemill.runtime;

import io.tidemill.connect.OutputMode;
import io.tidemill.data.Batch;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.operator.ObservedRow;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.system.Host;
import io.tidemill.system.Workers;
import io.tidemill.system.World;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs queries: the workers, one a core, that all of them share, and the list of those that are
/// active. Thread-safe.
///
/// When the process is asked to end, every active query ends behind its epoch, and the log says
/// which it were and how far they had come.
public final class Engine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    private final World world;
    private final int size;
    private final Path temporary;
    private final ListenerBus listeners;
    private final List<RunningQuery> active = new CopyOnWriteArrayList<>();
    private final SharedReads reads = new SharedReads();
    private final List<Runnable> held = new ArrayList<>(); // guarded by itself
    private int holds; // guarded by held
    private @Nullable Workers workers; // guarded by this
    private Host.@Nullable Registration shutdown; // guarded by this
    private boolean closed; // guarded by this

    /// @param workers how many threads run circuits
    /// @param temporary where queries without a checkpoint keep one while they run
    public Engine(World world, int workers, Path temporary) {
        this.world = world;
        this.size = workers;
        this.temporary = temporary;
        listeners = new ListenerBus(world);
    }

    public World world() {
        return world;
    }

    /// Settings for a query on this engine, to be changed where need be.
    public QuerySettings settings() {
        return QuerySettings.defaults(size);
    }

    /// What queries over these plans will need, before any of them starts. Looks at their tables.
    ///
    /// @param plans by the queries' names
    public ResourcePlan resources(Map<String, PlanNode> plans) {
        List<ResourcePlan.Read> reads = new ArrayList<>();
        plans.forEach((name, plan) -> reads(name, plan, reads));
        return new ResourcePlan(reads, plans.size(), size, world.host().maxHeapBytes());
    }

    private static void reads(String name, PlanNode plan, List<ResourcePlan.Read> found) {
        if (plan instanceof PlanNode.Scan scan && scan.streaming()) {
            try {
                scan.table()
                        .table()
                        .readPlan()
                        .ifPresent(read ->
                                found.add(new ResourcePlan.Read(name, scan.table().name(), read)));
            } catch (IOException | TidemillException e) {
                LOG.info(
                        "resources unknown table={} reason={}",
                        scan.table().name(),
                        e.getMessage());
            }
        }
        plan.inputs().forEach(input -> reads(name, input, found));
    }

    private synchronized Workers workers() {
        if (closed) {
            throw new IllegalStateException("the engine is closed");
        }
        if (workers == null) {
            workers = world.threads().workers("tidemill-worker", size);
        }
        return workers;
    }

    /// Computes a bounded query.
    ///
    /// @param rows is given the result, a batch at a time, each lent for the call only
    /// @throws TidemillException when a row cannot be read or computed
    public void run(PlanNode plan, QuerySettings settings, Consumer<Batch> rows)
            throws InterruptedException {
        run(plan, settings, rows, _ -> {});
    }

    /// As [#run(PlanNode, QuerySettings, Consumer)].
    ///
    /// @param observed is given what the query observes of its rows, at the end
    public void run(
            PlanNode plan,
            QuerySettings settings,
            Consumer<Batch> rows,
            Consumer<ObservedRow.Metrics> observed)
            throws InterruptedException {
        new BatchRun(world, workers(), settings, () -> false, observed).run(plan, rows::accept);
    }

    /// Computes a bounded query and writes its result, whole or not at all.
    ///
    /// @param replace whether what the sink holds is replaced
    /// @param observed is given what the query observes of its rows, at the end
    /// @return how many rows were written
    public long write(
            PlanNode plan,
            QuerySettings settings,
            QuerySpec.SinkOpener sink,
            boolean replace,
            Consumer<ObservedRow.Metrics> observed)
            throws InterruptedException {
        return new BatchRun(world, workers(), settings, () -> false, observed)
                .write(plan, sink, replace ? OutputMode.COMPLETE : OutputMode.APPEND);
    }

    /// Starts a streaming query. What is wrong with its plan, sources, sink or checkpoint is thrown
    /// here; what goes wrong later ends the query and is told by it.
    ///
    /// @throws TidemillException also CONCURRENT_QUERY when an active query has that name, or
    ///   another process its checkpoint
    public RunningQuery start(QuerySpec spec) {
        var running = workers();
        registerShutdown();
        var label = spec.name().orElseGet(() -> "query-" + shortId());
        refuseTwice(spec.name());
        var directory =
                spec.checkpoint().orElseGet(() -> temporary.resolve(label + "-" + shortId()));
        var query =
                new RunningQuery(
                        world,
                        spec,
                        label,
                        directory,
                        (readInOrder, cancelled, committed) ->
                                EpochLoop.open(
                                        world,
                                        running,
                                        spec,
                                        label,
                                        directory,
                                        readInOrder,
                                        reads,
                                        cancelled,
                                        committed),
                        listeners);
        active.add(query);
        begin(() ->
                query.start(() -> {
                    active.remove(query);
                    if (spec.checkpoint().isEmpty()) {
                        forget(directory);
                    }
                }));
        return query;
    }

    /// Starts several queries so that none reads anything before all are open: what they read in
    /// common is then read once from the beginning.
    ///
    /// @param starts calls [#start], and does not wait for what it started
    public void together(Runnable starts) {
        synchronized (held) {
            holds++;
        }
        try {
            starts.run();
        } finally {
            var released = new ArrayList<Runnable>();
            synchronized (held) {
                if (--holds == 0) {
                    released.addAll(held);
                    held.clear();
                }
            }
            released.forEach(Runnable::run);
        }
    }

    private void begin(Runnable start) {
        synchronized (held) {
            if (holds > 0) {
                held.add(start);
                return;
            }
        }
        start.run();
    }

    private void forget(Path directory) {
        try {
            deleteTree(directory);
        } catch (IOException e) {
            LOG.warn(
                    "temporary checkpoint is left behind path={} cause={}",
                    directory,
                    e.getMessage());
        }
    }

    private void deleteTree(Path path) throws IOException {
        for (var child : world.files().list(path)) {
            if (child.isDirectory()) {
                deleteTree(child.path());
            } else {
                world.files().delete(child.path());
            }
        }
        world.files().delete(path);
    }

    private String shortId() {
        return world.randomness().uuid().toString().substring(0, 8);
    }

    private void refuseTwice(Optional<String> name) {
        if (name.isPresent() && active.stream().anyMatch(q -> q.name().equals(name))) {
            throw new TidemillException(
                    Condition.CONCURRENT_QUERY,
                    "a query named '%s' is active already".formatted(name.get()),
                    "stop it, or choose another name");
        }
    }

    /// The queries that have not ended.
    public List<RunningQuery> active() {
        return List.copyOf(active);
    }

    public void addListener(QueryListener listener) {
        listeners.add(listener);
    }

    public void removeListener(QueryListener listener) {
        listeners.remove(listener);
    }

    public List<QueryListener> listeners() {
        return listeners.listeners();
    }

    private synchronized void registerShutdown() {
        if (shutdown == null) {
            shutdown = world.host().onShutdown("tidemill-shutdown", this::drain);
        }
    }

    /// Ends all queries behind their epochs because the process ends.
    private void drain() {
        var cut = active();
        cut.forEach(RunningQuery::requestStop);
        for (var query : cut) {
            try {
                query.stop();
            } catch (InterruptedException e) {
                LOG.warn("query cut by the end of the process query={}", query.label());
                return;
            }
            LOG.warn(
                    "query ended with the process query={} {}; started again it goes on from there",
                    query.label(),
                    query.howFar());
        }
    }

    /// Stops all queries and ends the workers.
    @Override
    public void close() {
        var running = active();
        running.forEach(RunningQuery::requestStop);
        try {
            for (var query : running) {
                query.stop();
            }
        } catch (InterruptedException e) {
            LOG.warn("closing was interrupted; {} queries may still be stopping", active.size());
        }
        listeners.close();
        synchronized (this) {
            closed = true;
            if (shutdown != null) {
                shutdown.close();
            }
            if (workers != null) {
                workers.close();
            }
        }
    }
}
