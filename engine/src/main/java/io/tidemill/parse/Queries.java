package io.tidemill.parse;

import io.tidemill.data.Condition;
import io.tidemill.expression.UserFunction;
import io.tidemill.sql.types.DataTypes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlPivot;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlStarExclude;
import org.apache.calcite.sql.SqlUnpivot;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.util.Util;
import org.jspecify.annotations.Nullable;

/// Turns a query as it was parsed into one that Calcite's validator takes: tables found, columns
/// named as Spark names them, expressions in our terms.
///
/// One for each analysis; it keeps the tables that it met under names made up for the purpose.
final class Queries {
    private final Tables found;
    private final Dialect dialect = new Dialect(this);
    private final Generators generators = new Generators(dialect);
    private final Pivots pivots = new Pivots(this);
    private final Deque<Set<String>> withNames = new ArrayDeque<>();
    private final Set<String> columns = new LinkedHashSet<>();

    /// What the queries around group by, of the innermost first: each key once, in order.
    private final Deque<List<SqlNode>> groupings = new ArrayDeque<>();

    /// The names of the tables in FROM, of the innermost query first.
    private final Deque<Set<String>> aliases = new ArrayDeque<>();

    /// Those of the SELECT that was read last, for its ORDER BY.
    private Set<String> lastAliases = Set.of();

    Queries(Tables tables) {
        this.found = tables;
    }

    Dialect dialect() {
        return dialect;
    }

    /// The function of the program that a name means.
    Optional<UserFunction> function(String name) {
        return found.function(name);
    }

    /// Names that a column could have had here, for suggestions.
    Set<String> columns() {
        var all = new LinkedHashSet<>(columns);
        all.addAll(found.columns());
        return all;
    }

    /// A column, or a field of one. A first part that names no table in FROM is a column itself;
    /// one that carries its dataset's identity is bound to that dataset.
    SqlNode column(SqlIdentifier id) {
        if (id.isStar()) {
            return id;
        }
        var bound = found.bind(id);
        boolean qualified =
                bound.names.size() > 1 && (bound != id || isTable(bound.names.getFirst()));
        int parts = qualified ? 2 : 1;
        SqlNode value = quoted(bound.names.subList(0, parts), id.getParserPosition());
        for (var field : bound.names.subList(parts, bound.names.size())) {
            value = Meanings.field(field).createCall(id.getParserPosition(), value);
        }
        return value;
    }

    /// A name that Calcite takes for nothing but a name; unquoted, `user` would be a function.
    private static SqlIdentifier quoted(List<String> names, SqlParserPos position) {
        var each = position.withQuoting(true);
        return new SqlIdentifier(
                names, null, each, java.util.Collections.nCopies(names.size(), each));
    }

    private boolean isTable(String name) {
        return aliases.stream().anyMatch(known -> known.contains(name));
    }

    /// The names that columns can be qualified with in a query over `from`.
    private static Set<String> aliasesOf(@Nullable SqlNode from) {
        var names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        switch (from) {
            case null -> {}
            case SqlIdentifier name -> names.add(name.names.getLast());
            case SqlJoin join -> {
                names.addAll(aliasesOf(join.getLeft()));
                names.addAll(aliasesOf(join.getRight()));
            }
            case SqlCall as when as.getKind() == SqlKind.AS ->
                    names.add(((SqlIdentifier) as.operand(1)).getSimple());
            default -> {}
        }
        return names;
    }

    /// A query in our terms.
    SqlNode query(SqlNode node) {
        return switch (node) {
            case SqlSelect select -> select(select);
            case SqlOrderBy ordered -> ordered(ordered);
            case SqlWith with -> with(with);
            case SqlCall call when call.getKind() == SqlKind.VALUES -> namedValues(call);
            case SqlCall call when call.getKind() == SqlKind.EXPLICIT_TABLE ->
                    selectAll(from(call.operand(0)), call.getParserPosition());
            case SqlCall call when call.isA(SqlKind.SET_QUERY) ->
                    call.getOperator()
                            .createCall(
                                    call.getParserPosition(),
                                    call.getOperandList().stream().map(this::query).toList());
            default ->
                    throw SqlException.at(
                            Condition.PARSE_SYNTAX_ERROR,
                            node.getParserPosition(),
                            "this is not a query",
                            "write SELECT, WITH or VALUES");
        };
    }

