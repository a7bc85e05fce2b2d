package io.tidemill.sql;

import io.tidemill.connect.OutputMode;
import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.RowMapping;
import io.tidemill.parse.Analyzer;
import io.tidemill.parse.Analyzer.Grouping;
import io.tidemill.parse.Analyzer.JoinType;
import io.tidemill.parse.Analyzer.SetOperation;
import io.tidemill.parse.ColumnTree;
import io.tidemill.parse.Relation;
import io.tidemill.parse.Statement;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import io.tidemill.sql.types.TimestampNTZType;
import io.tidemill.sql.types.TimestampType;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The rows of a Dataset, as what the analyser has made of them: names and types are settled.
///
/// A value; each operation is analysed at once, so that an error comes from the call that caused
/// it.
final class Relational {
    private final TidemillSession session;
    private final Relation relation;

    Relational(TidemillSession session, Relation relation) {
        this.session = session;
        this.relation = relation;
    }

    private Analyzer analyzer() {
        return session.analysis().analyzer();
    }

    private ZoneId zone() {
        return session.conf().settings().zone();
    }

    /// Runs a step of the analysis; its errors become those that the API promises.
    private Relational changed(Supplier<Relation> step) {
        try {
            return new Relational(session, step.get());
        } catch (TidemillException e) {
            throw AnalysisException.of(e);
        }
    }

    private List<ColumnTree> items(List<Column> columns) {
        return columns.stream().map(column -> column.item(zone())).toList();
    }

    Relation relation() {
        return relation;
    }

    /// What the engine computes.
    PlanNode plan() {
        return session.analysis().plan(relation);
    }

    StructType schema() {
        try {
            return relation.schema();
        } catch (TidemillException e) {
            throw AnalysisException.of(e);
        }
    }

    boolean isStreaming() {
        try {
            return relation.isStreaming();
        } catch (TidemillException e) {
            throw AnalysisException.of(e);
        }
    }

    /// @param mode in which a stream's result is asked for, if that is known
    String explain(Statement.Form form, Optional<OutputMode> mode) {
        return session.analysis().explain(relation, form, mode);
    }

    /// A column of just these rows.
    Column column(String name) {
        return Column.of(_ -> ColumnTree.of(relation, name), null);
    }

    Relational project(List<Column> columns) {
        return changed(() -> analyzer().select(relation, items(columns)));
    }

    Relational filter(Column condition) {
        return changed(() -> analyzer().filter(relation, condition.tree(zone())));
    }

    Relational aggregate(List<Column> keys, List<Column> aggregates) {
        return changed(() -> analyzer().aggregate(relation, items(keys), items(aggregates)));
    }

    Relational distinct() {
        return changed(() -> analyzer().distinct(relation));
    }

    Relational sort(List<Column> keys) {
        return changed(() ->
                analyzer().sort(relation, keys.stream().map(key -> key.sortKey(zone())).toList()));
    }

    Relational limit(long rows) {
        requireCount("limit", rows);
        return changed(() -> analyzer().limit(relation, 0, Optional.of(rows)));
    }

    Relational offset(long rows) {
        requireCount("offset", rows);
        return changed(() -> analyzer().limit(relation, rows, Optional.empty()));
    }

    private static void requireCount(String what, long rows) {
        if (rows < 0) {
            throw new AnalysisException(
                    Condition.INVALID_OPTION,
                    "%s(%d): a number of rows is not negative".formatted(what, rows),
                    "give 0 or more");
        }
    }

    Relational as(String alias) {
        return changed(() -> analyzer().alias(relation, alias));
    }

    Relational renamed(List<String> names) {
        return changed(() -> analyzer().renamed(relation, names));
    }

    Relational union(Relational other) {
        return combined(SetOperation.UNION_ALL, other);
    }

    Relational combined(SetOperation operation, Relational other) {
        return changed(() -> analyzer().combine(operation, relation, other.relation));
    }

    Relational join(Relational right, JoinType type, Optional<Column> condition) {
        return changed(() ->
                analyzer()
                        .join(
                                relation,
                                right.relation,
                                type,
                                condition.map(column -> column.tree(zone()))));
    }

    Relational lateralJoin(Relational right, JoinType type, Optional<Column> condition) {
        return changed(() ->
                analyzer()
                        .lateralJoin(
                                relation,
                                right.relation,
                                type,
                                condition.map(column -> column.tree(zone()))));
    }

    /// The value of a query of one row and one column.
    Column scalar() {
        return Column.of(_ -> ColumnTree.scalar(relation), null);
    }

    Column exists() {
        return Column.of(_ -> ColumnTree.exists(relation), null);
    }

    /// Whether nothing but a query around settles what these rows are: no columns are known.
    boolean isOpen() {
        return relation.isOpen();
    }

    Relational join(Relational right, JoinType type, List<String> using) {
        return changed(() -> analyzer().join(relation, right.relation, type, using));
    }

