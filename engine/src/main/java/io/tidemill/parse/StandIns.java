package io.tidemill.parse;

import io.tidemill.expression.Expression;
import io.tidemill.expression.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCallBinding;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperatorBinding;

/// Expressions that stand for the operands of a call while its type is settled: constants as they
/// are, everything else as a column of the operand's type.
final class StandIns {
    private StandIns() {}

    /// One for each operand.
    static List<Expression> of(SqlOperatorBinding binding) {
        var expressions = new ArrayList<Expression>();
        for (int i = 0; i < binding.getOperandCount(); i++) {
            expressions.add(
                    switch (binding) {
                        case SqlCallBinding call -> of(call, call.operand(i), i);
                        case RexCallBinding call -> of(call.operands().get(i), i);
                        default -> column(i, "argument " + (i + 1), binding.getOperandType(i));
                    });
        }
        return expressions;
    }

    private static Expression of(SqlCallBinding binding, SqlNode node, int index) {
        if (isConstant(node)) {
            return constant(node);
        }
        var text =
                Source.place(node.getParserPosition())
                        .map(Source.Place::fragment)
                        .orElse("argument " + (index + 1));
        return column(index, text, binding.getOperandType(index));
    }

    private static Expression of(RexNode node, int index) {
        return isConstant(node)
                ? constant(node)
                : column(index, "argument " + (index + 1), node.getType());
    }

    private static Expression column(int index, String name, RelDataType type) {
        return new Expression.Input(index, name, Types.fromCalcite(type), type.isNullable());
    }

    /// What a tree in our terms is, if it reads no column.
    static Optional<Expression> constantOf(SqlNode node) {
        return isConstant(node) ? Optional.of(constant(node)) : Optional.empty();
    }

    private static boolean isConstant(SqlNode node) {
        return node instanceof SqlCall call
                && (call.getOperator() instanceof LiteralValue
                        || (call.getOperator() instanceof TypedOperator operator
                                && operator.isDeterministic()
                                && call.getOperandList().stream().allMatch(StandIns::isConstant)));
    }

    private static Expression constant(SqlNode node) {
        var call = (SqlCall) node;
        if (call.getOperator() instanceof LiteralValue literal) {
            return literal.expression();
        }
        return ((TypedOperator) call.getOperator())
                .express(
                        call.getOperandList().stream().map(StandIns::constant).toList(),
                        Position.NONE);
    }

    private static boolean isConstant(RexNode node) {
        return node instanceof RexCall call
                && (call.getOperator() instanceof LiteralValue
                        || (call.getOperator() instanceof TypedOperator operator
                                && operator.isDeterministic()
                                && call.getOperands().stream().allMatch(StandIns::isConstant)));
    }

    private static Expression constant(RexNode node) {
        var call = (RexCall) node;
        if (call.getOperator() instanceof LiteralValue literal) {
            return literal.expression();
        }
        return ((TypedOperator) call.getOperator())
                .express(
                        call.getOperands().stream().map(StandIns::constant).toList(),
                        Position.NONE);
    }
}
