package io.tidemill.parse;

import io.tidemill.data.Condition;
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
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
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
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql2rel.SqlRexConvertlet;
import org.apache.calcite.sql2rel.SqlToRelConverter;

/// One query on its way from a tree to algebra.
///
/// Knows the tables that the query names, whether from the catalog or relations handed in.
final class Analysis implements Queries.Tables {
    private static final AtomicLong NAMES = new AtomicLong();

    /// The first part of the name of a relation that was handed in.
    private static final String RELATION = "\u0001relation";

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
    private final Map<Long, Set<String>> owners = new HashMap<>();
    private final Queries queries = new Queries(this);

    Analysis(RelOptCluster cluster, Catalog catalog) {
        this.cluster = cluster;
        this.catalog = catalog;
    }

    /// A name for a relation that a tree can use in FROM.
    SqlIdentifier add(Relation relation, String alias) {
        relationTables.put(relation.id(), bind(BoundTable.of(relation)));
        for (long id : relation.lineage()) {
            owners.computeIfAbsent(id, _ -> new LinkedHashSet<>()).add(alias);
        }
        return new SqlIdentifier(
                List.of(RELATION, Long.toString(relation.id())),
                org.apache.calcite.sql.parser.SqlParserPos.ZERO);
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
        if (name.names.getFirst().equals(RELATION)) {
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
                    Suggestions.nearest(written, catalog.names())
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

    @Override
    public SqlIdentifier bind(SqlIdentifier column) {
        if (!column.names.getFirst().equals(OWNER)) {
            return column;
        }
        long owner = Long.parseLong(column.names.get(1));
        var path = column.names.subList(2, column.names.size());
        var aliases = owners.getOrDefault(owner, Set.of());
        if (aliases.size() != 1) {
            throw SqlException.at(
                    aliases.isEmpty()
                            ? Condition.UNRESOLVED_COLUMN__WITH_SUGGESTION
                            : Condition.AMBIGUOUS_REFERENCE,
                    column.getParserPosition(),
                    aliases.isEmpty()
                            ? "the column '%s' belongs to another Dataset"
                                    .formatted(String.join(".", path))
                            : "the column '%s' could come from both sides"
                                    .formatted(String.join(".", path)),
                    aliases.isEmpty()
                            ? "take the column from the Dataset that is used here, or join the two"
                            : "give each side a name with as(\"..\") and write name.column");
        }
        var parts = new ArrayList<String>();
        parts.add(aliases.iterator().next());
        parts.addAll(path);
        return new SqlIdentifier(parts, column.getParserPosition());
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
    /// @param ancestors the relations whose columns can go on being named
    Relation relation(SqlNode tree, Set<Long> ancestors) {
        var schema = CalciteSchema.createRootSchema(false, false);
        var query = queries.query(tree);
        tables.forEach(schema::add);
        var reader =
                new CalciteCatalogReader(
                        schema, List.of(), cluster.getTypeFactory(), configuration());
        var validator = new SparkValidator(reader, cluster.getTypeFactory());
        try {
            var validated = validator.validate(query);
            var converter =
                    new SparkConverter(validator, reader, cluster, _ -> convertlet(), CONVERSION);
            var root = converter.convertQuery(validated, false, true);
            var names =
                    root.fields.stream().map(field -> BoundTable.plain(field.getValue())).toList();
            return new Relation(
                    root.project(), named(root.project(), names), ancestors, Optional.empty());
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
