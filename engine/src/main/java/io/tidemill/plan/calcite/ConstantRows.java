package io.tidemill.plan.calcite;

import io.tidemill.expression.Expression;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Rows of literals, which Calcite writes as a union of projections of one row each.
final class ConstantRows {
    private ConstantRows() {}

    /// The inputs as one table of rows, if all are made of literals only.
    static Optional<PlanNode> of(List<PlanNode> inputs, StructType schema) {
        var rows = new ArrayList<List<@Nullable Object>>();
        for (var input : inputs) {
            if (!add(input, schema, rows)) {
                return Optional.empty();
            }
        }
        return Optional.of(new PlanNode.Values(schema, rows));
    }

    private static boolean add(
            PlanNode input, StructType schema, List<List<@Nullable Object>> rows) {
        if (input instanceof PlanNode.Values values && sameTypes(values.schema(), schema)) {
            rows.addAll(values.rows());
            return true;
        }
        if (!(input instanceof PlanNode.Project(PlanNode.Values(_, var below), var columns, _))
                || below.size() != 1) {
            return false;
        }
        var row = new ArrayList<@Nullable Object>();
        for (int i = 0; i < columns.size(); i++) {
            if (!(columns.get(i) instanceof Expression.Literal literal)
                    || !literal.type().equals(schema.typeOf(i))) {
                return false;
            }
            row.add(literal.value());
        }
        rows.add(Collections.unmodifiableList(row));
        return true;
    }

    private static boolean sameTypes(StructType left, StructType right) {
        for (int i = 0; i < left.size(); i++) {
            if (!left.typeOf(i).equals(right.typeOf(i))) {
                return false;
            }
        }
        return left.size() == right.size();
    }
}
