package io.tidemill.parse;

import io.tidemill.data.Condition;
import io.tidemill.data.Nearest;
import io.tidemill.expression.UserFunction;
import io.tidemill.parse.Catalog.Entry.Stored;
import io.tidemill.parse.Catalog.Entry.View;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.config.CalciteConnectionProperty;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql2rel.SqlRexConvertlet;
import org.apache.calcite.sql2rel.SqlToRelConverter;

/// One query on its way from a tree to algebra.
///
/// Knows the tables that the query names, whether from the catalog or relations handed in.
final class Analysis implements Queries.Tables {
    private static final AtomicLong NAMES = new AtomicLong();

    /// The first part of the name of a column that belongs to one relation.
    private static final String OWNER = "\u0001owner";

    private static final SqlToRelConverter.Config CONVERSION =
            SqlToRelConverter.config()
                    .withExpand(false)
                    .withTrimUnusedFields(false)
                    .withRemoveSortInSubQuery(false)
                    .withDecorrelationEnabled(false)
                    .withInSubQueryThreshold(Integer.MAX_VALUE)
                    .withRelBuilderConfigTransform(config ->
                            config.withSimplify(false)
                                    .withSimplifyLimit(false)
                                    .withSimplifyValues(false)
                                    .withBloat(-1)
                                    .withDedupAggregateCalls(true)
                                    .withAggregateUnique(true)
                                    .withPruneInputOfAggregate(false)
                                    .withPushJoinCondition(false));

    private final RelOptCluster cluster;
    private final Catalog catalog;
    private final Map<String, BoundTable> tables = new LinkedHashMap<>();
    private final Map<Long, String> relationTables = new HashMap<>();
    private final List<Side> sides = new ArrayList<>();
    private final Queries queries = new Queries(this);

    Analysis(RelOptCluster cluster, Catalog catalog) {
        this.cluster = cluster;
        this.catalog = catalog;
    }

    /// Takes note of the relations that a tree names in FROM, whose columns it can then name.
    void register(SqlNode tree) {
        tree.accept(
                new SqlBasicVisitor<Void>() {
                    @Override
                    public Void visit(SqlIdentifier id) {
                        if (id instanceof RelationName name) {
                            add(name);
                        }
                        return null;
                    }
                });
    }

    private void add(RelationName name) {
        var side = new Side(name.alias(), name.relation());
        if (!sides.contains(side)) {
            relationTables.put(name.relation().id(), bind(BoundTable.of(name.relation())));
            sides.add(side);
        }
    }

    /// The parts of the name of a column that belongs to a relation.
    static List<String> ownedName(long relation, List<String> name) {
        var parts = new ArrayList<String>();
        parts.add(OWNER);
        parts.add(Long.toString(relation));
        parts.addAll(name);
        return parts;
    }

    private String bind(BoundTable table) {
        // No two tables share a name, whatever analysis found them: Calcite takes scans of one name
        // for one scan.
        var name = "table" + NAMES.incrementAndGet();
        tables.put(name, table);
        return name;
    }

    @Override
    public Optional<UserFunction> function(String name) {
        return catalog.function(name);
    }

    @Override
    public String range(long start, long end, long step) {
        return bind(BoundTable.of(catalog.range(start, end, step), false));
    }

    @Override
    public String find(SqlIdentifier name) {
        if (name.names.getFirst().equals(RelationName.FIRST)) {
            return java.util.Objects.requireNonNull(
                    relationTables.get(Long.parseLong(name.names.get(1))));
        }
        boolean streaming = name.names.getFirst().equals(Words.STREAM);
        var written =
                String.join(".", streaming ? name.names.subList(1, name.names.size()) : name.names);
        var entry = catalog.find(written);
        if (entry.isEmpty()) {
            throw SqlException.at(
                    Condition.TABLE_OR_VIEW_NOT_FOUND,
                    name.getParserPosition(),
                    "there is no table or view '%s'".formatted(written),
                    Nearest.to(written, catalog.names())
                            .map(near -> "write '%s', which is like it".formatted(near))
                            .orElse(
                                    catalog.names().isEmpty()
                                            ? "create it first, with CREATE TABLE or CREATE VIEW"
                                            : "list what there is with SHOW TABLES"));
        }
        return bind(
                switch (entry.get()) {
                    case Stored stored -> BoundTable.of(stored, streaming);
                    case View view ->
                            BoundTable.of(
                                    streaming ? Streams.of(view.relation()) : view.relation());
                });
    }

