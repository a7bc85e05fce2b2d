package io.tidemill.plan.circuit;

import io.tidemill.expression.Expression;
import io.tidemill.operator.order.OverCall;
import io.tidemill.operator.order.RowBytes;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Where the rows of a window, and the arguments of its functions, stand.
///
/// @param ordered the rows as the operator is given and keeps them; what functions need and is no
///   column is kept behind the row
/// @param values the columns of the row, then what functions need besides
record OverLayout(Ordered ordered, StructType values, List<OverCall> calls) {
    OverLayout {
        calls = List.copyOf(calls);
    }

    static OverLayout of(PlanNode.Over over) {
        var row = over.input().schema();
        var needed = new ArrayList<Expression>();
        var calls = new ArrayList<OverCall>();
        for (var call : over.calls()) {
            boolean oneKey = over.order().size() == 1;
            calls.add(
                    new OverCall(
                            call,
                            call.arguments().stream()
                                    .map(argument -> place(argument, row, needed))
                                    .toList(),
                            call.filter().map(filter -> place(filter, row, needed)).orElse(-1),
                            oneKey ? place(over.order().getFirst().expression(), row, needed) : -1,
                            oneKey && over.order().getFirst().ascending()));
        }
        var plain = Ordered.of(over.partition(), over.order(), over.input());
        var values = row;
        for (int i = 0; i < needed.size(); i++) {
            values = values.add("value" + i, needed.get(i).type());
        }
        return new OverLayout(with(plain, row.size(), needed), values, calls);
    }

    /// The column of an expression: that of the row, or one behind it.
    private static int place(Expression expression, StructType row, List<Expression> needed) {
        if (expression instanceof Expression.Input input) {
            return input.index();
        }
        for (int i = 0; i < needed.size(); i++) {
            if (Objects.equals(needed.get(i), expression)) {
                return row.size() + i;
            }
        }
        needed.add(expression);
        return row.size() + needed.size() - 1;
    }

    private static Ordered with(Ordered plain, int columns, List<Expression> needed) {
        var expressions = new ArrayList<>(plain.expressions());
        var parts = new ArrayList<>(plain.parts());
        for (int i = 0; i < needed.size(); i++) {
            parts.add(RowBytes.Part.natural(expressions.size(), columns + i));
            expressions.add(needed.get(i));
        }
        return new Ordered(
                expressions,
                CircuitBuilder.anonymous(expressions),
                parts,
                plain.sortKeys(),
                plain.firstColumn());
    }
}
