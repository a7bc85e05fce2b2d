package io.tidemill.parse;

import io.tidemill.data.Condition;
import io.tidemill.sql.types.DataTypes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/// What a query groups by: GROUPING SETS, CUBE and ROLLUP, and the functions that tell by which of
/// the keys a row is grouped.
final class Groupings {
    private Groupings() {}

    /// The keys of a GROUP BY, each once, in order.
    static List<SqlNode> keys(@Nullable SqlNodeList group, Dialect dialect) {
        var keys = new LinkedHashMap<String, SqlNode>();
        if (group != null) {
            group.forEach(key -> collect(key, dialect, keys));
        }
        return List.copyOf(keys.values());
    }

    private static void collect(SqlNode key, Dialect dialect, Map<String, SqlNode> keys) {
        switch (key.getKind()) {
            case GROUPING_SETS, CUBE, ROLLUP, ROW ->
                    ((SqlCall) key).getOperandList().forEach(each -> collect(each, dialect, keys));
            default -> {
                if (key instanceof SqlNodeList list) {
                    list.forEach(each -> collect(each, dialect, keys));
                } else if (!AllColumns.isOne(key)) {
                    keys.putIfAbsent(key.toString(), dialect.expression(key));
                }
            }
        }
    }

    /// The sets of `GROUPING SETS ((a, b), c, ())` and its kin.
    static List<SqlNode> sets(SqlCall call, Dialect dialect) {
        return call.getOperandList().stream()
                .map(set ->
                        set.getKind() == SqlKind.ROW
                                ? SqlStdOperatorTable.ROW.createCall(
                                        set.getParserPosition(), dialect.operands((SqlCall) set))
                                : dialect.expression(set))
                .toList();
    }

    /// `grouping(a)` or `grouping_id(a, b)`: which of the keys a row is not grouped by.
    ///
    /// @param all the keys of the query, for `grouping_id()`
    static SqlNode call(String name, SqlCall call, List<SqlNode> all, Dialect dialect) {
        var position = call.getParserPosition();
        boolean id = name.toLowerCase(Locale.ROOT).equals("grouping_id");
        var keys = id && call.operandCount() == 0 ? all : dialect.operands(call);
        if (keys.isEmpty() || (!id && keys.size() != 1)) {
            throw SqlException.at(
                    Condition.WRONG_NUM_ARGS__WITHOUT_SUGGESTION,
                    position,
                    "%s takes %s, of a query that groups"
                            .formatted(
                                    name.toLowerCase(Locale.ROOT),
                                    id ? "grouped columns" : "one grouped column"),
                    "name columns of GROUP BY");
        }
        var bits = SqlStdOperatorTable.GROUPING_ID.createCall(position, keys);
        return id ? bits : Meanings.cast(DataTypes.ByteType, false).createCall(position, bits);
    }
}