    /// A relation that was handed in.
    ///
    /// @param alias its name in this query
    private record Side(String alias, Relation relation) {
        /// The name of a column in this query, where no two columns share one.
        SqlIdentifier column(int index, List<String> fields, SqlParserPos position) {
            var parts = new ArrayList<String>();
            parts.add(alias);
            parts.add(BoundTable.unambiguous(relation.schema()).field(index).name());
            parts.addAll(fields);
            return new SqlIdentifier(parts, position);
        }
    }

    /// Columns of a side that a name can mean.
    private record Meant(Side side, Provenance.Span span) {
        List<Integer> find(String name) {
            return IntStream.range(
                            span.from(), Math.min(span.to(), side.relation().schema().size()))
                    .filter(i -> side.relation().schema().field(i).name().equalsIgnoreCase(name))
                    .boxed()
                    .toList();
        }
    }

    @Override
    public SqlIdentifier bind(SqlIdentifier column) {
        if (column.names.getFirst().equals(OWNER)) {
            return owned(column);
        }
        if (column.names.size() < 2) {
            requireOne(column);
            return column;
        }
        var meant = named(column.names.getFirst());
        if (meant.size() != 1) {
            return column;
        }
        var found = meant.getFirst().find(column.names.get(1));
        return found.size() != 1
                ? column
                : meant.getFirst()
                        .side()
                        .column(
                                found.getFirst(),
                                column.names.subList(2, column.names.size()),
                                column.getParserPosition());
    }

    /// Refuses a name that several columns of one relation have.
    private void requireOne(SqlIdentifier column) {
        for (var side : sides) {
            var all = new Provenance.Span(0, side.relation().schema().size());
            if (new Meant(side, all).find(column.getSimple()).size() > 1) {
                throw lost(column, column.names, false);
            }
        }
    }

    /// Which column of the one relation that was handed in a tree names, if it is one.
    OptionalInt index(SqlNode tree) {
        var side = sides.getFirst();
        if (!(tree instanceof SqlIdentifier id) || id.isStar()) {
            return OptionalInt.empty();
        }
        var name = bind(id).names.getLast();
        var names = BoundTable.unambiguous(side.relation().schema()).fieldNames();
        return IntStream.range(0, names.length)
                .filter(i -> names[i].equalsIgnoreCase(name))
                .findFirst();
    }

    /// A column of the one relation that was handed in.
    SqlIdentifier column(int index) {
        return sides.getFirst().column(index, List.of(), SqlParserPos.ZERO);
    }

    /// Where columns can be named through a name that an older Dataset got.
    private List<Meant> named(String name) {
        return sides.stream()
                .filter(side -> side.relation().provenance().names().containsKey(name))
                .map(side -> new Meant(side, side.relation().provenance().names().get(name)))
                .toList();
    }

    @Override
    public Optional<List<SqlIdentifier>> all(String qualifier, SqlParserPos position) {
        var meant = named(qualifier);
        if (meant.size() != 1) {
            return Optional.empty();
        }
        var columns = new ArrayList<SqlIdentifier>();
        var span = meant.getFirst().span();
        for (int i = span.from(); i < span.to(); i++) {
            columns.add(meant.getFirst().side().column(i, List.of(), position));
        }
        return Optional.of(columns);
    }

    private SqlIdentifier owned(SqlIdentifier column) {
        long owner = Long.parseLong(column.names.get(1));
        var path = column.names.subList(2, column.names.size());
        var meant =
                sides.stream()
                        .filter(s -> s.relation().provenance().datasets().containsKey(owner))
                        .map(s -> new Meant(s, s.relation().provenance().datasets().get(owner)))
                        .toList();
        var exact = meant.stream().filter(m -> m.side().relation().id() == owner).toList();
        var chosen = exact.size() == 1 ? exact : meant;
        if (chosen.size() != 1) {
            throw lost(column, path, chosen.isEmpty());
        }
        var found = chosen.getFirst().find(path.getFirst());
        if (found.size() > 1) {
            throw lost(column, path, false);
        }
        if (found.isEmpty()) {
            var parts = new ArrayList<String>();
            parts.add(chosen.getFirst().side().alias());
            parts.addAll(path);
            return new SqlIdentifier(parts, column.getParserPosition());
        }
        return chosen.getFirst()
                .side()
                .column(found.getFirst(), path.subList(1, path.size()), column.getParserPosition());
    }

