package io.tidemill.sql;

import io.tidemill.connect.Table;
import io.tidemill.data.Condition;
import io.tidemill.plan.node.TableRef;
import io.tidemill.sql.streaming.DataStreamReader;
import io.tidemill.sql.streaming.MemoryStream;
import io.tidemill.sql.streaming.StreamingQueryManager;
import io.tidemill.sql.types.StructType;
import io.tidemill.system.World;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Where everything begins: reads tables, understands SQL, runs queries. Spark's `SparkSession`.
///
///     try (var session = TidemillSession.builder().getOrCreate()) {
///         session.read().schema("device STRING, signal DOUBLE").json("in/")
///                 .where("signal > 15").show();
///     }
///
/// Has settings and temporary views of its own; threads, running queries and tables are shared with
/// the sessions that [#newSession] makes of it. [#stop] ends the queries at a commit. A process lives
/// until its queries end, also when nobody calls `awaitTermination`. Thread-safe.
public final class TidemillSession implements AutoCloseable {
    /// What [Builder#getOrCreate] gives while it is not stopped.
    private static final AtomicReference<@Nullable TidemillSession> DEFAULT =
            new AtomicReference<>();

    private final Shared shared;
    private final RuntimeConfig conf;
    private final SessionCatalog tables;
    private final Analysis analysis;
    private final Actions actions;
    private final UDFRegistration udf = new UDFRegistration();
    private final Observations observations = new Observations();

    private TidemillSession(Shared shared, RuntimeConfig conf, SessionCatalog tables) {
        this.shared = shared;
        this.conf = conf;
        this.tables = tables;
        this.analysis = new Analysis(this);
        this.actions = new Actions(this);
    }

    public static Builder builder() {
        return new Builder();
    }

    /// Another session with its own settings and views, and the same tables, threads and queries.
    public TidemillSession newSession() {
        return new TidemillSession(shared, new RuntimeConfig(conf.getAll()), tables.sibling());
    }

    public RuntimeConfig conf() {
        return conf;
    }

    public Catalog catalog() {
        return new Catalog(this);
    }

    /// Where functions of the program get names that SQL can use.
    public UDFRegistration udf() {
        return udf;
    }

    /// What Spark's context would say, without RDDs.
    public SparkContext sparkContext() {
        return new SparkContext(this);
    }

    /// Functions that make rows, as Datasets.
    public TableValuedFunction tvf() {
        return new TableValuedFunction(this);
    }

    public StreamingQueryManager streams() {
        return shared.queries();
    }

    /// Tidemill's version.
    public String version() {
        return Shared.VERSION;
    }

    public DataFrameReader read() {
        return new DataFrameReader(this);
    }

    public DataStreamReader readStream() {
        return new StreamReader(this);
    }

    /// Runs a statement. A query gives its rows; `INSERT INTO` writes; `CREATE`, `DROP` and `SET`
    /// take effect; `SHOW`, `DESCRIBE` and `EXPLAIN` give rows of text. `CREATE FLOW` starts its
    /// query.
    ///
    /// @throws AnalysisException when it is wrong
    public Dataset<Row> sql(String statement) {
        return new Statements(this, shared.directory()).run(statement);
    }

    /// Runs a statement with values in place of `:name`.
    ///
    /// @param arguments objects that [functions#lit] takes, by name
    public Dataset<Row> sql(String statement, Map<String, Object> arguments) {
        var values = new TreeMap<String, String>();
        arguments.forEach((name, value) -> values.put(name, SqlText.literal(value)));
        return sql(Parameters.fill(statement, values));
    }

    /// A table or view of the catalog, as it is now.
    public Dataset<Row> table(String name) {
        return Dataset.ofRows(this, analysis.named(name, false));
    }

    /// A table or view of the catalog, as a stream.
    Dataset<Row> streamOf(String name) {
        return Dataset.ofRows(this, analysis.named(name, true));
    }

    /// Numbers from 0 in a column `id`.
    public Dataset<Long> range(long end) {
        return range(0, end);
    }

    /// Numbers from `start` to before `end`.
    public Dataset<Long> range(long start, long end) {
        return range(start, end, 1);
    }

    /// Numbers from `start` by `step` to before `end`.
    public Dataset<Long> range(long start, long end, long step) {
        return Dataset.ofRows(this, analysis.scan(RangeTable.ref(start, end, step), false))
                .as(Encoders.LONG());
    }

    /// @throws AnalysisException DATATYPE_MISMATCH when a value is not of its column's type
    public Dataset<Row> createDataFrame(List<Row> rows, StructType schema) {
        return Dataset.ofRows(
                this, analysis.scan(LocalTable.ref(rows, new RowEncoder(schema)), false));
    }

    /// @param type a bean: see [Encoders#bean]
    public <T> Dataset<Row> createDataFrame(List<T> objects, Class<T> type) {
        return createDataset(objects, Encoders.bean(type)).toDF();
    }

    public <T> Dataset<T> createDataset(List<T> objects, Encoder<T> encoder) {
        return new Dataset<>(this, analysis.scan(LocalTable.ref(objects, encoder), false), encoder);
    }

