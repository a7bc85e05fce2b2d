package io.tidemill.plan.calcite;

import io.tidemill.data.Condition;
import io.tidemill.expression.AggregateCall;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Interpreter;
import io.tidemill.expression.Position;
import io.tidemill.expression.SortKey;
import io.tidemill.expression.UserAggregate;
import io.tidemill.expression.function.Function;
import io.tidemill.expression.function.Functions;
import io.tidemill.parse.AggregateOperator;
import io.tidemill.parse.Positions;
import io.tidemill.parse.SqlException;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.core.Aggregate;

/// Turns Calcite's aggregates into ours: those that a query names, and the few that Calcite makes
/// of its own.
final class Aggregates {
    private Aggregates() {}

    /// @param input the plan of its input
    static PlanNode.Aggregate of(Aggregate aggregate, PlanNode input) {
        if (aggregate.getGroupType() != Aggregate.Group.SIMPLE) {
            throw new IllegalStateException("grouping sets: " + aggregate);
        }
        var keys =
                aggregate.getGroupSet().asList().stream()
                        .map(index -> (Expression) Columns.one(input.schema(), index))
                        .toList();
        var calls = new ArrayList<AggregateCall>();
        for (var call : aggregate.getAggCallList()) {
            calls.add(call(call, input));
        }
        var fields = new ArrayList<StructField>();
        var names = aggregate.getRowType().getFieldNames();
        for (int i = 0; i < names.size(); i++) {
            boolean key = i < keys.size();
            var type = key ? keys.get(i).type() : calls.get(i - keys.size()).type();
            boolean nullable = key ? keys.get(i).nullable() : calls.get(i - keys.size()).nullable();
            var name = names.get(i).startsWith("$") ? made(keys, calls, i) : names.get(i);
            fields.add(new StructField(name, type, nullable));
        }
        return new PlanNode.Aggregate(input, keys, calls, new StructType(fields));
    }

    /// A name for a column that the query does not name.
    private static String made(List<Expression> keys, List<AggregateCall> calls, int index) {
        return index < keys.size()
                ? keys.get(index).toString()
                : calls.get(index - keys.size()).toString();
    }

    static AggregateCall call(org.apache.calcite.rel.core.AggregateCall call, PlanNode below) {
        var input = below.schema();
        var given = call.getArgList().stream().map(index -> argument(below, index)).toList();
        var order = Planner.keys(call.getCollation(), input);
        Optional<Expression> filter =
                call.filterArg < 0
                        ? Optional.empty()
                        : Optional.of(Columns.one(input, call.filterArg));
        var position = Positions.of(call.getParserPosition());
        return switch (call.getAggregation().getKind()) {
            case SINGLE_VALUE -> single(given.getFirst(), position);
            case LITERAL_AGG ->
                    call(
                            Functions.get("max"),
                            List.of(RexExpressions.of(call.rexList.getFirst(), input)),
                            false,
                            filter,
                            order,
                            position,
                            Optional.empty());
            default ->
                    call(
                            function(call),
                            given,
                            call.isDistinct(),
                            filter,
                            order,
                            position,
                            user(call));
        };
    }

    /// A column of the input; where that computes a constant, the constant, since some arguments
    /// must be.
    private static Expression argument(PlanNode input, int index) {
        if (input instanceof PlanNode.Project project
                && Interpreter.isConstant(project.expressions().get(index))) {
            return project.expressions().get(index);
        }
        return Columns.one(input.schema(), index);
    }

    /// The one value of a column; a second row is an error.
    private static AggregateCall single(Expression column, Position position) {
        return new AggregateCall(
                "single_value",
                List.of(column),
                false,
                Optional.empty(),
                column.type(),
                true,
                position);
    }

    private static Function function(org.apache.calcite.rel.core.AggregateCall call) {
        if (call.getAggregation() instanceof AggregateOperator operator) {
            return operator.function();
        }
        return switch (call.getAggregation().getKind()) {
            case COUNT -> Functions.get("count");
            case MIN -> Functions.get("min");
            case MAX -> Functions.get("max");
            default ->
                    throw SqlException.at(
                            Condition.UNSUPPORTED_FEATURE,
                            call.getParserPosition(),
                            "the aggregate %s cannot be planned yet"
                                    .formatted(call.getAggregation().getName()),
                            "write the query without it");
        };
    }

    private static Optional<UserAggregate> user(org.apache.calcite.rel.core.AggregateCall call) {
        return call.getAggregation() instanceof AggregateOperator operator
                ? operator.user()
                : Optional.empty();
    }

    private static AggregateCall call(
            Function function,
            List<Expression> given,
            boolean distinct,
            Optional<Expression> filter,
            List<SortKey> order,
            Position position,
            Optional<UserAggregate> user) {
        var signature = function.resolve(given);
        var arguments = new ArrayList<Expression>();
        for (int i = 0; i < given.size(); i++) {
            arguments.add(Function.cast(given.get(i), signature.arguments().get(i), position));
        }
        return new AggregateCall(
                user.isPresent() ? AggregateCall.OF_PROGRAM : function.name(),
                arguments,
                distinct,
                filter,
                order,
                false,
                signature.type(),
                signature.nullable(),
                position,
                user);
    }
}
