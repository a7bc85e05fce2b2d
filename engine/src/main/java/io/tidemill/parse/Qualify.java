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
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlStarExclude;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/// Writes what Calcite's grammar reads but its validator does not do our way: QUALIFY as a
/// condition on a sub-query, and the WINDOW clause into the calls that name its windows.
final class Qualify {
    /// The column of the sub-query that says which rows stay.
    private static final String STAYS = "\u0001qualify";

    private Qualify() {}

    /// The same query without QUALIFY and WINDOW, as it would have been parsed.
    static SqlSelect plain(SqlSelect select) {
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
                        position, spelled(written, items), new SqlIdentifier(STAYS, position)));
        var inner = with(select, items, SqlNodeList.EMPTY);
        var stays = new SqlIdentifier(STAYS, position);
        var all =
                new SqlStarExclude(
                        position,
                        SqlIdentifier.star(List.of(""), position, List.of(position)),
                        new SqlNodeList(List.of(stays), position));
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
