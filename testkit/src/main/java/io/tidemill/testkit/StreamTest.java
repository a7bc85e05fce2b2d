package io.tidemill.testkit;

import io.tidemill.data.TidemillException;
import io.tidemill.sql.Dataset;
import io.tidemill.sql.Encoders;
import io.tidemill.sql.Row;
import io.tidemill.sql.RowFactory;
import io.tidemill.sql.TidemillSession;
import io.tidemill.sql.streaming.MemoryStream;
import io.tidemill.sql.streaming.StreamingQuery;
import io.tidemill.sql.streaming.StreamingQueryException;
import io.tidemill.sql.streaming.Trigger;
import io.tidemill.sql.types.StructType;
import io.tidemill.system.RealWorld;
import io.tidemill.system.simulation.Fault;
import io.tidemill.system.simulation.ProcessStopped;
import io.tidemill.system.simulation.SimulatedProcess;
import io.tidemill.system.simulation.Simulation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One query under test, from its tables to its sink, told step by step.
///
/// The query is a real one, run by a real session; its tables and its sink are in memory and
/// survive crashes. In a simulated world a seed decides how threads interleave, files are in
/// memory, and time moves only when the test says so; in the real one the query runs as it would
/// outside of tests.
///
/// Steps are taken on the test's thread; a step that finds something else than it says throws an
/// [AssertionError]. The query runs in mode `changelog` unless the test says otherwise, so that
/// every query can be run and [#sinkHolds] compares its whole result.
public final class StreamTest implements AutoCloseable {
    private static final int SHOWN_WHOLE = 20; // rows

    private static final String SINK = "sink";
    private static final Path DIRECTORY = Path.of("/test");

    private final Optional<Simulation> simulation;
    private final Path directory;
    private final Map<String, StructType> schemas = new LinkedHashMap<>();
    private final Map<String, MemoryStream<Row>> tables = new LinkedHashMap<>();
    private final Map<String, Watermark> watermarks = new LinkedHashMap<>();
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Crash crash = new Crash();
    private @Nullable SimulatedProcess process;
    private TidemillSession session;
    private Optional<Function<TidemillSession, Dataset<Row>>> rows = Optional.empty();
    private Optional<StreamingQuery> query = Optional.empty();
    private @Nullable SinkTable sink;
    private String mode = "changelog";
    private Trigger trigger = Trigger.ProcessingTime(0);

    private StreamTest(Optional<Simulation> simulation, Path directory) {
        this.simulation = simulation;
        this.directory = directory;
        settings.put("spark.sql.session.timeZone", "UTC");
        this.session = begin();
    }

    /// In a world that this seed decides, with a clock that the test moves.
    public static StreamTest simulated(long seed) {
        return new StreamTest(Optional.of(new Simulation(seed).manualClock()), DIRECTORY);
    }

    /// In the real world.
    ///
    /// @param directory for the checkpoint; empty or not there yet
    public static StreamTest real(Path directory) {
        return new StreamTest(Optional.empty(), directory);
    }

    /// A row to insert or to expect.
    public static Row row(@Nullable Object... values) {
        return RowFactory.create(values);
    }

    private TidemillSession begin() {
        var world = simulation.map(Simulation::start);
        process = world.orElse(null);
        return TidemillSession.builder()
                .world(world.map(SimulatedProcess::world).orElseGet(RealWorld::create))
                .directory(directory)
                .config(settings)
                .create();
    }

    /// The session of the process that runs now, for what has no word here.
    public TidemillSession session() {
        return session;
    }

    /// The query that runs now.
    public StreamingQuery query() {
        return query.orElseThrow(() ->
                new IllegalStateException("there is no query yet: call stream(\"SELECT ...\")"));
    }

    /// Sets a session's setting, for this process and those after a restart.
    public StreamTest config(String key, String value) {
        settings.put(key, value);
        session.conf().set(key, value);
        return this;
    }

    /// A table that the test adds to; queries read it as a stream by this name.
    ///
    /// @param columns in DDL: `city STRING, time TIMESTAMP`
    public StreamTest table(String name, String columns) {
        var schema = StructType.fromDDL(columns);
        schemas.put(name, schema);
        var stream = MemoryStream.create(session, Encoders.row(schema));
        tables.put(name, stream);
        show(name, stream);
        return this;
    }

