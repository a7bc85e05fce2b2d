package io.tidemill.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/// `WITHIN GROUP (ORDER BY …)` and `IGNORE NULLS` behind aggregates.
///
/// What such words mean for a function becomes an argument of it where it has one for that:
/// `first(x) IGNORE NULLS` is `first(x, true)`, and `percentile_cont(p) WITHIN GROUP (ORDER BY x
/// DESC)` is `percentile_cont(x, p, true)`. Elsewhere the order stays with the call.
final class OrderedAggregates {
    private final Dialect dialect;

    OrderedAggregates(Dialect dialect) {
        this.dialect = dialect;
    }

    /// Whether a function takes `IGNORE NULLS` as its second argument.
    static boolean hasNullArgument(SqlNode call) {
        return switch (name(call)) {
            case "first", "first_value", "last", "last_value", "any_value" -> true;
            default -> false;
        };
    }

    /// `f(x) IGNORE NULLS`, or `RESPECT NULLS`, of a function of [#hasNullArgument].
    SqlNode nulls(SqlCall call) {
        SqlCall inner = call.operand(0);
        if (call.getKind() == SqlKind.RESPECT_NULLS) {
            return dialect.expression(inner);
        }
        var position = call.getParserPosition();
        return dialect.expression(with(inner, SqlLiteral.createBoolean(true, position)));
    }

    /// The call with more arguments.
    private static SqlCall with(SqlCall call, SqlNode... more) {
        var operands = new ArrayList<SqlNode>(call.getOperandList());
        operands.addAll(List.of(more));
        return of(call, operands);
    }

    private static SqlCall of(SqlCall call, List<SqlNode> operands) {
        return new SqlBasicCall(
                call.getOperator(),
                operands,
                call.getParserPosition(),
                call.getFunctionQuantifier());
    }

    /// `f(…) WITHIN GROUP (ORDER BY …)`.
    SqlNode withinGroup(SqlCall call) {
        SqlCall inner = call.operand(0);
        SqlNodeList order = call.operand(1);
        var position = call.getParserPosition();
        switch (name(inner)) {
            case "percentile_cont", "percentile_disc" -> {
                if (inner.operandCount() == 1 && order.size() == 1) {
                    var value = List.of(key(order.get(0)), inner.operand(0), descends(order));
                    return dialect.expression(of(inner, value));
                }
            }
            case "mode" -> {
                if (inner.operandCount() == 0 && order.size() == 1) {
                    var yes = SqlLiteral.createBoolean(true, position);
                    var value = List.of(key(order.get(0)), yes, descends(order));
                    return dialect.expression(of(inner, value));
                }
            }
            default -> {}
        }
        var keys = new ArrayList<SqlNode>();
        order.forEach(key -> keys.add(dialect.expression(key)));
        return SqlStdOperatorTable.WITHIN_GROUP.createCall(
                position,
                dialect.expression(inner),
                new SqlNodeList(keys, order.getParserPosition()));
    }

    private static SqlNode descends(SqlNodeList order) {
        return SqlLiteral.createBoolean(isDescending(order.get(0)), SqlParserPos.ZERO);
    }

    private static boolean isDescending(SqlNode key) {
        return switch (key.getKind()) {
            case DESCENDING -> true;
            case NULLS_FIRST, NULLS_LAST -> isDescending(((SqlCall) key).operand(0));
            default -> false;
        };
    }

    private static SqlNode key(SqlNode key) {
        return switch (key.getKind()) {
            case DESCENDING, NULLS_FIRST, NULLS_LAST -> key(((SqlCall) key).operand(0));
            default -> key;
        };
    }

    private static String name(SqlNode call) {
        return call instanceof SqlCall function
                        && function.getOperator() instanceof SqlUnresolvedFunction unresolved
                ? unresolved.getNameAsId().names.getLast().toLowerCase(Locale.ROOT)
                : "";
    }
}
