package io.tidemill.plan.calcite;

import io.tidemill.data.Condition;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Position;
import io.tidemill.expression.function.Functions;
import io.tidemill.parse.LiteralValue;
import io.tidemill.parse.Positions;
import io.tidemill.parse.SqlException;
import io.tidemill.parse.TypedOperator;
import io.tidemill.parse.Types;
import io.tidemill.sql.types.BooleanType;
import io.tidemill.sql.types.ByteType;
import io.tidemill.sql.types.DecimalType;
import io.tidemill.sql.types.DoubleType;
import io.tidemill.sql.types.FloatType;
import io.tidemill.sql.types.IntegerType;
import io.tidemill.sql.types.LongType;
import io.tidemill.sql.types.ShortType;
import io.tidemill.sql.types.StringType;
import io.tidemill.sql.types.StructType;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.parser.SqlParserPos;

/// Turns Calcite's expressions over a row into ours.
///
/// Calls of our operators say themselves what they mean; the few that Calcite makes on its own
/// (conditions of joins, tests for NULL) become calls of our functions.
final class RexExpressions {
    private RexExpressions() {}

    /// @param input the columns that the expression sees
    static Expression of(RexNode node, StructType input) {
        return switch (node) {
            case RexInputRef ref -> Columns.one(input, ref.getIndex());
            case RexLiteral literal -> literal(literal);
            case RexFieldAccess access -> field(access, input);
            case RexOver over -> throw refused("window functions", over.getParserPosition());
            case RexSubQuery query -> throw refused("sub-queries", query.getParserPosition());
            case RexCall call -> call(call, input);
            default -> throw refused(node.getKind().lowerName, SqlParserPos.ZERO);
        };
    }

    private static SqlException refused(String what, SqlParserPos position) {
        return SqlException.at(
                Condition.UNSUPPORTED_FEATURE,
                position,
                what + " cannot be planned yet",
                "write the query without it");
    }

    private static Expression field(RexFieldAccess access, StructType input) {
        var struct = of(access.getReferenceExpr(), input);
        var type = (StructType) struct.type();
        int index = access.getField().getIndex();
        var field = type.field(index);
        return new Expression.Field(
                struct,
                index,
                field.name(),
                field.dataType(),
                struct.nullable() || field.nullable());
    }

    private static Expression call(RexCall call, StructType input) {
        var position = Positions.of(call.getParserPosition());
        if (call.getOperator() instanceof LiteralValue literal) {
            return literal.expression();
        }
        var operands = call.getOperands().stream().map(operand -> of(operand, input)).toList();
        if (call.getOperator() instanceof TypedOperator operator) {
            return operator.express(operands, position);
        }
        return switch (call.getKind()) {
            case AND -> new Expression.And(operands);
            case OR -> new Expression.Or(operands);
            case NOT -> function("not", operands, position);
            case EQUALS -> function("=", operands, position);
            case NOT_EQUALS -> function("<>", operands, position);
            case LESS_THAN -> function("<", operands, position);
            case LESS_THAN_OR_EQUAL -> function("<=", operands, position);
            case GREATER_THAN -> function(">", operands, position);
            case GREATER_THAN_OR_EQUAL -> function(">=", operands, position);
            case IS_NULL -> function("isnull", operands, position);
            case IS_NOT_NULL -> function("isnotnull", operands, position);
            case IS_TRUE -> function("is true", operands, position);
            case IS_FALSE -> function("is false", operands, position);
            case IS_NOT_TRUE ->
                    function("not", List.of(function("is true", operands, position)), position);
            case IS_NOT_FALSE ->
                    function("not", List.of(function("is false", operands, position)), position);
            case IS_NOT_DISTINCT_FROM -> function("<=>", operands, position);
            case CASE -> function("case", operands, position);
            case COALESCE -> function("coalesce", operands, position);
            case CAST ->
                    new Expression.Cast(
                            operands.getFirst(),
                            Types.fromCalcite(call.getType()),
                            false,
                            position);
            default ->
                    throw refused(
                            "the operator " + call.getOperator().getName(),
                            call.getParserPosition());
        };
    }

    private static Expression function(String name, List<Expression> operands, Position position) {
        return Functions.get(name).call(operands, position);
    }

    /// A literal that Calcite made.
    static Expression.Literal literal(RexLiteral literal) {
        var type = Types.fromCalcite(literal.getType());
        if (literal.isNull()) {
            return new Expression.Literal(null, type);
        }
        Object value =
                switch (type) {
                    case BooleanType _ -> Objects.requireNonNull(literal.getValueAs(Boolean.class));
                    case ByteType _ -> Objects.requireNonNull(literal.getValueAs(Byte.class));
                    case ShortType _ -> Objects.requireNonNull(literal.getValueAs(Short.class));
                    case IntegerType _ -> Objects.requireNonNull(literal.getValueAs(Integer.class));
                    case LongType _ -> Objects.requireNonNull(literal.getValueAs(Long.class));
                    case FloatType _ -> Objects.requireNonNull(literal.getValueAs(Float.class));
                    case DoubleType _ -> Objects.requireNonNull(literal.getValueAs(Double.class));
                    case DecimalType decimal ->
                            Objects.requireNonNull(literal.getValueAs(java.math.BigDecimal.class))
                                    .setScale(decimal.scale());
                    case StringType _ -> Objects.requireNonNull(literal.getValueAs(String.class));
                    default ->
                            throw new IllegalStateException("Calcite made the literal " + literal);
                };
        return new Expression.Literal(value, type);
    }
}
