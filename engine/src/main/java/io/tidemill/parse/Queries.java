package io.tidemill.parse;

import io.tidemill.data.Condition;
import io.tidemill.expression.UserFunction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlStarExclude;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/// Turns a query as it was parsed into one that Calcite's validator takes: tables found, columns
/// named as Spark names them, expressions in our terms.
///
/// One for each analysis; it keeps the tables that it met under names made up for the purpose.
final class Queries {
    private final Tables found;
    private final Dialect dialect = new Dialect(this);
    private final Generators generators = new Generators(dialect);
    private final Deque<Set<String>> withNames = new ArrayDeque<>();
    private final Set<String> columns = new LinkedHashSet<>();

    /// What the queries around group by, of the innermost first: each key once, in order.
    private final Deque<List<SqlNode>> groupings = new ArrayDeque<>();

    /// What `*` leaves out, of the innermost query first.
    private final Deque<List<SqlIdentifier>> hidden = new ArrayDeque<>();

    /// The names of the tables in FROM, of the innermost query first.
    private final Deque<Set<String>> aliases = new ArrayDeque<>();

    /// Those of the SELECT that was read last, for its ORDER BY.
    private Set<String> lastAliases = Set.of();

    private List<SqlNode> lastGrouping = List.of();

    private final FromClause from;

    Queries(Tables tables) {
        found = tables;
        from = new FromClause(this, tables, dialect, generators);
    }

    /// What stands in FROM in our terms.
    SqlNode from(SqlNode table) {
        return from.from(table);
    }

    /// Does something where columns can be qualified with these names.
    <T> T naming(Set<String> names, Supplier<T> what) {
        aliases.push(names);
        try {
            return what.get();
        } finally {
            aliases.pop();
        }
    }

    /// Whether a query around has this name from its WITH.
    boolean isWith(String name) {
        return withNames.stream().anyMatch(names -> names.contains(name));
    }

    /// Remembers a name that a column could have, for suggestions.
    void knows(String column) {
        columns.add(column);
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
        var ofFile = FileColumn.of(bound, parts - 1, this::columns);
        if (ofFile.isPresent()) {
            return ofFile.get();
        }
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

    /// A query in our terms.
    SqlNode query(SqlNode node) {
        return switch (node) {
            case SqlSelect select -> select(select);
            case SqlOrderBy ordered -> ordered(ordered);
            case SqlWith with -> with(with);
            case SqlCall call when call.getKind() == SqlKind.VALUES -> from.namedValues(call);
            case SqlCall call when call.getKind() == SqlKind.EXPLICIT_TABLE ->
                    FromClause.selectAll(from.from(call.operand(0)), call.getParserPosition());
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
        lastGrouping = List.of();
        var query = query(ordered.query);
        groupings.push(lastGrouping);
        try {
            return naming(
                    lastAliases,
                    () ->
                            new SqlOrderBy(
                                    ordered.getParserPosition(),
                                    query,
                                    dialect.list(AllColumns.keys(ordered)),
                                    ordered.offset,
                                    ordered.fetch));
        } finally {
            groupings.pop();
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
                if (!names.add(item.name.getSimple())) {
                    throw SqlException.at(
                            Condition.DUPLICATED_CTE_NAMES,
                            item.name.getParserPosition(),
                            "WITH has two queries with the name '%s'"
                                    .formatted(item.name.getSimple()),
                            "give one of them another name");
                }
            }
            return new SqlWith(
                    with.getParserPosition(),
                    new SqlNodeList(items, with.withList.getParserPosition()),
                    query(with.body));
        } finally {
            withNames.pop();
        }
    }

    /// Leaves a column of FROM out of `*`.
    void hides(SqlIdentifier column) {
        hidden.getFirst().add(column);
    }

    /// `*` without what is hidden.
    private SqlNode star(SqlNode item) {
        var left = hidden.getFirst();
        var star = item instanceof SqlStarExclude some ? some.getStarIdentifier() : item;
        if (left.isEmpty() || !(star instanceof SqlIdentifier all) || all.names.size() > 1) {
            return item;
        }
        var excluded = new ArrayList<SqlNode>(left);
        if (item instanceof SqlStarExclude some) {
            excluded.addAll(Objects.requireNonNull(some.getExcludeList()));
        }
        var position = item.getParserPosition();
        return new SqlStarExclude(position, all, new SqlNodeList(excluded, position));
    }

    private SqlNode select(SqlSelect written) {
        hidden.push(new ArrayList<>());
        try {
            return selected(written);
        } finally {
            hidden.pop();
        }
    }

    private SqlNode selected(SqlSelect written) {
        var select = Qualify.plain(written);
        var table = select.getFrom();
        var newFrom = StateTtlHint.apply(written, table == null ? null : from(table));
        var known = FromNames.of(newFrom);
        aliases.push(known);
        groupings.push(Groupings.keys(select.getGroup(), dialect));
        try {
            return generating(select, newFrom);
        } finally {
            lastGrouping = groupings.pop();
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
        var named = newFrom == null ? null : FromNames.named(newFrom);
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
                FromNames.inOrder(named)
                        .forEach(name -> items.add(star(name, id.getParserPosition())));
            } else {
                items.add(each);
            }
        }
        var changed = (SqlSelect) select.clone(select.getParserPosition());
        changed.setSelectList(new SqlNodeList(items, select.getSelectList().getParserPosition()));
        return select(changed, generators.from(named, generator));
    }

    private static SqlNode star(String table, SqlParserPos position) {
        return SqlIdentifier.star(List.of(table, ""), position, List.of(position, position));
    }

    /// What the query groups by, for `grouping_id()`.
    List<SqlNode> groupingKeys() {
        return groupings.isEmpty() ? List.of() : groupings.getFirst();
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
                dialect.condition(select.getWhere()),
                groupBy(select.getGroup(), items),
                dialect.condition(select.getHaving()),
                SqlNodeList.EMPTY,
                null,
                null,
                select.getOffset(),
                select.getFetch(),
                null);
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
        if (item instanceof SqlIdentifier id && id.isStar()) {
            return star(item);
        }
        if (item instanceof SqlIdentifier id) {
            var column = dialect.expression(id);
            return column instanceof SqlIdentifier ? column : named(column, id);
        }
        if (item instanceof SqlStarExclude) {
            return star(item);
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
        var all = AllColumns.groupBy(group, items);
        return all.isPresent()
                ? all.filter(keys -> !keys.isEmpty()).orElse(null)
                : dialect.list(group);
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