    private SqlNode ordered(SqlOrderBy written) {
        var ordered = Qualify.ordered(written);
        lastAliases = Set.of();
        var query = query(ordered.query);
        aliases.push(lastAliases);
        try {
            return new SqlOrderBy(
                    ordered.getParserPosition(),
                    query,
                    dialect.list(ordered.orderList),
                    ordered.offset,
                    ordered.fetch);
        } finally {
            aliases.pop();
        }
    }

    private SqlNode with(SqlWith with) {
        var names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        withNames.push(names);
        try {
            var items = new ArrayList<SqlNode>();
            for (var node : with.withList) {
                var item = (SqlWithItem) node;
                if (item.recursive.booleanValue()) {
                    throw Dialect.unsupported("WITH RECURSIVE", item.getParserPosition());
                }
                items.add(
                        new SqlWithItem(
                                item.getParserPosition(),
                                item.name,
                                item.columnList,
                                query(item.query),
                                item.recursive));
                names.add(item.name.getSimple());
            }
            return new SqlWith(
                    with.getParserPosition(),
                    new SqlNodeList(items, with.withList.getParserPosition()),
                    query(with.body));
        } finally {
            withNames.pop();
        }
    }

    private SqlNode select(SqlSelect written) {
        var select = Qualify.plain(written);
        var from = select.getFrom();
        var newFrom = StateTtlHint.apply(written, from == null ? null : from(from));
        var known = aliasesOf(newFrom);
        aliases.push(known);
        groupings.push(groupingKeys(select.getGroup()));
        try {
            return generating(select, newFrom);
        } finally {
            groupings.pop();
            aliases.pop();
            lastAliases = known;
        }
    }

    /// A generator in the select list is one in FROM.
    private SqlNode generating(SqlSelect select, @Nullable SqlNode newFrom) {
        var item = Generators.item(select.getSelectList());
        if (item.isEmpty()) {
            return select(select, newFrom);
        }
        var generator = item.get();
        aliases.getFirst().add(Generators.ALIAS);
        var named = newFrom == null ? null : named(newFrom);
        var items = new ArrayList<SqlNode>();
        for (var each : select.getSelectList()) {
            if (each == generator) {
                items.addAll(Generators.columns(generator));
            } else if (Generators.item(List.of(each)).isPresent()) {
                throw SqlException.at(
                        Condition.UNSUPPORTED_GENERATOR__MULTI_GENERATOR,
                        each.getParserPosition(),
                        "this is the second function of the select list that makes rows",
                        "write one of them as LATERAL VIEW");
            } else if (each instanceof SqlIdentifier id && id.isStar() && id.names.size() == 1) {
                tables(named).forEach(name -> items.add(star(name, id.getParserPosition())));
            } else {
                items.add(each);
            }
        }
        var changed = (SqlSelect) select.clone(select.getParserPosition());
        changed.setSelectList(new SqlNodeList(items, select.getSelectList().getParserPosition()));
        return select(changed, generators.from(named, generator));
    }

    /// FROM, with a name for each query that has none, so that all its columns can be named.
    private static SqlNode named(SqlNode from) {
        if (from instanceof SqlJoin join) {
            join.setLeft(named(join.getLeft()));
            join.setRight(named(join.getRight()));
            return join;
        }
        return from.isA(SqlKind.QUERY)
                ? SqlStdOperatorTable.AS.createCall(
                        from.getParserPosition(),
                        from,
                        new SqlIdentifier(
                                "\u0001query" + from.getParserPosition(), from.getParserPosition()))
                : from;
    }

    private static SqlNode star(String table, SqlParserPos position) {
        return SqlIdentifier.star(List.of(table, ""), position, List.of(position, position));
    }

    /// The names of the tables in FROM, in their order.
    private static List<String> tables(@Nullable SqlNode from) {
        return switch (from) {
            case SqlJoin join -> {
                var names = new ArrayList<>(tables(join.getLeft()));
                names.addAll(tables(join.getRight()));
                yield names;
            }
            case null, default -> List.copyOf(aliasesOf(from));
        };
    }

    /// What the query groups by, for `grouping_id()`.
    List<SqlNode> groupingKeys() {
        return groupings.isEmpty() ? List.of() : groupings.getFirst();
    }

    private List<SqlNode> groupingKeys(@Nullable SqlNodeList group) {
        var keys = new LinkedHashMap<String, SqlNode>();
        if (group != null) {
            group.forEach(key -> collectKeys(key, keys));
        }
        return List.copyOf(keys.values());
    }

