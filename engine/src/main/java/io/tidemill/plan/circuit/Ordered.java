package io.tidemill.plan.circuit;

import io.tidemill.expression.Expression;
import io.tidemill.expression.SortKey;
import io.tidemill.operator.Downstream;
import io.tidemill.operator.order.RowBytes;
import io.tidemill.plan.circuit.Stages.Below;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Rows of a node, prepared for an operator that keeps them in order: first the partition's key,
/// then what is ordered by and is no column, then more that is computed, then the row.
///
/// @param expressions over the node's columns
/// @param parts what a row is ordered by and made of: the sort keys, then the other columns
/// @param sortKeys how many of the parts are sort keys
/// @param firstColumn where the row begins
record Ordered(
        List<Expression> expressions,
        StructType schema,
        List<RowBytes.Part> parts,
        int sortKeys,
        int firstColumn) {

    /// @param partition the partition's key
    static Ordered of(List<Expression> partition, List<SortKey> order, PlanNode node) {
        var columns = CircuitBuilder.identity(node.schema());
        var expressions = new ArrayList<>(partition);
        var computed = new ArrayList<Expression>();
        order.forEach(key -> {
            if (!(key.expression() instanceof Expression.Input)) {
                computed.add(key.expression());
            }
        });
        expressions.addAll(computed);
        int first = expressions.size();
        expressions.addAll(columns);

        var parts = new ArrayList<RowBytes.Part>();
        var sorted = new ArrayList<Integer>();
        int nextComputed = partition.size();
        for (var key : order) {
            int target = -1;
            int column;
            if (key.expression() instanceof Expression.Input input) {
                target = input.index();
                column = first + target;
            } else {
                column = nextComputed++;
            }
            if (target < 0 || !sorted.contains(target)) {
                sorted.add(target);
                parts.add(new RowBytes.Part(column, target, key.ascending(), key.nullsFirst()));
            }
        }
        int sortKeys = parts.size();
        for (int i = 0; i < columns.size(); i++) {
            if (!sorted.contains(i)) {
                parts.add(RowBytes.Part.natural(first + i, i));
            }
        }
        return new Ordered(
                expressions, CircuitBuilder.anonymous(expressions), parts, sortKeys, first);
    }

    /// What computes the prepared rows from the node's.
    Downstream prepare(CircuitBuilder builder, Below below, PlanNode node) {
        return builder.rows(
                below.stage(), node.schema(), Optional.empty(), expressions, schema, below.to());
    }
}
