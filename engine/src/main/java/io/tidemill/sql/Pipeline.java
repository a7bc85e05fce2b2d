package io.tidemill.sql;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.parse.Script;
import io.tidemill.parse.Statement;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.runtime.ResourcePlan;
import io.tidemill.sql.streaming.StreamingQuery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// The statements of one file, to be run in order. Beyond Spark's API; in the way of its
/// declarative pipelines.
///
/// Flows (`CREATE FLOW`) are planned where they stand and started together behind the last
/// statement, so that a mistake anywhere starts none; they run side by side, and one that fails
/// stops no other. Paths in statements start from the file's directory.
public final class Pipeline {
    private static final int SCRIPT_BYTES_MAX = 16 << 20;

    private final List<Statement> statements;
    private final Path directory;

    private Pipeline(List<Statement> statements, Path directory) {
        this.statements = statements;
        this.directory = directory;
    }

    /// How a pipeline is run.
    ///
    /// @param checkpoints directory in which flows without a `checkpointLocation` remember how far
    ///   they are, each under its name
    /// @param follow whether flows go on when they have read what is there, although their trigger
    ///   is AVAILABLE NOW or ONCE
    /// @param results is given the rows of each query among the statements
    /// @param planned is told what the flows will need of this process, before they start
    public record Settings(
            Path checkpoints,
            boolean follow,
            Consumer<Dataset<Row>> results,
            Consumer<ResourcePlan> planned) {
        /// Nobody asks what the flows will need.
        public Settings(Path checkpoints, boolean follow, Consumer<Dataset<Row>> results) {
            this(checkpoints, follow, results, _ -> {});
        }

        /// Flows end as they say, and rows are shown as a table.
        public static Settings of(Path checkpoints) {
            return new Settings(checkpoints, false, Dataset::show);
        }
    }

    /// Reads a file of statements; checks their form, and no names yet.
    ///
    /// @throws AnalysisException PATH_NOT_FOUND, or [ParseException] with the line
    public static Pipeline read(TidemillSession session, Path script) {
        var file = session.shared().directory().resolve(script);
        try {
            var bytes = session.shared().world().files().readAll(file, SCRIPT_BYTES_MAX);
            var parent = file.getParent();
            return of(
                    new String(bytes, StandardCharsets.UTF_8),
                    parent == null ? session.shared().directory() : parent);
        } catch (IOException e) {
            throw new AnalysisException(
                    Condition.PATH_NOT_FOUND,
                    "the script %s cannot be read: %s".formatted(file, e.getMessage()),
                    "check the name",
                    e);
        }
    }

    /// @param directory what paths in the statements start from
    /// @throws ParseException with the line of what is wrong
    public static Pipeline of(String text, Path directory) {
        try {
            return new Pipeline(Script.parse(text), directory.toAbsolutePath());
        } catch (TidemillException e) {
            throw AnalysisException.of(e);
        }
    }

    /// The names of its flows, in order.
    public List<String> flows() {
        return statements.stream()
                .filter(Statement.CreateFlow.class::isInstance)
                .map(statement -> ((Statement.CreateFlow) statement).name())
                .toList();
    }

    /// What flows leave behind: to be deleted when they shall begin anew.
    ///
    /// @param checkpoints where each flow remembers how far it is
    /// @param outputs directories that flows write, results and rejected records alike; each may
    ///   hold files of others
    public record Traces(List<Path> checkpoints, List<Path> outputs) {
        public Traces {
            checkpoints = List.copyOf(checkpoints);
            outputs = List.copyOf(outputs);
        }
    }

    /// @param checkpoints as in [Settings]
    public Traces traces(Path checkpoints) {
        var flows = new ArrayList<Statement.CreateFlow>();
        var paths = new TreeMap<String, Path>(String.CASE_INSENSITIVE_ORDER);
        var rejected = new ArrayList<Path>();
        for (var statement : statements) {
            if (statement instanceof Statement.CreateFlow flow) {
                flows.add(flow);
            } else if (statement instanceof Statement.CreateTable table) {
                var options = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
                options.putAll(table.options());
                if (options.get("path") instanceof String path) {
                    paths.put(table.name(), directory.resolve(path).normalize());
                }
                if (options.get("badRecordsPath") instanceof String path) {
                    rejected.add(directory.resolve(path).normalize());
                }
            }
        }
        var memories = new ArrayList<Path>();
        var outputs = new ArrayList<Path>();
        for (var flow : flows) {
            memories.add(checkpoint(flow, checkpoints));
            if (paths.get(flow.insert().table()) instanceof Path path) {
                outputs.add(path);
            }
            rejected.forEach(path -> outputs.add(path.resolve(flow.name())));
        }
        return new Traces(memories, outputs);
    }