    /// Pairs of rows as two columns, `_1` and `_2`: single values as they are, rows as structs,
    /// NULL where there is none.
    Relational pairs(
            Relational right,
            Encoder<?> first,
            Encoder<?> second,
            JoinType type,
            Column condition) {
        var both = marked().join(right.marked(), type, Optional.of(condition));
        var names = IntStream.range(0, both.schema().size()).mapToObj(i -> "column" + i).toList();
        return both.renamed(names)
                .project(
                        List.of(
                                part(first, schema(), 0).as("_1"),
                                part(second, right.schema(), schema().size() + 1).as("_2")));
    }

    /// With a column at the end that is never NULL.
    private Relational marked() {
        return project(List.of(new Column("*"), functions.lit(true).as("there")));
    }

    /// Some columns and the mark behind them as one.
    ///
    /// @param from where they begin
    private static Column part(Encoder<?> encoder, StructType columns, int from) {
        if (encoder instanceof ValueEncoder) {
            return new Column("column" + from);
        }
        var values = new Column[columns.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = new Column("column" + (from + i)).as(columns.field(i).name());
        }
        return functions.when(
                new Column("column" + (from + values.length)).isNotNull(),
                functions.struct(values));
    }

    Relational deduplicated(List<String> columns, boolean withinWatermark) {
        return changed(() -> analyzer().deduplicated(relation, columns, withinWatermark));
    }

    /// Leaves out one column, wherever else there are columns of its name.
    Relational dropped(Column column) {
        return changed(() -> analyzer().dropped(relation, column.tree(zone())));
    }

    Relational aggregate(
            Grouping grouping,
            List<Column> keys,
            List<List<Column>> sets,
            List<Column> aggregates) {
        return changed(() ->
                analyzer()
                        .aggregate(
                                relation,
                                grouping,
                                items(keys),
                                sets.stream().map(this::items).toList(),
                                items(aggregates)));
    }

    /// @param allowMissing columns that only one side has become NULL on the other
    Relational unionByName(Relational other, boolean allowMissing) {
        var all = new ArrayList<>(schema().fieldList());
        if (allowMissing) {
            other.schema().fieldList().stream()
                    .filter(field -> find(schema(), field.name()) == null)
                    .forEach(all::add);
        }
        return matched(all, allowMissing).union(other.matched(all, allowMissing));
    }

    private Relational matched(List<StructField> wanted, boolean allowMissing) {
        var items = new ArrayList<Column>();
        for (var field : wanted) {
            var own = find(schema(), field.name());
            if (own != null) {
                items.add(exactly(own.name()).as(field.name()));
            } else if (allowMissing) {
                items.add(Column.lit(null).cast(field.dataType()).as(field.name()));
            } else {
                throw new AnalysisException(
                        Condition.UNRESOLVED_COLUMN__WITH_SUGGESTION,
                        "unionByName: there is no column '%s' among %s"
                                .formatted(field.name(), schema().toDDL()),
                        "rename it, or call unionByName(other, true) to fill it with NULL");
            }
        }
        return project(items);
    }

    private static @Nullable StructField find(StructType schema, String name) {
        return schema.fieldList().stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .findFirst()
                .orElse(null);
    }

    /// @param delay how far behind the newest time a row may come; not negative
    Relational watermark(String column, Duration delay) {
        var field = find(schema(), column);
        if (field == null) {
            throw SessionCatalog.notFound("column", column, Arrays.asList(schema().fieldNames()));
        }
        if (!(field.dataType() instanceof TimestampType
                || field.dataType() instanceof TimestampNTZType)) {
            throw new AnalysisException(
                    Condition.DATATYPE_MISMATCH,
                    "the watermark is on %s, which is %s"
                            .formatted(field.name(), field.dataType().sql()),
                    "name a column of type TIMESTAMP");
        }
        if (delay.isNegative()) {
            throw new IllegalArgumentException(
                    "the delay of the watermark on %s must not be negative, is %s"
                            .formatted(column, delay));
        }
        return changed(
                () -> analyzer().withWatermark(relation, field.name(), delay.toNanos() / 1000));
    }

    /// The same rows, with a hint on how long what is kept of them is kept.
    Relational stateTtl(Duration time) {
        long micros = TimeUnit.MICROSECONDS.convert(time);
        return changed(() -> analyzer().withStateTtl(relation, micros));
    }

    /// Rows that a function of the program makes of these.
    Relational map(StructType schema, RowMapping function) {
        var made = new DerivedTable(new PlanNode.MapRows(plan(), function, schema));
        return session.analysis().scan(DerivedTable.ref(function.name(), made), isStreaming());
    }

    /// The same rows, of which metrics are told under a name.
    Relational observed(String name, List<Column> metrics) {
        return changed(() -> analyzer().observed(relation, name, items(metrics)));
    }

    /// The rows as a table takes them; see [Analyzer#insertion].
    Relational insertion(StructType table, List<String> columns) {
        return changed(() -> analyzer().insertion(relation, table, columns));
    }

    /// A column by its whole name, points and all.
    static Column exactly(String name) {
        return new Column(SqlText.quote(name));
    }

    static Column[] columns(String first, String... others) {
        var columns = new Column[others.length + 1];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = new Column(i == 0 ? first : others[i - 1]);
        }
        return columns;
    }
}
