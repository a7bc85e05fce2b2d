package io.tidemill.parse;

import java.util.List;
import java.util.Optional;
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
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.util.Util;

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
        if (holdsAggregate(call.operand(0))) {
            return ofExtremes(call, operator.comparisonKind, any);
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

    /// Of an aggregate, which cannot go into another query, by the least and the greatest value: `x
    /// > ALL` is false if `x > max` is, and `x > ANY` true if `x > min` is; else NULL if a value or
    /// > x is, else the contrary.
    private static SqlNode ofExtremes(SqlCall call, SqlKind comparison, boolean any) {
        var position = call.getParserPosition();
        SqlNode value = call.operand(0);
        if (comparison == SqlKind.EQUALS || comparison == SqlKind.NOT_EQUALS) {
            var both =
                    SqlStdOperatorTable.AND.createCall(
                            position,
                            ofExtremes(call, SqlKind.GREATER_THAN_OR_EQUAL, false),
                            ofExtremes(call, SqlKind.LESS_THAN_OR_EQUAL, false));
            return any ? SqlStdOperatorTable.NOT.createCall(position, both) : both;
        }
        boolean above =
                comparison == SqlKind.GREATER_THAN || comparison == SqlKind.GREATER_THAN_OR_EQUAL;
        var extreme = scalar(call, above == any ? "min" : "max");
        var test = operator(comparison).createCall(position, value, extreme);
        var zero = SqlLiteral.createExactNumeric("0", position);
        var rows = SqlIdentifier.star(position);
        return new SqlCase(
                position,
                null,
                SqlNodeList.of(
                        any ? test : SqlStdOperatorTable.NOT.createCall(position, test),
                        SqlStdOperatorTable.EQUALS.createCall(
                                position, scalar(call, "count", rows), zero),
                        SqlStdOperatorTable.OR.createCall(
                                position,
                                SqlStdOperatorTable.IS_NULL.createCall(position, value),
                                SqlStdOperatorTable.GREATER_THAN.createCall(
                                        position,
                                        scalar(call, "count", rows),
                                        scalar(call, "count")))),
                SqlNodeList.of(
                        SqlLiteral.createBoolean(any, position),
                        SqlLiteral.createBoolean(!any, position),
                        SqlLiteral.createNull(position)),
                SqlLiteral.createBoolean(!any, position));
    }

    private static SqlNode scalar(SqlCall call, String aggregate) {
        return scalar(call, aggregate, new SqlIdentifier(VALUE, call.getParserPosition()));
    }

    /// `(SELECT aggregate(argument) FROM (query))`
    private static SqlNode scalar(SqlCall call, String aggregate, SqlNode argument) {
        var position = call.getParserPosition();
        var item = ColumnTree.call(aggregate, List.of(new ColumnTree(argument))).node();
        return SqlStdOperatorTable.SCALAR_QUERY.createCall(
                position, FromClause.select(List.of(item), rows(call), Optional.empty(), position));
    }

    private static boolean holdsAggregate(SqlNode node) {
        try {
            node.accept(
                    new SqlBasicVisitor<Void>() {
                        @Override
                        public Void visit(SqlCall call) {
                            if (ColumnTree.isAggregate(call)) {
                                throw Util.FoundOne.NULL;
                            }
                            return call.isA(SqlKind.QUERY) ? null : super.visit(call);
                        }
                    });
            return false;
        } catch (Util.FoundOne found) {
            return true;
        }
    }

    private static SqlNode compare(SqlKind comparison, SqlNode left, SqlParserPos position) {
        return operator(comparison).createCall(position, left, new SqlIdentifier(VALUE, position));
    }

    private static SqlOperator operator(SqlKind comparison) {
        SqlOperator operator =
                switch (comparison) {
                    case EQUALS -> SqlStdOperatorTable.EQUALS;
                    case NOT_EQUALS -> SqlStdOperatorTable.NOT_EQUALS;
                    case LESS_THAN -> SqlStdOperatorTable.LESS_THAN;
                    case LESS_THAN_OR_EQUAL -> SqlStdOperatorTable.LESS_THAN_OR_EQUAL;
                    case GREATER_THAN -> SqlStdOperatorTable.GREATER_THAN;
                    default -> SqlStdOperatorTable.GREATER_THAN_OR_EQUAL;
                };
        return operator;
    }

    /// Whether a condition on the query's value is true for one of its rows.
    private static SqlNode exists(SqlCall call, SqlNode condition) {
        var position = call.getParserPosition();
        return SqlStdOperatorTable.EXISTS.createCall(
                position, FromClause.selectAll(rows(call), condition, position));
    }

    /// The rows of the query, with one column.
    private static SqlNode rows(SqlCall call) {
        var position = call.getParserPosition();
        SqlNode query = call.operand(1);
        return SqlStdOperatorTable.AS.createCall(
                position,
                List.of(
                        query,
                        new SqlIdentifier("\u0001rows", position),
                        new SqlIdentifier(VALUE, position)));
    }
}