    private static SqlException lost(SqlIdentifier column, List<String> path, boolean foreign) {
        var name = String.join(".", path);
        return SqlException.at(
                foreign
                        ? Condition.UNRESOLVED_COLUMN__WITH_SUGGESTION
                        : Condition.AMBIGUOUS_REFERENCE,
                column.getParserPosition(),
                foreign
                        ? "the column '%s' belongs to another Dataset".formatted(name)
                        : "the column '%s' could come from both sides".formatted(name),
                foreign
                        ? "take the column from the Dataset that is used here, or join the two"
                        : "give each side a name with as(\"..\") and write name.column");
    }

    @Override
    public Set<String> columns() {
        var names = new LinkedHashSet<String>();
        for (var table : tables.values()) {
            table.getRowType(cluster.getTypeFactory()).getFieldNames().stream()
                    .map(BoundTable::plain)
                    .forEach(names::add);
        }
        return names;
    }

    /// The rows of a query.
    ///
    /// @param tree as it was parsed
    /// @param provenance where the columns of the result come from, by how many there are
    Relation relation(SqlNode tree, IntFunction<Provenance> provenance) {
        register(tree);
        var schema = CalciteSchema.createRootSchema(false, false);
        var query = queries.query(tree);
        tables.forEach(schema::add);
        var reader =
                new CalciteCatalogReader(
                        schema,
                        new ColumnNames(),
                        List.of(List.of()),
                        cluster.getTypeFactory(),
                        configuration()) {};
        var validator = new SparkValidator(reader, cluster.getTypeFactory());
        try {
            var validated = validator.validate(query);
            var converter =
                    new SparkConverter(validator, reader, cluster, _ -> convertlet(), CONVERSION);
            var root = converter.convertQuery(validated, false, true);
            var names =
                    root.fields.stream().map(field -> BoundTable.plain(field.getValue())).toList();
            return new KnownRelation(
                    root.project(),
                    named(root.project(), names),
                    provenance.apply(names.size()),
                    Optional.empty());
        } catch (CalciteContextException wrong) {
            throw AnalysisErrors.explain(wrong, queries.columns());
        }
    }

    /// The columns of a relation under the names of a query.
    static StructType named(RelNode algebra, List<String> names) {
        var types = Types.fromRow(algebra.getRowType());
        var fields = new ArrayList<StructField>();
        for (int i = 0; i < types.size(); i++) {
            fields.add(new StructField(names.get(i), types.typeOf(i), types.field(i).nullable()));
        }
        return new StructType(fields);
    }

    /// A call becomes a call of the same operator, with its place; no other conversion is wanted.
    private static SqlRexConvertlet convertlet() {
        return (context, call) -> {
            var operator = call.getOperator();
            if (operator == SqlStdOperatorTable.AS) {
                return context.convertExpression(call.operand(0));
            }
            var operands = new ArrayList<RexNode>();
            for (var operand : call.getOperandList()) {
                operands.add(context.convertExpression(operand));
            }
            var plain = plain(operator, operands);
            return context.getRexBuilder()
                    .makeCall(call.getParserPosition(), plain, flat(plain, operands));
        };
    }

    /// `a AND (b AND c)` as one call, since Calcite insists on it.
    private static List<RexNode> flat(SqlOperator operator, List<RexNode> operands) {
        if (operator != SqlStdOperatorTable.AND && operator != SqlStdOperatorTable.OR) {
            return operands;
        }
        return operands.stream()
                .flatMap(operand ->
                        operand instanceof RexCall call && call.getOperator() == operator
                                ? call.getOperands().stream()
                                : Stream.of(operand))
                .toList();
    }

    /// Calcite's own operator where it must know what a call means to get rid of sub-queries.
    private static SqlOperator plain(SqlOperator operator, List<RexNode> operands) {
        boolean truths =
                operands.stream()
                        .allMatch(o -> o.getType().getSqlTypeName() == SqlTypeName.BOOLEAN);
        return switch (operator.getName()) {
            case "and" -> truths ? SqlStdOperatorTable.AND : operator;
            case "or" -> truths ? SqlStdOperatorTable.OR : operator;
            case "not" -> truths ? SqlStdOperatorTable.NOT : operator;
            case "=" -> SqlStdOperatorTable.EQUALS;
            default -> operator;
        };
    }

    private static CalciteConnectionConfigImpl configuration() {
        var properties = new Properties();
        properties.setProperty(
                CalciteConnectionProperty.CASE_SENSITIVE.camelName(), Boolean.toString(false));
        return new CalciteConnectionConfigImpl(properties);
    }
}
