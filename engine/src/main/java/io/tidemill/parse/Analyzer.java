package io.tidemill.parse;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.sql.types.StructType;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/// Finds out what queries mean: one for SQL text and for the operations of Datasets alike.
///
/// In: a catalog, and texts or column trees. Out: [Relation]s. A Dataset operation is an SQL query
/// over the previous relation, so names, types, casts and errors are the same for both. One for
/// each session; calls are serialised, since the relations of a session share Calcite's types.
public final class Analyzer {
    private static final SqlParserPos NOWHERE = SqlParserPos.ZERO;

    private final Catalog catalog;
    private final RelOptCluster cluster;

    public Analyzer(Catalog catalog) {
        this(
                catalog,
                RelOptCluster.create(
                        new HepPlanner(HepProgram.builder().build()),
                        new RexBuilder(new SparkTypeFactory())));
        cluster.setMetadataQuerySupplier(NoMetadata::new);
    }

    private Analyzer(Catalog catalog, RelOptCluster cluster) {
        this.catalog = catalog;
        this.cluster = cluster;
    }

    /// The rows of a query.
    ///
    /// @param zone in which timestamp literals without a zone are read
    public synchronized Relation query(ParsedQuery query, ZoneId zone) {
        return new Analysis(cluster, catalog).relation(query.tree(zone), _ -> Provenance.NONE);
    }

    /// The rows of a query given as text.
    public Relation query(String sql, ZoneId zone) {
        var statement = Script.parseOne(sql);
        if (statement instanceof Statement.Query query) {
            return query(query.query(), zone);
        }
        throw SqlException.syntax(
                Source.of(sql), 0, 1, "this statement is no query", "write SELECT, WITH or VALUES");
    }

    /// The rows of a table or view of the catalog.
    public synchronized Relation table(String name, boolean streaming) {
        var parts = new ArrayList<String>();
        if (streaming) {
            parts.add(Words.STREAM);
        }
        parts.addAll(List.of(name.split("[.]")));
        var from = new SqlIdentifier(parts, NOWHERE);
        return new Analysis(cluster, catalog).relation(selectAll(from), _ -> Provenance.NONE);
    }

    /// The rows of a table that stands in no catalog.
    public synchronized Relation scan(Catalog.Entry.Stored table, boolean streaming) {
        var alone =
                new Catalog() {
                    @Override
                    public Optional<Entry> find(String name) {
                        return Optional.of(table);
                    }

                    @Override
                    public Entry.Stored range(long start, long end, long step) {
                        return catalog.range(start, end, step);
                    }

                    @Override
                    public List<String> names() {
                        return List.of();
                    }
                };
        return new Analyzer(alone, cluster).table("source", streaming);
    }

    /// Rows that a program hands over.
    ///
    /// @param rows boxed as `io.tidemill.data` says, each as wide as the schema
    public synchronized Relation rows(StructType schema, List<List<@Nullable Object>> rows) {
        return new KnownRelation(
                new GivenRows(cluster, schema, List.copyOf(rows)),
                schema,
                Provenance.NONE,
                Optional.empty());
    }

    /// The rows that a function makes of constants, or of columns of a query around.
    public synchronized Relation generated(ColumnTree call) {
        var clauses = new Clauses().items(List.of(call));
        var query = clauses.over(null);
        return clauses.nameOuter()
                ? new OpenRelation(Outer.unmarked(query), "rows")
                : new Analysis(cluster, catalog).relation(query, _ -> Provenance.NONE);
    }

    /// One column for each tree; `*` stands for all.
    public Relation select(Relation input, List<ColumnTree> columns) {
        return over(input, new Clauses().items(columns));
    }

    /// The different rows.
    public Relation distinct(Relation input) {
        return over(input, new Clauses().distinct());
    }

    /// The rows for which a condition holds.
    public Relation filter(Relation input, ColumnTree condition) {
        return over(input, new Clauses().where(condition));
    }

    /// One row a group: the keys, then the aggregates.
    public Relation aggregate(Relation input, List<ColumnTree> keys, List<ColumnTree> aggregates) {
        var items = new ArrayList<ColumnTree>(keys);
        items.addAll(aggregates);
        return over(input, new Clauses().items(items).groupBy(keys));
    }

    /// The rows in an order.
    public Relation sort(Relation input, List<ColumnTree> keys) {
        return over(input, new Clauses().orderBy(keys));
    }

