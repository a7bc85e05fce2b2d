package io.tidemill.parse;

import io.tidemill.sql.types.DataTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/// Turns joins into those that Calcite knows: what it does not, such as joins by time, as
/// conditions of our own.
final class JoinClause {
    private final Queries queries;
    private final Dialect dialect;

    JoinClause(Queries queries, Dialect dialect) {
        this.queries = queries;
        this.dialect = dialect;
    }

    SqlNode join(SqlJoin join) {
        var left = queries.from(join.getLeft());
        var time = AsOf.time(join.getRight());
        boolean byTime = AsOf.isWritten(join) || time.isPresent();
        if (byTime) {
            AsOf.check(join);
        }
        var right =
                queries.naming(FromNames.of(left), () -> queries.from(AsOf.plain(join.getRight())));
        var known = FromNames.of(left);
        known.addAll(FromNames.of(right));
        return queries.naming(known, () -> joined(join, left, right, byTime, time));
    }

    private SqlNode joined(
            SqlJoin join, SqlNode left, SqlNode right, boolean byTime, Optional<SqlNode> time) {
        boolean oneSided =
                join.getJoinType() == JoinType.LEFT_SEMI_JOIN
                        || join.getJoinType() == JoinType.LEFT_ANTI_JOIN;
        boolean using = join.getCondition() instanceof SqlNodeList;
        boolean always = isUnconditional(join) && !byTime && join.getJoinType() != JoinType.INNER;
        boolean written = always || using && (oneSided || byTime);
        var condition =
                always
                        ? LiteralValue.node(true, DataTypes.BooleanType, join.getParserPosition())
                        : !using
                                ? dialect.condition(join.getCondition())
                                : written
                                        ? equal(
                                                (SqlNodeList) join.getCondition(),
                                                left,
                                                right,
                                                byTime)
                                        : join.getCondition();
        return new SqlJoin(
                join.getParserPosition(),
                left,
                byTime
                        ? SqlLiteral.createBoolean(false, join.getParserPosition())
                        : join.isNaturalNode(),
                type(join, condition != null, byTime),
                oneSided ? hidden(right) : right,
                written
                        ? JoinConditionType.ON.symbol(join.getParserPosition())
                        : join.getConditionTypeNode(),
                byTime && condition != null
                        ? AsOf.condition(condition, time.map(dialect::expression))
                        : condition);
    }

    /// Whether a join that is no list or cross join is written without a condition: each row meets
    /// each one then.
    private static boolean isUnconditional(SqlJoin join) {
        return switch (join.getJoinType()) {
            case COMMA, CROSS -> false;
            default -> join.getCondition() == null && !join.isNatural();
        };
    }

    /// A cross join with a condition is an inner one, and the other way round.
    private static SqlLiteral type(SqlJoin join, boolean conditioned, boolean byTime) {
        var position = join.getJoinTypeNode().getParserPosition();
        if (conditioned && join.getJoinType() == JoinType.CROSS) {
            return JoinType.INNER.symbol(position);
        }
        return !byTime && join.getJoinType() == JoinType.INNER && isUnconditional(join)
                ? JoinType.CROSS.symbol(position)
                : join.getJoinTypeNode();
    }

    /// The right side of a semi or anti join as a query, if it renames columns: Calcite would let
    /// `*` have its columns otherwise.
    private static SqlNode hidden(SqlNode right) {
        if (right.getKind() != SqlKind.AS || ((SqlCall) right).operandCount() == 2) {
            return right;
        }
        var position = right.getParserPosition();
        return SqlStdOperatorTable.AS.createCall(
                position, FromClause.selectAll(right, position), ((SqlCall) right).operand(1));
    }

    /// `USING (a)` as `l.a = r.a`: Calcite knows no semi join with the former. Of a join by time
    /// the last column is the time.
    private SqlNode equal(
            @Nullable SqlNodeList using, SqlNode left, SqlNode right, boolean byTime) {
        var names = Objects.requireNonNull(using);
        var leftNames = FromNames.of(left);
        var rightNames = FromNames.of(right);
        if (leftNames.size() != 1 || rightNames.size() != 1) {
            throw Dialect.unsupported(
                    "USING in a semi or anti join, or one by time, of several tables",
                    names.getParserPosition());
        }
        var tests = new ArrayList<SqlNode>();
        for (var node : names) {
            var name = ((SqlIdentifier) node).getSimple();
            var at = node.getParserPosition();
            var operator =
                    byTime && tests.size() == names.size() - 1
                            ? SqlStdOperatorTable.GREATER_THAN_OR_EQUAL
                            : SqlStdOperatorTable.EQUALS;
            var other = new SqlIdentifier(List.of(rightNames.iterator().next(), name), at);
            tests.add(
                    operator.createCall(
                            at,
                            new SqlIdentifier(List.of(leftNames.iterator().next(), name), at),
                            other));
            if (byTime) {
                queries.hides(other);
            }
        }
        return tests.stream()
                .map(dialect::expression)
                .reduce((a, b) ->
                        Meanings.function(dialect.lookUp("and", a.getParserPosition()))
                                .createCall(a.getParserPosition(), a, b))
                .orElseThrow();
    }
}
