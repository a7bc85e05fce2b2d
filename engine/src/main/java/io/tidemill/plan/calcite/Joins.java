package io.tidemill.plan.calcite;

import io.tidemill.expression.Expression;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.plan.node.PlanNode.JoinType;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.List;

/// Makes joins, in the least form that gives the same.
///
/// A condition that never holds leaves no join: an inner one gives nothing then, an outer one its
/// rows with NULLs beside them.
final class Joins {
    private Joins() {}

    /// A join of two inputs.
    ///
    /// @param names of the columns of both
    static PlanNode of(
            PlanNode left,
            PlanNode right,
            JoinType type,
            JoinConditions.Split condition,
            List<String> names) {
        return new PlanNode.Join(
                left,
                right,
                type,
                condition.keys(),
                condition.rest(),
                schema(left.schema(), right.schema(), type, names));
    }

    /// The same join under another condition.
    static PlanNode.Join with(
            PlanNode.Join join, PlanNode left, PlanNode right, List<Expression> conditions) {
        var split = JoinConditions.split(conditions, left.schema(), right.schema());
        return new PlanNode.Join(
                left, right, join.type(), split.keys(), split.rest(), join.schema());
    }

    /// The columns of both inputs; those of a side that may be missing can be NULL.
    static StructType schema(StructType left, StructType right, JoinType type, List<String> names) {
        boolean leftMissing = type == JoinType.RIGHT || type == JoinType.FULL;
        boolean rightMissing = type == JoinType.LEFT || type == JoinType.FULL;
        var fields = new ArrayList<StructField>();
        for (int i = 0; i < left.size(); i++) {
            fields.add(field(left.field(i), names.get(i), leftMissing));
        }
        if (!isOneSided(type)) {
            for (int i = 0; i < right.size(); i++) {
                fields.add(field(right.field(i), names.get(left.size() + i), rightMissing));
            }
        }
        return new StructType(fields);
    }

    private static StructField field(StructField field, String name, boolean missing) {
        return new StructField(name, field.dataType(), field.nullable() || missing);
    }

    /// Whether a join gives the columns of its left input only.
    static boolean isOneSided(JoinType type) {
        return type == JoinType.LEFT_SEMI || type == JoinType.LEFT_ANTI;
    }

    /// What a join is whose condition no pair of rows meets.
    static PlanNode never(PlanNode.Join join) {
        return switch (join.type()) {
            case INNER, LEFT_SEMI -> new PlanNode.Values(join.schema(), List.of());
            case LEFT_ANTI -> join.left();
            case LEFT -> padded(join.left(), 0, join.schema());
            case RIGHT -> padded(join.right(), join.left().schema().size(), join.schema());
            case FULL ->
                    new PlanNode.Union(
                            List.of(
                                    padded(join.left(), 0, join.schema()),
                                    padded(
                                            join.right(),
                                            join.left().schema().size(),
                                            join.schema())),
                            join.schema());
        };
    }

    /// The rows of an input from column `first` on, NULL in all other columns.
    private static PlanNode padded(PlanNode input, int first, StructType schema) {
        var columns = new ArrayList<Expression>();
        for (int i = 0; i < schema.size(); i++) {
            boolean own = i >= first && i < first + input.schema().size();
            columns.add(
                    own
                            ? Columns.one(input.schema(), i - first)
                            : new Expression.Literal(null, schema.typeOf(i)));
        }
        return new PlanNode.Project(input, columns, schema);
    }
}