    /// Rows `[offset, offset + count)`.
    public Relation limit(Relation input, long offset, Optional<Long> count) {
        return over(input, new Clauses().limit(offset, count));
    }

    /// How the rows of two relations are put together.
    public enum SetOperation {
        UNION_ALL,
        INTERSECT,
        INTERSECT_ALL,
        EXCEPT,
        EXCEPT_ALL
    }

    /// Rows of both, column by column.
    public synchronized Relation combine(SetOperation operation, Relation left, Relation right) {
        var first = selectAll(RelationName.of(left, "left"));
        var second = selectAll(RelationName.of(right, "right"));
        var operator =
                switch (operation) {
                    case UNION_ALL -> SqlStdOperatorTable.UNION_ALL;
                    case INTERSECT -> SqlStdOperatorTable.INTERSECT;
                    case INTERSECT_ALL -> SqlStdOperatorTable.INTERSECT_ALL;
                    case EXCEPT -> SqlStdOperatorTable.EXCEPT;
                    case EXCEPT_ALL -> SqlStdOperatorTable.EXCEPT_ALL;
                };
        var both = operator.createCall(NOWHERE, first, second);
        return left.isOpen() || right.isOpen()
                ? new OpenRelation(both, "both" + left.id())
                : new Analysis(cluster, catalog).relation(both, _ -> left.provenance());
    }

    /// All rows of both, column by column.
    public Relation union(Relation left, Relation right) {
        return combine(SetOperation.UNION_ALL, left, right);
    }

    /// How rows of two relations meet.
    public enum JoinType {
        INNER,
        LEFT,
        RIGHT,
        FULL,
        CROSS,
        LEFT_SEMI_JOIN,
        LEFT_ANTI_JOIN
    }

    /// The pairs of rows that meet a condition.
    public Relation join(
            Relation left, Relation right, JoinType type, Optional<ColumnTree> condition) {
        return relation(RelationJoin.on(left, right, type, condition));
    }

    /// The pairs of rows that are equal in columns of these names, which the result has once, in
    /// front.
    public Relation join(Relation left, Relation right, JoinType type, List<String> using) {
        return relation(RelationJoin.using(left, right, type, using));
    }

    /// Each left row with the rows that a query over its columns gives.
    ///
    /// @param right open, if it names columns of the left row
    /// @param type INNER, LEFT or CROSS
    public Relation lateralJoin(
            Relation left, Relation right, JoinType type, Optional<ColumnTree> condition) {
        return relation(RelationJoin.lateral(left, right, type, condition));
    }

    private synchronized Relation relation(RelationJoin join) {
        return join.isOpen()
                ? new OpenRelation(Outer.unmarked(selectAll(join.from())), join.alias())
                : new Analysis(cluster, catalog).relation(selectAll(join.from()), join::provenance);
    }

    /// One row for each value of these columns, or of all if none are named.
    ///
    /// @param withinWatermark whether a value is forgotten when the watermark has passed its row
    public synchronized Relation deduplicated(
            Relation input, List<String> columns, boolean withinWatermark) {
        var keys =
                columns.isEmpty()
                        ? IntStream.range(0, input.schema().size()).boxed().toList()
                        : columns.stream().map(name -> index(input, name)).toList();
        return new KnownRelation(
                new DeduplicateStep(input.algebra(), keys, withinWatermark),
                input.schema(),
                input.provenance(),
                input.alias());
    }

    private static int index(Relation input, String name) {
        for (int i = 0; i < input.schema().size(); i++) {
            if (input.schema().field(i).name().equalsIgnoreCase(name)) {
                return i;
            }
        }
        throw new TidemillException(
                Condition.UNRESOLVED_COLUMN__WITH_SUGGESTION,
                "there is no column '%s'".formatted(name),
                "name one of " + String.join(", ", input.schema().fieldNames()));
    }

    /// All columns but one.
    public synchronized Relation dropped(Relation input, ColumnTree column) {
        var analysis = new Analysis(cluster, catalog);
        var from = RelationName.of(input, input.alias().orElse("input"));
        analysis.register(from);
        var gone = analysis.index(column.node());
        if (gone.isEmpty()) {
            return input;
        }
        var items =
                IntStream.range(0, input.schema().size())
                        .filter(i -> i != gone.getAsInt())
                        .mapToObj(i -> new ColumnTree(analysis.column(i)))
                        .toList();
        return analysis.relation(
                new Clauses().items(items).over(from), input.provenance()::anywhere);
    }

