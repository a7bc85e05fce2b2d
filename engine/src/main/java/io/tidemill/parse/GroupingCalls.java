package io.tidemill.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.util.Litmus;

/// `ROLLUP (a, b)` and its kin over keys in terms of the tables.
///
/// Where a key stands twice, some of its sets are the same, and count as often as they are there,
/// as in Spark. Calcite takes each set of a ROLLUP or CUBE once, so those are written out here.
final class GroupingCalls {
    private GroupingCalls() {}

    /// @param call as it was written
    /// @param keys what to put in place of its operands
    /// @param resolved a key with the full names of its columns
    static SqlNode of(SqlCall call, List<SqlNode> keys, UnaryOperator<SqlNode> resolved) {
        var position = call.getParserPosition();
        if (!hasRepeated(keys.stream().map(resolved).toList())) {
            return call.getOperator().createCall(position, keys);
        }
        return switch (call.getKind()) {
            case ROLLUP -> sets(position, prefixes(keys));
            case CUBE -> sets(position, subsets(keys));
            default -> call.getOperator().createCall(position, keys);
        };
    }

    private static boolean hasRepeated(List<SqlNode> keys) {
        for (int i = 0; i < keys.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (keys.get(i).equalsDeep(keys.get(j), Litmus.IGNORE)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static List<List<SqlNode>> prefixes(List<SqlNode> keys) {
        var sets = new ArrayList<List<SqlNode>>();
        for (int size = keys.size(); size >= 0; size--) {
            sets.add(keys.subList(0, size));
        }
        return sets;
    }

    private static List<List<SqlNode>> subsets(List<SqlNode> keys) {
        var sets = new ArrayList<List<SqlNode>>();
        for (long chosen = (1L << keys.size()) - 1; chosen >= 0; chosen--) {
            var set = new ArrayList<SqlNode>();
            for (int i = 0; i < keys.size(); i++) {
                if ((chosen >> (keys.size() - 1 - i) & 1) == 1) {
                    set.add(keys.get(i));
                }
            }
            sets.add(set);
        }
        return sets;
    }

    private static SqlNode sets(SqlParserPos position, List<List<SqlNode>> sets) {
        var rows =
                sets.stream()
                        .<SqlNode>map(
                                set -> SqlStdOperatorTable.ROW.createCall(position, flat(set)))
                        .toList();
        return SqlStdOperatorTable.GROUPING_SETS.createCall(position, rows);
    }

    /// `((a, b), c)` groups by a, b and c.
    private static List<SqlNode> flat(List<SqlNode> set) {
        return set.stream()
                .flatMap(key ->
                        key.getKind() == SqlKind.ROW
                                ? ((SqlCall) key).getOperandList().stream()
                                : List.of(key).stream())
                .toList();
    }
}