    /// A table as it is declared.
    ///
    /// @param format what `USING` names, in lower case
    /// @param options as written
    public record DeclaredTable(String name, String format, Map<String, String> options) {
        public DeclaredTable {
            options = Map.copyOf(options);
        }
    }

    /// The tables that it declares, in order. Nothing is run, and no name is looked up.
    public List<DeclaredTable> tables() {
        return statements.stream()
                .filter(Statement.CreateTable.class::isInstance)
                .map(Statement.CreateTable.class::cast)
                .map(table ->
                        new DeclaredTable(
                                table.name(),
                                table.format().toLowerCase(Locale.ROOT),
                                table.options()))
                .toList();
    }

    private Path checkpoint(Statement.CreateFlow flow, Path checkpoints) {
        return FlowOptions.read(flow.name(), flow.options())
                .checkpointLocation()
                .map(directory::resolve)
                .orElseGet(() -> checkpoints.resolve(flow.name()));
    }

    /// What each query, INSERT, view and flow would do, in order, each behind the statement. Tables
    /// and views are declared and settings set; nothing is read or written.
    ///
    /// @param mode `simple`, `extended` or `formatted`
    /// @throws AnalysisException for the first statement that is wrong
    public List<String> explain(TidemillSession session, String mode) {
        var form = Statement.Form.of(mode);
        var executor = new Statements(session, directory);
        var plans = new ArrayList<String>();
        for (var statement : statements) {
            switch (statement) {
                case Statement.Query _, Statement.Insert _, Statement.CreateFlow _ ->
                        plans.add(explained(executor, statement, form));
                case Statement.CreateView _ -> {
                    plans.add(explained(executor, statement, form));
                    var _ = executor.run(statement);
                }
                case Statement.Explain explain ->
                        plans.add(explained(executor, explain.statement(), form));
                case Statement.CreateTable _, Statement.SetOption _, Statement.Drop _ -> {
                    var _ = executor.run(statement);
                }
                case Statement.Show _,
                        Statement.Describe _,
                        Statement.DescribeQuery _,
                        Statement.DescribeFunction _ -> {}
            }
        }
        return plans;
    }

    private static String explained(Statements executor, Statement statement, Statement.Form form) {
        var plan = executor.run(new Statement.Explain(form, statement, statement.written()));
        return "-- line %d: %s%n%s"
                .formatted(
                        statement.written().line(),
                        statement.written().text().lines().findFirst().orElse("").strip(),
                        plan.head().getString(0));
    }

    /// Runs every statement and starts the flows; returns without waiting for them.
    ///
    /// @return the flows' queries, in order
    /// @throws AnalysisException for the first statement that is wrong; then no flow has been
    ///   started
    public List<StreamingQuery> run(TidemillSession session, Settings settings) {
        var executor = new Statements(session, directory);
        var launches = new ArrayList<Launch>();
        for (var statement : statements) {
            switch (statement) {
                case Statement.CreateFlow flow ->
                        launches.add(
                                executor.flow(flow, settings.checkpoints(), settings.follow()));
                case Statement.Query query -> settings.results().accept(executor.run(query));
                case Statement.Explain explain -> settings.results().accept(executor.run(explain));
                case Statement.Show show -> settings.results().accept(executor.run(show));
                case Statement.Describe _,
                        Statement.DescribeQuery _,
                        Statement.DescribeFunction _ ->
                        settings.results().accept(executor.run(statement));
                case Statement.CreateTable _,
                        Statement.CreateView _,
                        Statement.Insert _,
                        Statement.SetOption _,
                        Statement.Drop _ -> {
                    var _ = executor.run(statement);
                }
            }
        }
        settings.planned().accept(resources(session, launches));
        return start(session, launches);
    }

    private static ResourcePlan resources(TidemillSession session, List<Launch> launches) {
        Map<String, PlanNode> plans = new LinkedHashMap<>();
        launches.forEach(launch -> plans.put(launch.name().orElse("query"), launch.rows().plan()));
        return session.shared().engine().resources(plans);
    }

    /// Starts all or none.
    private static List<StreamingQuery> start(TidemillSession session, List<Launch> launches) {
        var started = new ArrayList<StreamingQuery>();
        try {
            session.shared()
                    .engine()
                    .together(() -> launches.forEach(launch -> started.add(launch.start())));
            return started;
        } catch (RuntimeException e) {
            for (var query : started) {
                try {
                    query.stop();
                } catch (TimeoutException late) {
                    e.addSuppressed(late);
                }
            }
            throw e;
        }
    }
}