    /// Groups by each of several sets of keys.
    public Relation aggregate(
            Relation input,
            Grouping grouping,
            List<ColumnTree> keys,
            List<List<ColumnTree>> sets,
            List<ColumnTree> aggregates) {
        var items = new ArrayList<ColumnTree>(keys);
        items.addAll(aggregates);
        return over(input, new Clauses().items(items).groupBy(grouping, keys, sets));
    }

    /// How keys are grouped by.
    public enum Grouping {
        PLAIN,
        ROLLUP,
        CUBE,
        SETS
    }

    /// The same rows; columns can be qualified with `name`.
    public Relation alias(Relation input, String name) {
        if (input instanceof OpenRelation open) {
            return new OpenRelation(open.query(), name);
        }
        return new KnownRelation(
                input.algebra(), input.schema(), input.provenance(), Optional.of(name));
    }

    /// The same rows under other column names.
    public Relation renamed(Relation input, List<String> names) {
        if (names.size() != input.schema().size()) {
            throw new TidemillException(
                    Condition.NUM_COLUMNS_MISMATCH,
                    "%d names were given for %d columns"
                            .formatted(names.size(), input.schema().size()),
                    "give one name for each column");
        }
        return new KnownRelation(
                input.algebra(),
                Analysis.named(input.algebra(), names),
                input.provenance(),
                input.alias());
    }

    /// The same rows, of which a column is event time.
    ///
    /// @param delayMicros how far behind the newest time a row may come
    public synchronized Relation withWatermark(Relation input, String column, long delayMicros) {
        var known = input.schema().field(index(input, column)).name();
        return new KnownRelation(
                new WatermarkStep(input.algebra(), new Statement.Watermark(known, delayMicros)),
                input.schema(),
                input.provenance(),
                input.alias());
    }

    /// The same rows; aggregates of those that an epoch adds are told under a name.
    public synchronized Relation observed(
            Relation input, String name, List<ColumnTree> aggregates) {
        var standIn =
                new KnownRelation(
                        new GivenRows(cluster, input.schema(), List.of()),
                        input.schema(),
                        input.provenance(),
                        input.alias());
        var metrics = aggregate(standIn, List.of(), aggregates);
        return new KnownRelation(
                new ObserveStep(
                        input.algebra(),
                        name,
                        metrics.algebra(),
                        List.of(metrics.schema().fieldNames())),
                input.schema(),
                input.provenance(),
                input.alias());
    }

    /// The same rows, of which a step above forgets what it keeps when it has not changed for so
    /// long.
    public synchronized Relation withStateTtl(Relation input, long micros) {
        var algebra = input.algebra();
        var always = cluster.getRexBuilder().makeCall(StateTtlHint.operator(micros));
        return new KnownRelation(
                LogicalFilter.create(algebra, always),
                input.schema(),
                input.provenance(),
                input.alias());
    }

    /// The rows as a table takes them: its columns in its order, cast where that loses no kind of
    /// value (ANSI store assignment), NULL where the rows have no column for one.
    ///
    /// @param columns of the table that the rows give, in their order; empty for all
    public Relation insertion(Relation rows, StructType table, List<String> columns) {
        var items = Insertions.items(rows.schema(), table, columns);
        var names =
                IntStream.range(0, rows.schema().size()).mapToObj(Insertions::position).toList();
        return over(renamed(rows, names), new Clauses().items(items));
    }

    private synchronized Relation over(Relation input, Clauses clauses) {
        if (input.isOpen() || clauses.nameOuter()) {
            var alias = input.alias().orElse("inner" + input.id());
            var query =
                    input instanceof OpenRelation open && clauses.limits(open.query())
                            ? clauses.limit((SqlOrderBy) open.query())
                            : Outer.unmarked(clauses.over(RelationName.of(input, alias)));
            return new OpenRelation(query, alias);
        }
        var provenance = input.provenance();
        return new Analysis(cluster, catalog)
                .relation(
                        clauses.over(RelationName.of(input, input.alias().orElse("input"))),
                        columns -> clauses.keepsAll() ? provenance : provenance.anywhere(columns));
    }

    private static SqlNode selectAll(SqlNode from) {
        return new Clauses().over(from);
    }
}
