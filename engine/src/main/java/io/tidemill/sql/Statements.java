package io.tidemill.sql;

import io.tidemill.connect.OutputMode;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.parse.ParsedQuery;
import io.tidemill.parse.Script;
import io.tidemill.parse.Statement;
import io.tidemill.plan.node.WatermarkSpec;
import io.tidemill.sql.SessionCatalog.TableEntry;
import io.tidemill.sql.SessionCatalog.ViewEntry;
import io.tidemill.sql.streaming.Trigger;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Runs statements for a session.
final class Statements {
    private static final StructType KEY_VALUE =
            new StructType().add("key", DataTypes.StringType).add("value", DataTypes.StringType);
    private static final StructType PLAN = new StructType().add("plan", DataTypes.StringType);

    private final TidemillSession session;
    private final Path directory;
    private final Listings listings;

    /// @param directory what paths in the statements start from
    Statements(TidemillSession session, Path directory) {
        this.session = session;
        this.directory = directory;
        this.listings = new Listings(session);
    }

    /// Runs the one statement of a text.
    Dataset<Row> run(String text) {
        try {
            return run(Script.parseOne(text));
        } catch (TidemillException e) {
            throw AnalysisException.of(e);
        }
    }

    /// @return the rows of a query or listing; no rows for a statement that takes effect
    Dataset<Row> run(Statement statement) {
        try {
            return switch (statement) {
                case Statement.Query(var query, _) -> Dataset.ofRows(session, relational(query));
                case Statement.CreateTable table -> done(() -> create(table));
                case Statement.CreateView view -> done(() -> create(view));
                case Statement.CreateFlow flow ->
                        done(() -> flow(flow, checkpoints(), false).start());
                case Statement.Insert insert -> done(() -> insert(insert));
                case Statement.SetOption(var key, var value, _) -> set(key, value);
                case Statement.Explain(var form, var inner, _) -> explain(inner, form);
                case Statement.Drop drop -> done(() -> drop(drop));
                case Statement.Show(var listing, var pattern, _) -> listings.show(listing, pattern);
                case Statement.Describe(var name, boolean extended, _) ->
                        listings.describe(name, extended);
                case Statement.DescribeQuery(var query, _) ->
                        listings.describe(relational(query).schema());
                case Statement.DescribeFunction(var name, boolean extended, _) ->
                        listings.describeFunction(name, extended);
            };
        } catch (TidemillException e) {
            throw AnalysisException.of(e);
        }
    }

    private Dataset<Row> done(Runnable action) {
        action.run();
        return session.emptyDataFrame();
    }

    private Relational relational(ParsedQuery query) {
        return session.analysis().query(query);
    }

    private Path checkpoints() {
        var location = session.conf().settings().checkpointLocation();
        return directory.resolve(location.orElse("checkpoints"));
    }

    private void create(Statement.CreateTable table) {
        if (table.ifNotExists() && session.tables().find(table.name()).isPresent()) {
            return;
        }
        var request =
                new Tables.Request(
                        table.name(),
                        table.format(),
                        Optional.of(table.schema()).filter(schema -> schema.size() > 0),
                        table.options(),
                        table.partitionedBy(),
                        table.watermark().map(w -> new WatermarkSpec(w.column(), w.delayMicros())),
                        directory);
        session.tables().put(entry(request), table.orReplace());
    }

    /// The table as it was declared; with the setting for it, a table of files has for good the
    /// columns that are found now, so that it can be read as a stream.
    private TableEntry entry(Tables.Request request) {
        var found = session.formats().readable(request);
        boolean settled =
                request.schema().isEmpty()
                        && StreamReader.isOfFiles(request.format())
                        && session.conf().settings().schemaInference();
        if (!settled) {
            return new TableEntry(request.name(), found, Optional.of(request));
        }
        var declared = request.declaring(found.schema());
        return new TableEntry(
                request.name(), session.formats().readable(declared), Optional.of(declared));
    }

    private void create(Statement.CreateView view) {
        if (view.ifNotExists() && session.tables().find(view.name()).isPresent()) {
            return;
        }
        var rows = Dataset.ofRows(session, relational(view.query()));
        if (!view.columns().isEmpty()) {
            rows = rows.toDF(view.columns().toArray(String[]::new));
        }
        session.tables()
                .put(
                        new ViewEntry(
                                view.name(), rows.relational(), Optional.of(view.query().text())),
                        view.orReplace());
    }

    private void insert(Statement.Insert insert) {
        var rows = relational(insert.query());
        if (rows.isStreaming()) {
            throw new AnalysisException(
                    Condition.UNSUPPORTED_FEATURE,
                    "INSERT INTO %s reads a stream, which has no end".formatted(insert.table()),
                    "write CREATE FLOW name AS in front of it, or leave out STREAM");
        }
        session.actions()
                .insert(rows, target(insert.table(), rows), insert.columns(), insert.overwrite());
    }

