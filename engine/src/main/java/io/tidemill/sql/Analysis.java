package io.tidemill.sql;

import io.tidemill.connect.OutputMode;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.UserFunction;
import io.tidemill.expression.function.Form;
import io.tidemill.expression.function.Function;
import io.tidemill.expression.function.Functions;
import io.tidemill.parse.Analyzer;
import io.tidemill.parse.Catalog.Entry;
import io.tidemill.parse.ParsedQuery;
import io.tidemill.parse.Relation;
import io.tidemill.parse.Statement;
import io.tidemill.plan.calcite.Planner;
import io.tidemill.plan.circuit.Explain;
import io.tidemill.plan.circuit.ExplainFormatted;
import io.tidemill.plan.circuit.Manner;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.plan.node.TableRef;
import io.tidemill.sql.SessionCatalog.TableEntry;
import io.tidemill.sql.SessionCatalog.ViewEntry;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// What queries of a session mean: its analyser, with the session's tables and views.
final class Analysis {
    private final TidemillSession session;
    private final Analyzer analyzer;

    Analysis(TidemillSession session) {
        this.session = session;
        this.analyzer = new Analyzer(new Names());
    }

    Analyzer analyzer() {
        return analyzer;
    }

    /// The rows of a query.
    Relational query(ParsedQuery query) {
        var zone = session.conf().settings().zone();
        return relational(() -> analyzer.query(query, zone));
    }

    /// The rows of a table or view of the catalog.
    Relational named(String name, boolean streaming) {
        return relational(() -> analyzer.table(name, streaming));
    }

    /// The rows of a table that stands in no catalog.
    Relational scan(TableRef table, boolean streaming) {
        return relational(() -> analyzer.scan(stored(table), streaming));
    }

    /// The rows that a function makes.
    Relational generated(Column call) {
        return relational(() -> analyzer.generated(call.tree(session.conf().settings().zone())));
    }

    private Relational relational(Supplier<Relation> step) {
        try {
            return new Relational(session, step.get());
        } catch (TidemillException e) {
            throw AnalysisException.of(e);
        }
    }

    PlanNode plan(Relation relation) {
        try {
            return DerivedTable.expand(Planner.plan(relation));
        } catch (TidemillException e) {
            throw AnalysisException.of(e);
        }
    }

    /// The plan as text.
    ///
    /// @param mode in which a stream's result is asked for, if that is known
    String explain(Relation relation, Statement.Form form, Optional<OutputMode> mode) {
        var ttl = session.conf().settings().state().ttl();
        var plan = plan(relation);
        var manner = Manner.of(plan, mode, ttl);
        return switch (form) {
            case SIMPLE -> Explain.of(plan, manner);
            case EXTENDED ->
                    "== As written ==\n%s\n== As run ==\n%s"
                            .formatted(
                                    Explain.of(written(relation), manner),
                                    Explain.of(plan, manner));
            case FORMATTED -> ExplainFormatted.of(plan, manner) + resources(plan);
        };
    }

    /// What reading will take, where tables know that before they are read; they look for it.
    private String resources(PlanNode plan) {
        var lines = session.shared().engine().resources(Map.of("query", plan)).lines();
        return lines.isEmpty() ? "" : "%n== Resources ==%n%s%n".formatted(String.join("\n", lines));
    }

    private PlanNode written(Relation relation) {
        try {
            return DerivedTable.expand(Planner.literally(relation));
        } catch (TidemillException e) {
            throw AnalysisException.of(e);
        }
    }

    List<String> functionNames() {
        var builtIn =
                Stream.concat(
                                Functions.all().stream().map(Function::name),
                                Form.all().stream().map(Form::name))
                        .filter(name -> Character.isLetter(name.charAt(0)));
        return Stream.concat(builtIn, session.udf().names().stream()).distinct().toList();
    }

    private static Entry.Stored stored(TableRef table) {
        return new Entry.Stored(
                table.name(),
                table.format(),
                table.schema(),
                table.watermark().map(w -> new Statement.Watermark(w.column(), w.delayMicros())),
                table.table());
    }

    /// The session's tables and views as the analyser asks for them.
    private final class Names implements io.tidemill.parse.Catalog {
        @Override
        public Optional<Entry> find(String name) {
            return session.tables().find(name).map(this::entry).or(() -> files(name));
        }

        @Override
        public Entry.Stored range(long start, long end, long step) {
            return stored(RangeTable.ref(start, end, step));
        }

        @Override
        public Optional<UserFunction> function(String name) {
            return session.udf().find(name);
        }

        /// Files named in place of a table: ``json.`data/events` ``.
        private Optional<Entry> files(String name) {
            int point = name.indexOf('.');
            var formats = session.formats();
            if (point < 0 || !formats.has(name.substring(0, point))) {
                return Optional.empty();
            }
            var request =
                    new Tables.Request(
                            name,
                            name.substring(0, point),
                            Optional.empty(),
                            Map.of("path", name.substring(point + 1)),
                            List.of(),
                            Optional.empty(),
                            session.shared().directory());
            return Optional.of(stored(formats.readable(request)));
        }

        private Entry entry(SessionCatalog.Entry entry) {
            return switch (entry) {
                case TableEntry table -> stored(table.table());
                case ViewEntry(_, var rows, _) -> new Entry.View(rows.relation());
            };
        }

        @Override
        public Collection<String> names() {
            return session.tables().entries().stream().map(SessionCatalog.Entry::name).toList();
        }
    }
}
