package io.tidemill.parse;

import io.tidemill.parse.Analyzer.JoinType;
import io.tidemill.sql.types.DataTypes;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/// A join of two relations as what stands in FROM, and where its columns come from.
///
/// @param from the join
/// @param using whether columns of both are one, in front
/// @param lateral the name of a right side that is computed for each left row; empty for others
record RelationJoin(
        Relation left,
        Relation right,
        JoinType type,
        SqlJoin from,
        boolean using,
        Optional<String> lateral) {
    private static final SqlParserPos NOWHERE = SqlParserPos.ZERO;

    static RelationJoin on(
            Relation left, Relation right, JoinType type, Optional<ColumnTree> condition) {
        return of(
                left,
                right,
                type,
                condition.isPresent() ? JoinConditionType.ON : JoinConditionType.NONE,
                condition.map(ColumnTree::node).orElse(null));
    }

    static RelationJoin using(Relation left, Relation right, JoinType type, List<String> columns) {
        if (isOneSided(type)) {
            return on(left, right, type, equal(left, right, columns));
        }
        var names =
                columns.stream().map(name -> (SqlNode) new SqlIdentifier(name, NOWHERE)).toList();
        return of(left, right, type, JoinConditionType.USING, new SqlNodeList(names, NOWHERE));
    }

    private static RelationJoin of(
            Relation left,
            Relation right,
            JoinType type,
            JoinConditionType conditionType,
            @Nullable SqlNode condition) {
        var join =
                join(
                        RelationName.of(left, alias(left, right, "left")),
                        type,
                        RelationName.of(right, alias(right, left, "right")),
                        conditionType,
                        condition);
        boolean merged = conditionType == JoinConditionType.USING;
        return new RelationJoin(left, right, type, join, merged, Optional.empty());
    }

    /// @param type INNER, LEFT or CROSS
    static RelationJoin lateral(
            Relation left, Relation right, JoinType type, Optional<ColumnTree> condition) {
        var kind =
                condition.isPresent() && type == JoinType.CROSS
                        ? JoinType.INNER
                        : condition.isEmpty() && type == JoinType.INNER ? JoinType.CROSS : type;
        var on =
                condition.isEmpty() && kind == JoinType.LEFT
                        ? Optional.of(ColumnTree.literal(true, DataTypes.BooleanType))
                        : condition;
        if (!right.isOpen()) {
            return on(left, right, kind, on);
        }
        var name = right.alias().orElseThrow();
        var query = ((SqlCall) RelationName.of(right, name)).operand(0);
        var side =
                SqlStdOperatorTable.AS.createCall(
                        NOWHERE,
                        SqlStdOperatorTable.LATERAL.createCall(NOWHERE, query),
                        new SqlIdentifier(name, NOWHERE));
        var join =
                join(
                        RelationName.of(left, alias(left, right, "left")),
                        kind,
                        side,
                        on.isPresent() ? JoinConditionType.ON : JoinConditionType.NONE,
                        on.map(ColumnTree::node).orElse(null));
        return new RelationJoin(left, right, kind, join, false, Optional.of(name));
    }

    private static SqlJoin join(
            SqlNode left,
            JoinType type,
            SqlNode right,
            JoinConditionType conditionType,
            @Nullable SqlNode condition) {
        return new SqlJoin(
                NOWHERE,
                left,
                SqlLiteral.createBoolean(false, NOWHERE),
                org.apache.calcite.sql.JoinType.valueOf(type.name()).symbol(NOWHERE),
                right,
                conditionType.symbol(NOWHERE),
                condition);
    }

    private static boolean isOneSided(JoinType type) {
        return type == JoinType.LEFT_SEMI_JOIN || type == JoinType.LEFT_ANTI_JOIN;
    }

    private static Optional<ColumnTree> equal(Relation left, Relation right, List<String> using) {
        return using.stream()
                .map(name ->
                        ColumnTree.call(
                                "=",
                                List.of(ColumnTree.of(left, name), ColumnTree.of(right, name))))
                .reduce((a, b) -> ColumnTree.call("and", List.of(a, b)));
    }

    /// The name of a side in the query: its own, unless the other side has the same.
    private static String alias(Relation side, Relation other, String otherwise) {
        return side.alias()
                .filter(name -> other.alias().stream().noneMatch(name::equalsIgnoreCase))
                .orElse(otherwise);
    }

    /// Whether it names columns of a query around it.
    boolean isOpen() {
        var condition = from.getCondition();
        return left.isOpen()
                || right.isOpen() && lateral.isEmpty()
                || condition != null && Outer.isIn(condition);
    }

    /// The name of the rows, where they are open.
    String alias() {
        return "both" + left.id();
    }

    /// Where the columns of the result come from.
    ///
    /// @param columns how many there are
    Provenance provenance(int columns) {
        if (isOneSided(type)) {
            return left.provenance();
        }
        int before = left.schema().size();
        var ofRight =
                lateral.map(name -> Provenance.NONE.named(name, columns - before))
                        .orElseGet(right::provenance);
        var both = left.provenance().beside(before, ofRight);
        return using ? both.anywhere(columns) : both;
    }
}