    private record Watermark(String column, String delay) {}

    /// Says that a column of a table is event time.
    ///
    /// @param delay how far behind the newest time a row may come: `10 seconds`
    public StreamTest watermark(String table, String column, String delay) {
        watermarks.put(table, new Watermark(column, delay));
        tables.forEach(this::show);
        return this;
    }

    private void show(String name, MemoryStream<Row> stream) {
        var rows = stream.toDF();
        var watermark = watermarks.get(name);
        (watermark == null ? rows : rows.withWatermark(watermark.column, watermark.delay))
                .createOrReplaceTempView(name);
    }

    /// @param outputMode `append`, `update`, `complete` or `changelog`; to be said before [#stream]
    public StreamTest outputMode(String outputMode) {
        mode = outputMode;
        return this;
    }

    /// To be said before [#stream].
    public StreamTest trigger(Trigger when) {
        trigger = when;
        return this;
    }

    /// Starts the query under test; its tables have been declared.
    public StreamTest stream(String select) {
        return stream(own -> own.sql(select));
    }

    /// As [#stream(String)], of the query that a program makes in a session; asked again after each
    /// restart.
    public StreamTest stream(Function<TidemillSession, Dataset<Row>> queried) {
        rows = Optional.of(queried);
        sink = new SinkTable(queried.apply(session).schema(), crash::reached);
        return start();
    }

    private StreamTest start() {
        var queried = rows.orElseThrow(() -> new IllegalStateException("no query yet"));
        session.register(SINK, sinkTable());
        try {
            query =
                    Optional.of(
                            queried.apply(session)
                                    .writeStream()
                                    .queryName("test")
                                    .outputMode(mode)
                                    .trigger(trigger)
                                    .option("checkpointLocation", "checkpoint")
                                    .toTable(SINK));
        } catch (TimeoutException e) {
            throw new IllegalStateException(e);
        }
        return this;
    }

    /// What the query has written.
    SinkTable sinkTable() {
        var table = sink;
        if (table == null) {
            throw new IllegalStateException("there is no query yet: call stream(\"SELECT ...\")");
        }
        return table;
    }

    /// Adds rows to a table. Any number fits a column of numbers, a text such as `2026-11-20
    /// 08:15:00` (UTC) one of times.
    public StreamTest insert(String table, Row... rows) {
        var schema = schemas.get(table);
        var stream = tables.get(table);
        if (schema == null || stream == null) {
            throw new IllegalArgumentException(
                    "there is no table '%s'; declare it with table(\"%s\", \"...\")"
                            .formatted(table, table));
        }
        stream.addData(Arrays.stream(rows).map(row -> Values.fitted(row, schema)).toList());
        return this;
    }

    /// Spark's word for [#insert].
    public StreamTest addData(String table, Row... rows) {
        return insert(table, rows);
    }

