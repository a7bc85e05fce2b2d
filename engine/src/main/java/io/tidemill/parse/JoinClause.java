package io.tidemill.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
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
        boolean written = using && (oneSided || byTime);
        var condition =
                !using
                        ? dialect.condition(join.getCondition())
                        : written
                                ? equal((SqlNodeList) join.getCondition(), left, right, byTime)
                                : join.getCondition();
        return new SqlJoin(
                join.getParserPosition(),
                left,
                byTime
                        ? SqlLiteral.createBoolean(false, join.getParserPosition())
                        : join.isNaturalNode(),
                type(join, condition != null),
                right,
                written
                        ? JoinConditionType.ON.symbol(join.getParserPosition())
                        : join.getConditionTypeNode(),
                byTime && condition != null
                        ? AsOf.condition(condition, time.map(dialect::expression))
                        : condition);
    }

    /// A cross join with a condition is an inner one.
    private static SqlLiteral type(SqlJoin join, boolean conditioned) {
        return conditioned && join.getJoinType() == JoinType.CROSS
                ? JoinType.INNER.symbol(join.getJoinTypeNode().getParserPosition())
                : join.getJoinTypeNode();
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