    private void collectKeys(SqlNode key, Map<String, SqlNode> keys) {
        switch (key.getKind()) {
            case GROUPING_SETS, CUBE, ROLLUP, ROW ->
                    ((SqlCall) key).getOperandList().forEach(each -> collectKeys(each, keys));
            default -> {
                if (key instanceof SqlNodeList list) {
                    list.forEach(each -> collectKeys(each, keys));
                } else if (!key.toString().equals(Words.GROUP_BY_ALL)) {
                    keys.putIfAbsent(key.toString(), dialect.expression(key));
                }
            }
        }
    }

    private SqlNode select(SqlSelect select, @Nullable SqlNode newFrom) {
        var items = new ArrayList<SqlNode>();
        for (var item : select.getSelectList()) {
            items.addAll(items(item));
        }
        return new SqlSelect(
                select.getParserPosition(),
                Optional.ofNullable((SqlNodeList) select.getOperandList().getFirst())
                        .orElse(SqlNodeList.EMPTY),
                new SqlNodeList(items, select.getSelectList().getParserPosition()),
                newFrom,
                conditionOrNull(select.getWhere()),
                groupBy(select.getGroup(), items),
                conditionOrNull(select.getHaving()),
                SqlNodeList.EMPTY,
                null,
                null,
                select.getOffset(),
                select.getFetch(),
                null);
    }

    private @Nullable SqlNode expressionOrNull(@Nullable SqlNode node) {
        return node == null ? null : dialect.expression(node);
    }

    /// A condition; a bare NULL is one that is never true.
    private @Nullable SqlNode conditionOrNull(@Nullable SqlNode node) {
        var condition = expressionOrNull(node);
        return condition instanceof SqlCall call
                        && call.getOperator() instanceof LiteralValue literal
                        && literal.value() == null
                ? Meanings.cast(DataTypes.BooleanType, false)
                        .createCall(call.getParserPosition(), call)
                : condition;
    }

    /// An item as it is; `name.*` of a Dataset that was joined, as its columns.
    private List<SqlNode> items(SqlNode item) {
        if (item instanceof SqlIdentifier id
                && id.isStar()
                && id.names.size() == 2
                && !isTable(id.names.getFirst())) {
            var columns = found.all(id.names.getFirst(), id.getParserPosition());
            if (columns.isPresent()) {
                return List.copyOf(columns.get());
            }
        }
        return List.of(item(item));
    }

    private SqlNode item(SqlNode item) {
        if (item instanceof SqlIdentifier id) {
            var column = dialect.expression(id);
            return column instanceof SqlIdentifier ? column : named(column, id);
        }
        if (item instanceof SqlStarExclude) {
            return item;
        }
        if (item.getKind() == SqlKind.AS) {
            var as = (SqlCall) item;
            columns.add(((SqlIdentifier) as.operand(1)).getSimple());
            return dialect.expression(item);
        }
        return named(dialect.expression(item), item);
    }

    /// An item under the name that Spark gives it.
    private SqlNode named(SqlNode expression, SqlNode written) {
        var name = PrettyNames.of(written, this::isTable);
        return SqlStdOperatorTable.AS.createCall(
                written.getParserPosition(),
                expression,
                // Spark leaves the name of '' empty, which Calcite takes for a star.
                new SqlIdentifier(name.isEmpty() ? "''" : name, written.getParserPosition()));
    }

    private @Nullable SqlNodeList groupBy(@Nullable SqlNodeList group, List<SqlNode> items) {
        if (group == null) {
            return null;
        }
        boolean all =
                group.size() == 1
                        && group.get(0) instanceof SqlIdentifier id
                        && id.isSimple()
                        && id.getSimple().equals(Words.GROUP_BY_ALL);
        if (!all) {
            return dialect.list(group);
        }
        var keys = new ArrayList<SqlNode>();
        for (var item : items) {
            var expression = item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
            if (expression instanceof SqlIdentifier id && id.isStar()) {
                throw Dialect.unsupported("GROUP BY ALL with *", id.getParserPosition());
            }
            if (!hasAggregate(expression)) {
                keys.add(expression);
            }
        }
        return keys.isEmpty() ? null : new SqlNodeList(keys, group.getParserPosition());
    }

    static boolean hasAggregate(SqlNode node) {
        try {
            node.accept(
                    new SqlBasicVisitor<Void>() {
                        @Override
                        public Void visit(SqlCall call) {
                            if (call.getOperator() instanceof AggregateOperator) {
                                throw Util.FoundOne.NULL;
                            }
                            return super.visit(call);
                        }
                    });
            return false;
        } catch (Util.FoundOne found) {
            return true;
        }
    }

