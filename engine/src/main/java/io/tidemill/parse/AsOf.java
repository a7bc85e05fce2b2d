package io.tidemill.parse;

import io.tidemill.data.Condition;
import io.tidemill.expression.Expression;
import io.tidemill.sql.types.DataTypes;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSnapshot;

/// Joins by time: each left row with the right row that was the newest then.
///
/// | written | means |
/// |---|---|
/// | `l ASOF [LEFT] JOIN r ON l.k = r.k AND l.t >= r.t` | equal keys, the closest time |
/// | `l ASOF [LEFT] JOIN r USING (k, t)` | the same; the last column is the time, and each stands once |
/// | `l [LEFT] ASOF JOIN r MATCH_CONDITION (l.t >= r.t) ON l.k = r.k` | the same |
/// | `l [LEFT] JOIN r FOR SYSTEM_TIME AS OF l.t ON l.k = r.k` | the time of r is its event time |
///
/// To Calcite they are inner or left joins whose condition is a call of [#CALL]: of the whole
/// condition, then of the left time where the right one is the event time of the table. [Words]
/// writes ASOF as NATURAL, which never stands before ON otherwise, and MATCH_CONDITION as a part of
/// ON.
public final class AsOf {
    /// The name of the call that a condition of a join by time is.
    public static final String CALL = "asof";

    private static final TypedOperator OPERATOR =
            new TypedOperator(
                    CALL,
                    true,
                    (operands, position) ->
                            new Expression.Call(
                                    CALL, operands, DataTypes.BooleanType, true, position));

    private AsOf() {}

    /// Whether the join was written with ASOF.
    static boolean isWritten(SqlJoin join) {
        return join.isNatural() && join.getConditionType() != JoinConditionType.NONE;
    }

    /// The instant that the right table is read as of, if there is one.
    static Optional<SqlNode> time(SqlNode right) {
        return switch (right) {
            case SqlSnapshot snapshot -> Optional.of(snapshot.getPeriod());
            case SqlCall as when as.getKind() == SqlKind.AS -> time(as.operand(0));
            default -> Optional.empty();
        };
    }

    /// A table without its FOR SYSTEM_TIME.
    static SqlNode plain(SqlNode right) {
        if (right instanceof SqlSnapshot snapshot) {
            return snapshot.getTableRef();
        }
        if (right.getKind() == SqlKind.AS && time(right).isPresent()) {
            var as = (SqlCall) right;
            var operands = new java.util.ArrayList<>(as.getOperandList());
            operands.set(0, plain(operands.getFirst()));
            return as.getOperator().createCall(as.getParserPosition(), operands);
        }
        return right;
    }

    /// Refuses what no such join can be.
    static void check(SqlJoin join) {
        boolean kind =
                switch (join.getJoinType()) {
                    case INNER, LEFT -> true;
                    default -> false;
                };
        if (!kind || join.getConditionType() == JoinConditionType.NONE) {
            throw SqlException.at(
                    Condition.PARSE_SYNTAX_ERROR,
                    join.getParserPosition(),
                    "a join by time is an inner or a left one with ON or USING",
                    "write ASOF JOIN r ON l.k = r.k AND l.t >= r.t");
        }
    }

    /// The condition as a call.
    ///
    /// @param condition in our terms, as the time is
    static SqlNode condition(SqlNode condition, Optional<SqlNode> time) {
        return OPERATOR.createCall(
                condition.getParserPosition(),
                time.map(at -> List.of(condition, at)).orElseGet(() -> List.of(condition)));
    }
}
