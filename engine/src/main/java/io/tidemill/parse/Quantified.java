package io.tidemill.parse;

import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlQuantifyOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/// `x > ANY (query)` and `x > ALL (query)`, written with what else there is.
///
/// `= ANY` is IN and `<> ALL` NOT IN. Else ANY is true if the comparison is for some row of the
/// query, else NULL if it is that for some row, else false; ALL is false if the comparison is for
/// some row, else NULL if it is that for some row, else true. `SOME` is ANY.
final class Quantified {
    private static final String VALUE = "\u0001value";

    private Quantified() {}

    /// The comparison as it could have been written, too.
    static SqlNode written(SqlCall call) {
        var operator = (SqlQuantifyOperator) call.getOperator();
        boolean any = operator.getKind() == SqlKind.SOME;
        var position = call.getParserPosition();
        if (any && operator.comparisonKind == SqlKind.EQUALS) {
            return SqlStdOperatorTable.IN.createCall(position, call.getOperandList());
        }
        if (!any && operator.comparisonKind == SqlKind.NOT_EQUALS) {
            return SqlStdOperatorTable.NOT_IN.createCall(position, call.getOperandList());
        }
        var test = compare(operator.comparisonKind, call.operand(0), position);
        var decisive = any ? test : SqlStdOperatorTable.NOT.createCall(position, test);
        return new SqlCase(
                position,
                null,
                SqlNodeList.of(
                        exists(call, decisive),
                        exists(call, SqlStdOperatorTable.IS_NULL.createCall(position, test))),
                SqlNodeList.of(
                        SqlLiteral.createBoolean(any, position), SqlLiteral.createNull(position)),
                SqlLiteral.createBoolean(!any, position));
    }

    private static SqlNode compare(SqlKind comparison, SqlNode left, SqlParserPos position) {
        SqlOperator operator =
                switch (comparison) {
                    case EQUALS -> SqlStdOperatorTable.EQUALS;
                    case NOT_EQUALS -> SqlStdOperatorTable.NOT_EQUALS;
                    case LESS_THAN -> SqlStdOperatorTable.LESS_THAN;
                    case LESS_THAN_OR_EQUAL -> SqlStdOperatorTable.LESS_THAN_OR_EQUAL;
                    case GREATER_THAN -> SqlStdOperatorTable.GREATER_THAN;
                    default -> SqlStdOperatorTable.GREATER_THAN_OR_EQUAL;
                };
        return operator.createCall(position, left, new SqlIdentifier(VALUE, position));
    }

    /// Whether a condition on the query's value is true for one of its rows.
    private static SqlNode exists(SqlCall call, SqlNode condition) {
        var position = call.getParserPosition();
        SqlNode query = call.operand(1);
        var rows =
                SqlStdOperatorTable.AS.createCall(
                        position,
                        List.of(
                                query,
                                new SqlIdentifier("\u0001rows", position),
                                new SqlIdentifier(VALUE, position)));
        return SqlStdOperatorTable.EXISTS.createCall(
                position, FromClause.selectAll(rows, condition, position));
    }
}
