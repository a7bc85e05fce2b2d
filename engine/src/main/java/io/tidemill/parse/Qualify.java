package io.tidemill.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlStarExclude;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/// Writes what Calcite's grammar reads but its validator does not do our way: QUALIFY as a
/// condition on a sub-query, and the WINDOW clause into the calls that name its windows.
final class Qualify {
    private Qualify() {}

    /// The same query, such that what a query with QUALIFY is ordered by is among what it selects;
    /// columns that are added for that do not come out.
    static SqlOrderBy ordered(SqlOrderBy ordered) {
        if (!(ordered.query instanceof SqlSelect select)
                || select.getQualify() == null
                || !quantifiers(select).isEmpty()) {
            return ordered;
        }
        var items = new ArrayList<SqlNode>(select.getSelectList());
        var keys = new ArrayList<SqlNode>();
        for (var key : ordered.orderList) {
            keys.add(key(key, items, select.getSelectList()));
        }
        var hidden =
                items.subList(select.getSelectList().size(), items.size()).stream()
                        .<SqlNode>map(item -> ((SqlCall) item).operand(1))
                        .toList();
        var wider = (SqlSelect) select.clone(select.getParserPosition());
        wider.setSelectList(new SqlNodeList(items, select.getSelectList().getParserPosition()));
        return new SqlOrderBy(
                ordered.getParserPosition(),
                plain(wider, hidden),
                new SqlNodeList(keys, ordered.orderList.getParserPosition()),
                ordered.offset,
                ordered.fetch);
    }

    /// A key of an order: itself where it names an item, else a name for it that becomes one.
    private static SqlNode key(SqlNode key, List<SqlNode> items, SqlNodeList selected) {
        switch (key.getKind()) {
            case DESCENDING, NULLS_FIRST, NULLS_LAST -> {
                var call = (SqlCall) key;
                return call.getOperator()
                        .createCall(key.getParserPosition(), key(call.operand(0), items, selected));
            }
            default -> {}
        }
        boolean named =
                key instanceof org.apache.calcite.sql.SqlLiteral
                        || (key instanceof SqlIdentifier id
                                && id.isSimple()
                                && selected.stream().anyMatch(item -> mayBe(item, id)));
        if (named) {
            return key;
        }
        var name = new SqlIdentifier("\u0001order" + items.size(), key.getParserPosition());
        items.add(SqlStdOperatorTable.AS.createCall(key.getParserPosition(), key, name));
        return name;
    }

    /// Whether an item is the column of this name, or all columns.
    private static boolean mayBe(SqlNode item, SqlIdentifier name) {
        return switch (item) {
            case SqlIdentifier id ->
                    id.isStar() || id.names.getLast().equalsIgnoreCase(name.getSimple());
            case SqlCall as when as.getKind() == SqlKind.AS ->
                    ((SqlIdentifier) as.operand(1)).getSimple().equalsIgnoreCase(name.getSimple());
            default -> item instanceof SqlStarExclude;
        };
    }

    /// The same query without QUALIFY and WINDOW, as it would have been parsed.
    static SqlSelect plain(SqlSelect select) {
        return plain(select, List.of());
    }

    /// @param hidden further columns that do not come out
    private static SqlSelect plain(SqlSelect select, List<SqlNode> hidden) {
        var windows = select.getWindowList();
        var items = new ArrayList<SqlNode>();
        for (var item : select.getSelectList()) {
            items.add(windows.isEmpty() ? item : OverCalls.named(item, windows));
        }
        var qualify = select.getQualify();
        if (qualify == null) {
            return windows.isEmpty() ? select : with(select, items, quantifiers(select));
        }
        var written = windows.isEmpty() ? qualify : OverCalls.named(qualify, windows);
        var position = qualify.getParserPosition();
        items.add(
                SqlStdOperatorTable.AS.createCall(
                        position,
                        spelled(written, items),
                        new SqlIdentifier(OverSpec.QUALIFIES, position)));
        var inner = with(select, items, SqlNodeList.EMPTY);
        var stays = new SqlIdentifier(OverSpec.QUALIFIES, position);
        var excluded = new ArrayList<SqlNode>(hidden);
        excluded.add(stays);
        var all =
                new SqlStarExclude(
                        position,
                        SqlIdentifier.star(List.of(""), position, List.of(position)),
                        new SqlNodeList(excluded, position));
        return new SqlSelect(
                select.getParserPosition(),
                quantifiers(select),
                new SqlNodeList(List.of(all), position),
                inner,
                stays,
                null,
                null,
                SqlNodeList.EMPTY,
                null,
                null,
                select.getOffset(),
                select.getFetch(),
                null);
    }

    private static SqlNodeList quantifiers(SqlSelect select) {
        return Optional.ofNullable((SqlNodeList) select.getOperandList().getFirst())
                .orElse(SqlNodeList.EMPTY);
    }

    private static SqlSelect with(SqlSelect select, List<SqlNode> items, SqlNodeList quantifiers) {
        boolean whole = select.getQualify() == null;
        return new SqlSelect(
                select.getParserPosition(),
                quantifiers,
                new SqlNodeList(items, select.getSelectList().getParserPosition()),
                select.getFrom(),
                select.getWhere(),
                select.getGroup(),
                select.getHaving(),
                SqlNodeList.EMPTY,
                null,
                null,
                whole ? select.getOffset() : null,
                whole ? select.getFetch() : null,
                null);
    }

    /// The condition with what the select list calls by a name written out; names inside of windows
    /// are columns.
    private static SqlNode spelled(SqlNode condition, List<SqlNode> items) {
        Map<String, SqlNode> named = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (var item : items) {
            if (item.getKind() == SqlKind.AS) {
                var as = (SqlCall) item;
                named.put(((SqlIdentifier) as.operand(1)).getSimple(), as.operand(0));
            }
        }
        return Objects.requireNonNull(
                condition.accept(
                        new SqlShuttle() {
                            @Override
                            public SqlNode visit(SqlIdentifier id) {
                                return id.isSimple() ? named.getOrDefault(id.getSimple(), id) : id;
                            }

                            @Override
                            public @Nullable SqlNode visit(SqlCall call) {
                                return call.getKind() == SqlKind.OVER || call.isA(SqlKind.QUERY)
                                        ? call
                                        : super.visit(call);
                            }
                        }));
    }
}