    SqlNode from(SqlNode node) {
        return switch (node) {
            case SqlIdentifier name -> table(name, true);
            case SqlJoin join -> join(join);
            case SqlBasicCall as when as.getKind() == SqlKind.AS -> aliased(as);
            default -> {
                if (node.getKind() == SqlKind.TABLE_REF) {
                    yield from(((SqlCall) node).operand(0));
                }
                if (node.isA(SqlKind.QUERY)) {
                    yield query(node);
                }
                if (Ranges.isOne(node)) {
                    yield SqlStdOperatorTable.AS.createCall(
                            node.getParserPosition(),
                            range(node),
                            new SqlIdentifier("range", node.getParserPosition()));
                }
                if (WindowTables.isOne(node)) {
                    yield query(WindowTables.query((SqlCall) node));
                }
                if (Generators.isTable(node)) {
                    yield generators.table(node);
                }
                if (node.getKind() == SqlKind.LATERAL) {
                    var inner = ((SqlCall) node).operand(0);
                    yield Generators.isTable(inner)
                            ? generators.table(inner)
                            : SqlStdOperatorTable.LATERAL.createCall(
                                    node.getParserPosition(), from(inner));
                }
                if (node instanceof SqlPivot pivot) {
                    yield pivots.pivot(pivot);
                }
                if (node instanceof SqlUnpivot unpivot) {
                    yield pivots.unpivot(unpivot);
                }
                throw refused(node);
            }
        };
    }

    private SqlNode join(SqlJoin join) {
        var left = from(join.getLeft());
        var time = AsOf.time(join.getRight());
        boolean byTime = AsOf.isWritten(join) || time.isPresent();
        if (byTime) {
            AsOf.check(join);
        }
        aliases.push(aliasesOf(left));
        SqlNode right;
        try {
            right = from(AsOf.plain(join.getRight()));
        } finally {
            aliases.pop();
        }
        var known = aliasesOf(left);
        known.addAll(aliasesOf(right));
        aliases.push(known);
        try {
            boolean oneSided =
                    join.getJoinType() == JoinType.LEFT_SEMI_JOIN
                            || join.getJoinType() == JoinType.LEFT_ANTI_JOIN;
            boolean using = join.getCondition() instanceof SqlNodeList;
            var condition =
                    !using
                            ? conditionOrNull(join.getCondition())
                            : oneSided
                                    ? equal((SqlNodeList) join.getCondition(), left, right)
                                    : join.getCondition();
            return new SqlJoin(
                    join.getParserPosition(),
                    left,
                    byTime
                            ? SqlLiteral.createBoolean(false, join.getParserPosition())
                            : join.isNaturalNode(),
                    join.getJoinTypeNode(),
                    right,
                    oneSided && using
                            ? JoinConditionType.ON.symbol(join.getParserPosition())
                            : join.getConditionTypeNode(),
                    byTime && condition != null
                            ? AsOf.condition(condition, time.map(dialect::expression))
                            : condition);
        } finally {
            aliases.pop();
        }
    }

    /// `USING (a)` as `l.a = r.a`: Calcite knows no semi join with the former.
    private SqlNode equal(@Nullable SqlNodeList using, SqlNode left, SqlNode right) {
        var names = Objects.requireNonNull(using);
        var leftNames = aliasesOf(left);
        var rightNames = aliasesOf(right);
        if (leftNames.size() != 1 || rightNames.size() != 1) {
            throw Dialect.unsupported(
                    "USING in a semi or anti join of several tables", names.getParserPosition());
        }
        var tests = new ArrayList<SqlNode>();
        for (var node : names) {
            var name = ((SqlIdentifier) node).getSimple();
            var at = node.getParserPosition();
            tests.add(
                    SqlStdOperatorTable.EQUALS.createCall(
                            at,
                            new SqlIdentifier(List.of(leftNames.iterator().next(), name), at),
                            new SqlIdentifier(List.of(rightNames.iterator().next(), name), at)));
        }
        return tests.stream()
                .map(dialect::expression)
                .reduce((a, b) ->
                        Meanings.function(dialect.lookUp("and", a.getParserPosition()))
                                .createCall(a.getParserPosition(), a, b))
                .orElseThrow();
    }

    private static SqlException refused(SqlNode node) {
        var what =
                switch (node.getKind()) {
                    case COLLECTION_TABLE -> "table functions";
                    case LATERAL -> "LATERAL";
                    case UNNEST -> "UNNEST";
                    case TABLESAMPLE -> "TABLESAMPLE";
                    case PIVOT -> "PIVOT";
                    case SNAPSHOT -> "FOR SYSTEM_TIME without a join";
                    case UNPIVOT -> "UNPIVOT";
                    default -> "this table expression";
                };
        return Dialect.unsupported(what, node.getParserPosition());
    }

