package io.tidemill.plan.calcite;

import io.tidemill.data.Condition;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Position;
import io.tidemill.expression.SortKey;
import io.tidemill.expression.WindowCall;
import io.tidemill.parse.SqlException;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.RelFieldCollation.Direction;
import org.apache.calcite.rel.RelFieldCollation.NullDirection;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlKind;

/// Numbers of rows that Calcite asks for of its own: a limit inside a correlated query becomes a
/// filter on them.
final class RowNumbers {
    private RowNumbers() {}

    static boolean isOne(Project project) {
        return RexOver.containsOver(project.getProjects(), null);
    }

    /// @param input the plan of its input
    static PlanNode project(Project project, PlanNode input) {
        var found = new ArrayList<RexOver>();
        var width = input.schema().size();
        var replaced =
                project.getProjects().stream()
                        .map(each ->
                                each.accept(
                                        new RexShuttle() {
                                            @Override
                                            public RexNode visitOver(RexOver over) {
                                                found.add(over);
                                                return new RexInputRef(width, over.getType());
                                            }
                                        }))
                        .toList();
        var over = found.getFirst();
        if (over.getAggOperator().getKind() != SqlKind.ROW_NUMBER
                || found.stream().anyMatch(each -> !each.equals(over))) {
            throw SqlException.at(
                    Condition.UNSUPPORTED_FEATURE,
                    over.getParserPosition(),
                    "this sub-query cannot be planned as a join",
                    "join the tables, or group the inner query and join that");
        }
        var numbered = numbered(input, over);
        var expressions =
                replaced.stream().map(each -> RexExpressions.of(each, numbered.schema())).toList();
        var fields = new ArrayList<StructField>();
        for (int i = 0; i < expressions.size(); i++) {
            fields.add(
                    new StructField(
                            project.getRowType().getFieldNames().get(i),
                            expressions.get(i).type(),
                            expressions.get(i).nullable()));
        }
        return new PlanNode.Project(numbered, expressions, new StructType(fields));
    }

    private static PlanNode numbered(PlanNode input, RexOver over) {
        var window = over.getWindow();
        var partition =
                window.partitionKeys.stream()
                        .map(key -> RexExpressions.of(key, input.schema()))
                        .toList();
        var order = window.orderKeys.stream().map(key -> key(key, input)).toList();
        var frame =
                new WindowCall.Frame(
                        WindowCall.Unit.ROWS,
                        new WindowCall.Bound.UnboundedPreceding(),
                        new WindowCall.Bound.CurrentRow());
        var call =
                new WindowCall(
                        "row_number",
                        List.<Expression>of(),
                        Optional.empty(),
                        false,
                        frame,
                        DataTypes.IntegerType,
                        false,
                        Position.NONE);
        return new PlanNode.Over(
                input,
                partition,
                order,
                List.of(call),
                input.schema().add(new StructField("row_number", DataTypes.IntegerType, false)));
    }

    private static SortKey key(RexFieldCollation key, PlanNode input) {
        boolean ascending = key.getDirection() != Direction.DESCENDING;
        var nulls = key.getNullDirection();
        return new SortKey(
                RexExpressions.of(key.left, input.schema()),
                ascending,
                nulls == NullDirection.UNSPECIFIED ? ascending : nulls == NullDirection.FIRST);
    }
}