    /// Waits until the query has committed everything that was inserted.
    public StreamTest processAllAvailable() {
        try {
            query().processAllAvailable();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return this;
    }

    /// Processes everything, then compares what the sink holds: these rows, in any order. Numbers
    /// are compared by their value, and times may be written as text.
    public StreamTest sinkHolds(Row... expected) {
        processAllAvailable();
        compare("the sink holds", expected, sinkTable().rows());
        return this;
    }

    /// Spark's word for [#sinkHolds].
    public StreamTest checkAnswer(Row... expected) {
        return sinkHolds(expected);
    }

    /// Processes everything, then compares what the last epoch gave to the sink; in mode changelog
    /// each row has its change first: `row("+I", "Oslo", 1)`.
    public StreamTest lastEpochGives(Row... expected) {
        processAllAvailable();
        compare("the last epoch gives", expected, sinkTable().lastEpoch());
        return this;
    }

    /// Processes everything, then compares how many epochs the sink has been given.
    public StreamTest sinkHasEpochs(int expected) {
        processAllAvailable();
        if (sinkTable().epochs() != expected) {
            throw new AssertionError(
                    "the sink has %d epochs, expected %d"
                            .formatted(sinkTable().epochs(), expected));
        }
        return this;
    }

    private void compare(String what, Row[] expected, List<@Nullable Object[]> actual) {
        var schema = sinkTable().schema();
        var wanted =
                Arrays.stream(expected)
                        .map(row -> Values.comparable(Values.expected(row, schema)))
                        .sorted()
                        .toList();
        var found = actual.stream().map(Values::comparable).sorted().toList();
        if (!wanted.equals(found)) {
            throw new AssertionError(difference(what, wanted, found));
        }
    }

    /// Both sides, or of many rows only those that differ.
    private static String difference(String what, List<String> wanted, List<String> found) {
        if (Math.max(wanted.size(), found.size()) <= SHOWN_WHOLE) {
            return "%s%n  %s%nexpected%n  %s"
                    .formatted(what, String.join("\n  ", found), String.join("\n  ", wanted));
        }
        return "%s %d rows, %d were expected; not expected%n  %s%nmissing%n  %s"
                .formatted(
                        what,
                        found.size(),
                        wanted.size(),
                        String.join("\n  ", without(found, wanted)),
                        String.join("\n  ", without(wanted, found)));
    }

    private static List<String> without(List<String> rows, List<String> others) {
        var left = new ArrayList<>(rows);
        others.forEach(left::remove);
        return left;
    }

    /// Moves the clock and lets the query go on.
    ///
    /// @throws IllegalStateException in the real world, whose clock cannot be moved
    public StreamTest advanceClock(Duration by) {
        world("the clock be moved").advance(by);
        world("the clock be moved").run();
        return this;
    }

    /// Lets the query work until its process is killed at that point of the next epoch.
    ///
    /// @throws AssertionError when no epoch came to that point
    public StreamTest crash(CrashPoint point) {
        var victim = victim();
        crash.arm(point, victim);
        return untilKilled(victim, point.name());
    }

    /// Lets the query work until its process is killed at the n-th call of the file system from
    /// now.
    ///
    /// @throws AssertionError when there were not so many calls
    public StreamTest crashAtCall(int n) {
        var victim = victim();
        victim.faults().at(victim.faults().count() + n, Fault.STOP);
        return untilKilled(victim, "file system call " + n);
    }

    /// Whether the process has been killed and not been started again.
    public boolean isCrashed() {
        return process != null && process.isStopped();
    }

    private StreamTest untilKilled(SimulatedProcess victim, String point) {
        try {
            processAllAvailable();
        } catch (ProcessStopped stopped) {
            return this;
        } finally {
            crash.disarm();
            victim.faults().clear();
        }
        if (!victim.isStopped()) {
            throw new AssertionError(
                    "the query did all its work and never came to "
                            + point
                            + "; insert rows first");
        }
        return this;
    }

    private SimulatedProcess victim() {
        if (process == null) {
            throw new IllegalStateException(
                    "only in a simulated world can a process be killed; see StreamTest.simulated");
        }
        return process;
    }

    private Simulation world(String what) {
        return simulation.orElseThrow(() ->
                new IllegalStateException(
                        "only in a simulated world can " + what + "; see StreamTest.simulated"));
    }

    /// Stops the query at its next commit.
    public StreamTest stop() {
        try {
            query().stop();
        } catch (TimeoutException e) {
            throw new AssertionError("the query does not stop", e);
        }
        return this;
    }

    /// Starts the query again from its checkpoint: in a new process after a crash, else in this
    /// one.
    public StreamTest restart() {
        if (isCrashed()) {
            session = begin();
            tables.replaceAll((name, stream) -> stream.in(session));
            tables.forEach(this::show);
        } else {
            stop();
        }
        return start();
    }

    /// Lets the query work until it fails.
    ///
    /// @param condition the name of the error's condition, as `DIVIDE_BY_ZERO`
    /// @return the error
    public TidemillException expectFailure(String condition) {
        try {
            processAllAvailable();
        } catch (StreamingQueryException e) {
            if (e.getCause() instanceof TidemillException cause
                    && cause.getCondition().equals(condition)) {
                return cause;
            }
            throw new AssertionError(
                    "the query failed, but not with " + condition + ": " + e.getMessage(), e);
        }
        throw new AssertionError("the query did not fail; expected " + condition);
    }

    /// Ends the query and its session.
    @Override
    public void close() {
        if (!isCrashed()) {
            session.stop();
        }
    }
}