    private SqlNode aliased(SqlCall as) {
        var operands = new ArrayList<>(as.getOperandList());
        var table = as.operand(0);
        operands.set(
                0,
                switch (table) {
                    case SqlIdentifier name -> table(name, false);
                    case SqlCall values when values.getKind() == SqlKind.VALUES -> values(values);
                    case SqlCall call when Ranges.isOne(call) -> range(call);
                    default -> from(table);
                });
        if (table.getKind() == SqlKind.VALUES && operands.size() == 2) {
            operands.addAll(valueNames((SqlCall) table));
        }
        for (var name : operands.subList(2, operands.size())) {
            columns.add(((SqlIdentifier) name).getSimple());
        }
        return SqlStdOperatorTable.AS.createCall(as.getParserPosition(), operands);
    }

    private SqlIdentifier range(SqlNode node) {
        var range = Ranges.read((SqlCall) node, dialect);
        columns.add("id");
        return new SqlIdentifier(
                found.range(range.start(), range.end(), range.step()), node.getParserPosition());
    }

    private SqlNode table(SqlIdentifier name, boolean alias) {
        if (name.isSimple()
                && withNames.stream().anyMatch(names -> names.contains(name.getSimple()))) {
            return name;
        }
        var internal = new SqlIdentifier(found.find(name), name.getParserPosition());
        return alias
                ? SqlStdOperatorTable.AS.createCall(
                        name.getParserPosition(),
                        internal,
                        new SqlIdentifier(name.names.getLast(), name.getParserPosition()))
                : internal;
    }

    /// `VALUES` as a query has columns col1, col2 and so on.
    private SqlNode namedValues(SqlCall call) {
        var operands = new ArrayList<SqlNode>();
        operands.add(values(call));
        operands.add(new SqlIdentifier("values", call.getParserPosition()));
        operands.addAll(valueNames(call));
        return selectAll(
                SqlStdOperatorTable.AS.createCall(call.getParserPosition(), operands),
                call.getParserPosition());
    }

    private static List<SqlNode> valueNames(SqlCall values) {
        var names = new ArrayList<SqlNode>();
        int count = ((SqlCall) values.operand(0)).operandCount();
        for (int i = 1; i <= count; i++) {
            names.add(new SqlIdentifier("col" + i, values.getParserPosition()));
        }
        return names;
    }

    private SqlNode values(SqlCall values) {
        var rows = new ArrayList<SqlNode>();
        int width = ((SqlCall) values.operand(0)).operandCount();
        for (var node : values.getOperandList()) {
            var row = (SqlCall) node;
            if (row.operandCount() != width) {
                throw SqlException.at(
                        Condition.NUM_COLUMNS_MISMATCH,
                        row.getParserPosition(),
                        "this row has %d values and the first one %d"
                                .formatted(row.operandCount(), width),
                        "give all rows the same number of values");
            }
            rows.add(
                    SqlStdOperatorTable.ROW.createCall(
                            row.getParserPosition(),
                            row.getOperandList().stream().map(dialect::expression).toList()));
        }
        return SqlStdOperatorTable.VALUES.createCall(values.getParserPosition(), rows);
    }

    private static SqlNode selectAll(SqlNode from, SqlParserPos position) {
        return new SqlSelect(
                position,
                SqlNodeList.EMPTY,
                SqlNodeList.of(SqlIdentifier.star(position)),
                from,
                null,
                null,
                null,
                SqlNodeList.EMPTY,
                null,
                null,
                null,
                null,
                null);
    }

    /// The tables of one analysis.
    interface Tables {
        /// The function of the program that is registered under a name.
        Optional<UserFunction> function(String name);

        /// The made-up name of a table of numbers.
        String range(long start, long end, long step);

        /// The made-up name of the table that a query names.
        ///
        /// @throws SqlException TABLE_OR_VIEW_NOT_FOUND
        String find(SqlIdentifier name);

        /// A column by its name, itself; one that carries a dataset's identity, qualified with the
        /// name of that dataset's table.
        SqlIdentifier bind(SqlIdentifier column);

        /// All columns that can be qualified with a name which a Dataset got before.
        Optional<List<SqlIdentifier>> all(String qualifier, SqlParserPos position);

        Set<String> columns();
    }
}