    public <T> Dataset<T> emptyDataset(Encoder<T> encoder) {
        return createDataset(List.of(), encoder);
    }

    public Dataset<Row> emptyDataFrame() {
        return createDataFrame(List.of(), new StructType());
    }

    /// A Dataset of a table that the program brings itself, as a connector would. Beyond Spark.
    ///
    /// @param name for messages and plans
    public <T> Dataset<T> of(String name, Table table, Encoder<T> encoder, boolean streaming) {
        var ref = new TableRef(name, name, encoder.schema(), Optional.empty(), table);
        return new Dataset<>(this, analysis.scan(ref, streaming), encoder);
    }

    /// Puts a table that the program brings itself into the catalog, in place of one of that name.
    /// Beyond Spark.
    public void register(String name, Table table) {
        try {
            var ref = new TableRef(name, name, table.schema(), Optional.empty(), table);
            tables.put(new SessionCatalog.TableEntry(name, ref, Optional.empty()), true);
        } catch (IOException e) {
            throw new AnalysisException(
                    Condition.FAILED_READ_FILE,
                    "the columns of %s cannot be found out: %s".formatted(name, e.getMessage()),
                    "declare them",
                    e);
        }
    }

    /// A table in memory that the program adds to; see [MemoryStream].
    public <T> MemoryStream<T> memoryStream(Encoder<T> encoder) {
        return new GrowingTable<>(this, encoder);
    }

    /// A Dataset of a table of this format, without a name.
    Dataset<Row> leaf(
            String format,
            Optional<StructType> schema,
            Map<String, String> options,
            boolean streaming) {
        var title = Tables.title(format, options);
        var request =
                new Tables.Request(
                        title,
                        format,
                        schema,
                        options,
                        List.of(),
                        Optional.empty(),
                        shared.directory());
        return Dataset.ofRows(this, analysis.scan(formats().readable(request), streaming));
    }

    /// Ends all queries at a commit and frees threads and memory. Does nothing the second time.
    public void stop() {
        DEFAULT.compareAndSet(this, null);
        shared.stop();
    }

    /// The same as [#stop].
    @Override
    public void close() {
        stop();
    }

    /// Makes tables in the session's time zone.
    Tables formats() {
        return shared.formats().in(conf.settings().zone());
    }

    Shared shared() {
        return shared;
    }

    SessionCatalog tables() {
        return tables;
    }

    Analysis analysis() {
        return analysis;
    }

    Actions actions() {
        return actions;
    }

    Observations observations() {
        return observations;
    }

    /// Where `show`, `printSchema` and `explain` print.
    PrintStream out() {
        return shared.out();
    }

    /// Makes a session. Settings are those of [RuntimeConfig].
    public static final class Builder {
        private final Map<String, String> settings = new LinkedHashMap<>();
        private Optional<World> world = Optional.empty();
        private Optional<Path> directory = Optional.empty();
        private Optional<PrintStream> out = Optional.empty();

        private Builder() {}

        public Builder appName(String name) {
            return config("spark.app.name", name);
        }

        /// Spark's word for where to run. Everything runs here; of `local[4]` the number is taken
        /// as `tidemill.workers`.
        public Builder master(String master) {
            var digits = master.replaceFirst("^local\\[(\\d+)]$", "$1");
            return digits.equals(master) ? this : config("tidemill.workers", digits);
        }

        public Builder config(String key, String value) {
            settings.put(key, value);
            return this;
        }

        public Builder config(String key, boolean value) {
            return config(key, Boolean.toString(value));
        }

        public Builder config(String key, long value) {
            return config(key, Long.toString(value));
        }

        public Builder config(String key, double value) {
            return config(key, Double.toString(value));
        }

        /// Does nothing: tables are those of the session's catalog.
        public Builder enableHiveSupport() {
            return this;
        }

        public Builder config(Map<String, String> more) {
            settings.putAll(more);
            return this;
        }

        /// The outside world; the real one unless a test says otherwise.
        public Builder world(World outside) {
            world = Optional.of(outside);
            return this;
        }

        /// What relative paths start from; where the process was started unless said otherwise.
        public Builder directory(Path base) {
            directory = Optional.of(base);
            return this;
        }

        /// Where `show` and `explain` print; standard output unless said otherwise.
        public Builder out(PrintStream stream) {
            out = Optional.of(stream);
            return this;
        }

        /// The session that there is, with these settings added; else a new one, which others then
        /// get from here until it is stopped.
        public TidemillSession getOrCreate() {
            var existing = DEFAULT.get();
            if (existing != null && !existing.shared.isStopped()) {
                settings.forEach(existing.conf::set);
                return existing;
            }
            var created = create();
            if (DEFAULT.compareAndSet(existing, created)) {
                return created;
            }
            created.stop();
            return getOrCreate();
        }

        /// A session of its own, whatever others there are.
        public TidemillSession create() {
            var conf = new RuntimeConfig(settings);
            var shared = Shared.create(conf.settings(), world, directory, out);
            return new TidemillSession(shared, conf, new SessionCatalog());
        }
    }
}
