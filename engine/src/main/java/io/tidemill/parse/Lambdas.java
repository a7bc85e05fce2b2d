package io.tidemill.parse;

import io.tidemill.data.Condition;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Position;
import io.tidemill.expression.function.Function;
import io.tidemill.sql.types.DataTypes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLambda;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;

/// Calls with lambdas, as calls of one opaque operator each.
///
/// Calcite sees an operator whose operands are the other arguments and whatever columns the
/// lambdas' bodies name; the bodies lie inside the operator. They are expressed once the types in
/// front of them are known: the function says what its lambdas' parameters are.
final class Lambdas {
    private static final AtomicLong PARAMETERS = new AtomicLong();

    private final Dialect dialect;

    Lambdas(Dialect dialect) {
        this.dialect = dialect;
    }

    SqlNode call(Function function, SqlCall call) {
        var operands = new ArrayList<SqlNode>();
        var slots = new ArrayList<Slot>();
        for (var operand : call.getOperandList()) {
            if (!(operand instanceof SqlLambda)) {
                slots.add(new Slot.Value(operands.size()));
                operands.add(dialect.expression(operand));
            } else {
                slots.add(new Slot.Value(-1));
            }
        }
        var captured = new LinkedHashMap<String, Integer>();
        refuseQueries(function, call);
        for (int i = 0; i < slots.size(); i++) {
            if (call.operand(i) instanceof SqlLambda lambda) {
                var names =
                        lambda.getParameters().stream()
                                .map(p -> ((SqlIdentifier) p).getSimple().toLowerCase(Locale.ROOT))
                                .toList();
                var body = dialect.expression(lambda.getExpression());
                slots.set(i, new Slot.Body(names, capture(body, names, captured, operands)));
            }
        }
        var operator =
                new TypedOperator(
                        function.name() + " " + call,
                        function.deterministic(),
                        (expressions, position) -> express(function, slots, expressions, position));
        return operator.createCall(call.getParserPosition(), operands);
    }

    /// A query inside a lambda would be another one for each element.
    private static void refuseQueries(Function function, SqlCall call) {
        for (var operand : call.getOperandList()) {
            if (operand instanceof SqlLambda lambda) {
                lambda.getExpression()
                        .accept(
                                new SqlBasicVisitor<Void>() {
                                    @Override
                                    public Void visit(SqlCall inner) {
                                        if (inner.isA(SqlKind.QUERY)) {
                                            throw inLambda(function, inner);
                                        }
                                        return super.visit(inner);
                                    }
                                });
            }
        }
    }

    private static SqlException inLambda(Function function, SqlCall query) {
        return SqlException.at(
                Condition.UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY__HIGHER_ORDER_FUNCTION,
                query.getParserPosition(),
                "a query stands inside a lambda of " + function.name(),
                "make rows of the array with LATERAL VIEW explode(..) and join the tables, or"
                        + " compute the query as a column and name that in the lambda");
    }

    /// An argument: operand `index` of the operator, or a lambda.
    private sealed interface Slot {
        record Value(int index) implements Slot {}

        /// @param body with its parameters as names and captured columns as [Captured]
        record Body(List<String> parameters, SqlNode body) implements Slot {}
    }

    /// Replaces names that are no parameters by references to operands, which are added.
    private static SqlNode capture(
            SqlNode body,
            List<String> parameters,
            Map<String, Integer> captured,
            List<SqlNode> operands) {
        var replaced =
                body.accept(
                        new SqlShuttle() {
                            @Override
                            public SqlNode visit(SqlIdentifier id) {
                                if (parameters.contains(
                                        id.names.getFirst().toLowerCase(Locale.ROOT))) {
                                    return id;
                                }
                                int index =
                                        captured.computeIfAbsent(
                                                id.toString(),
                                                _ -> {
                                                    operands.add(id);
                                                    return operands.size() - 1;
                                                });
                                return new Captured(index, id);
                            }
                        });
        return java.util.Objects.requireNonNull(replaced);
    }

    /// Stands for operand `index` of the operator around.
    private static final class Captured extends SqlIdentifier {
        private static final long serialVersionUID = 1;
        private final int index;

        Captured(int index, SqlIdentifier id) {
            super(id.names, id.getParserPosition());
            this.index = index;
        }
    }

    private static Expression express(
            Function function, List<Slot> slots, List<Expression> operands, Position position) {
        var arguments = new ArrayList<Expression>();
        for (int i = 0; i < slots.size(); i++) {
            switch (slots.get(i)) {
                case Slot.Value value -> arguments.add(operands.get(value.index()));
                case Slot.Body body -> {
                    int count = body.parameters().size();
                    var types =
                            function.lambdaParameters(
                                    arguments.stream()
                                            .filter(a -> !(a instanceof Expression.Lambda))
                                            .toList(),
                                    i,
                                    count);
                    var known = new HashMap<String, Expression>();
                    var parameters = new ArrayList<Expression.Parameter>();
                    for (int p = 0; p < count; p++) {
                        var name = body.parameters().get(p) + "#" + PARAMETERS.incrementAndGet();
                        var type = p < types.size() ? types.get(p) : DataTypes.NullType;
                        var parameter = new Expression.Parameter(name, type, true);
                        parameters.add(parameter);
                        known.put(body.parameters().get(p), parameter);
                    }
                    arguments.add(
                            new Expression.Lambda(parameters, body(body.body(), known, operands)));
                }
            }
        }
        return function.call(arguments, position);
    }

    private static Expression body(
            SqlNode node, Map<String, Expression> known, List<Expression> operands) {
        return switch (node) {
            case Captured captured -> operands.get(captured.index);
            case SqlIdentifier id -> {
                var value = known.get(id.names.getFirst().toLowerCase(Locale.ROOT));
                if (value == null) {
                    throw new IllegalStateException("lambda parameter " + id + " is not known");
                }
                for (var field : id.names.subList(1, id.names.size())) {
                    value = Meanings.field(value, field, Position.NONE);
                }
                yield value;
            }
            case SqlCall call when call.getOperator() instanceof LiteralValue literal ->
                    literal.expression();
            case SqlCall call when call.getOperator() instanceof TypedOperator operator ->
                    operator.express(
                            call.getOperandList().stream()
                                    .map(operand -> body(operand, known, operands))
                                    .toList(),
                            Positions.of(call.getParserPosition()));
            case SqlNodeList list ->
                    throw Dialect.unsupported("a list in a lambda", list.getParserPosition());
            default -> throw Dialect.unsupported("this part of a lambda", node.getParserPosition());
        };
    }
}