    /// A flow ready to start.
    ///
    /// @param checkpoints where its checkpoint lies, under its name, unless its options say
    ///   otherwise
    /// @param follow whether it goes on although its trigger says to end
    Launch flow(Statement.CreateFlow flow, Path checkpoints, boolean follow) {
        try {
            var options = FlowOptions.read(flow.name(), flow.options());
            var rows = session.analysis().query(flow.insert().query());
            if (!rows.isStreaming()) {
                throw new AnalysisException(
                        Condition.UNSUPPORTED_FEATURE,
                        "flow %s reads no stream, so there is nothing to go on with"
                                .formatted(flow.name()),
                        "write FROM STREAM in front of the table that grows, or leave out CREATE"
                                + " FLOW");
            }
            var target = target(flow.insert().table(), rows).table();
            return new Launch(
                    session,
                    Optional.of(flow.name()),
                    rows.insertion(target.schema(), flow.insert().columns()),
                    schema -> target.table().sink(schema),
                    options.mode(),
                    follow ? following(options.whenToRun()) : options.whenToRun(),
                    Optional.of(
                            options.checkpointLocation()
                                    .map(directory::resolve)
                                    .orElseGet(() -> checkpoints.resolve(flow.name()))),
                    false,
                    options.deletes() == DeletesOption.IGNORE,
                    options.limits());
        } catch (TidemillException e) {
            throw AnalysisException.of(e);
        }
    }

    private static Trigger following(Trigger trigger) {
        return switch (trigger) {
            case Trigger.OneEpoch(), Trigger.AllAvailable() -> Trigger.ProcessingTime(0);
            case Trigger.EveryInterval every -> every;
            case Trigger.LowestLatency lowest -> lowest;
        };
    }

    /// The table that rows are put into: one of the catalog, or a sink that needs no table
    /// (`console`, `noop`), by its format's name.
    private TableEntry target(String name, Relational rows) {
        if (session.tables().find(name).isEmpty() && StreamWriter.FORGETTING.contains(name)) {
            var request =
                    new Tables.Request(
                            name,
                            name,
                            Optional.of(rows.schema()),
                            Map.of(),
                            List.of(),
                            Optional.empty(),
                            directory);
            return new TableEntry(name, session.formats().readable(request), Optional.of(request));
        }
        return session.tables().table(name);
    }

    private Dataset<Row> set(Optional<String> key, Optional<String> value) {
        if (key.isPresent() && value.isPresent()) {
            session.conf().set(key.get(), value.get());
        }
        List<Row> rows =
                key.map(k -> List.of(RowFactory.create(k, session.conf().get(k, "<undefined>"))))
                        .orElseGet(() ->
                                session.conf().getAll().entrySet().stream()
                                        .map(e -> RowFactory.create(e.getKey(), e.getValue()))
                                        .toList());
        return session.createDataFrame(rows, KEY_VALUE);
    }

    private Dataset<Row> explain(Statement statement, Statement.Form form) {
        var query =
                switch (statement) {
                    case Statement.Query(var found, _) -> found;
                    case Statement.Insert insert -> insert.query();
                    case Statement.CreateFlow flow -> flow.insert().query();
                    case Statement.CreateView view -> view.query();
                    case Statement.CreateTable _,
                            Statement.SetOption _,
                            Statement.Explain _,
                            Statement.Drop _,
                            Statement.Show _,
                            Statement.Describe _,
                            Statement.DescribeQuery _,
                            Statement.DescribeFunction _ ->
                            throw new AnalysisException(
                                    Condition.UNSUPPORTED_FEATURE,
                                    "EXPLAIN of a statement that computes nothing: "
                                            + statement.written().text(),
                                    "explain a query, INSERT, CREATE VIEW or CREATE FLOW");
                };
        Optional<OutputMode> mode =
                statement instanceof Statement.CreateFlow flow
                        ? Optional.of(FlowOptions.read(flow.name(), flow.options()).mode().mode())
                        : Optional.empty();
        var text = relational(query).explain(form, mode);
        return session.createDataFrame(List.of(RowFactory.create(text)), PLAN);
    }

    private void drop(Statement.Drop drop) {
        boolean dropped =
                switch (drop.thing()) {
                    case TABLE -> session.tables().dropTable(drop.name());
                    case VIEW -> session.tables().dropView(drop.name());
                };
        if (!dropped && !drop.ifExists()) {
            var _ = session.tables().get(drop.name());
            throw new AnalysisException(
                    Condition.TABLE_OR_VIEW_NOT_FOUND,
                    "'%s' is not a %s"
                            .formatted(
                                    drop.name(),
                                    drop.thing() == Statement.Thing.TABLE ? "table" : "view"),
                    "write DROP " + (drop.thing() == Statement.Thing.TABLE ? "VIEW" : "TABLE"));
        }
    }
}
