package io.tidemill.parse;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql2rel.SqlRexConvertletTable;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.jspecify.annotations.Nullable;

/// Makes algebra of validated queries, semi and anti joins included, which Calcite validates but
/// does not convert.
final class SparkConverter extends SqlToRelConverter {
    /// What the joins around are that are being converted, the innermost first.
    private final Deque<JoinType> joins = new ArrayDeque<>();

    SparkConverter(
            SparkValidator validator,
            CalciteCatalogReader reader,
            RelOptCluster cluster,
            SqlRexConvertletTable convertlets,
            Config config) {
        super(
                (_, _, _, _) -> {
                    throw new IllegalStateException("views are relations already");
                },
                validator,
                reader,
                cluster,
                convertlets,
                config);
    }

    /// While it is converted, a semi or anti join stands as an inner one.
    @Override
    protected void convertFrom(
            Blackboard board, @Nullable SqlNode from, @Nullable List<String> fieldNames) {
        if (!(from instanceof SqlJoin join)) {
            super.convertFrom(board, from, fieldNames);
            return;
        }
        var type = join.getJoinType();
        joins.push(type);
        boolean oneSided = type == JoinType.LEFT_SEMI_JOIN || type == JoinType.LEFT_ANTI_JOIN;
        if (oneSided) {
            join.setOperand(2, JoinType.INNER.symbol(SqlParserPos.ZERO));
        }
        try {
            super.convertFrom(board, from, fieldNames);
        } finally {
            joins.pop();
            if (oneSided) {
                join.setOperand(2, type.symbol(SqlParserPos.ZERO));
            }
        }
    }

    @Override
    protected RelNode createJoin(
            Blackboard board, RelNode left, RelNode right, RexNode condition, JoinRelType type) {
        return super.createJoin(
                board,
                left,
                right,
                condition,
                switch (joins.getFirst()) {
                    case LEFT_SEMI_JOIN -> JoinRelType.SEMI;
                    case LEFT_ANTI_JOIN -> JoinRelType.ANTI;
                    case INNER, CROSS, COMMA, LEFT, RIGHT, FULL, ASOF, LEFT_ASOF -> type;
                });
    }
}
