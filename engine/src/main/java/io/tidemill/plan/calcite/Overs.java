package io.tidemill.plan.calcite;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Position;
import io.tidemill.expression.SortKey;
import io.tidemill.expression.WindowCall;
import io.tidemill.parse.OverSpec;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes steps of the window functions that stand in projections: one for each partition and order,
/// whatever the frames.
final class Overs {
    /// What functions over windows have in common.
    private record Window(List<Expression> partition, List<SortKey> order) {}

    private Overs() {}

    /// The steps over `input`, and the expressions over their result.
    static Windows.Step apply(Windows.Step step) {
        var windows = new LinkedHashMap<Window, List<Expression.Call>>();
        for (var expression : step.expressions()) {
            for (var call : calls(expression)) {
                var of = windows.computeIfAbsent(placeless(window(call)), _ -> new ArrayList<>());
                if (of.stream().noneMatch(known -> same(known, call))) {
                    of.add(call);
                }
            }
        }
        var plan = step.input();
        Map<Expression, Expression> results = new HashMap<>();
        for (var window : windows.entrySet()) {
            plan = over(plan, window(window.getValue().getFirst()), window.getValue(), results);
        }
        var expressions =
                results.isEmpty()
                        ? step.expressions()
                        : step.expressions().stream().map(e -> replaced(e, results)).toList();
        return new Windows.Step(plan, expressions);
    }

    private static Expression replaced(Expression expression, Map<Expression, Expression> results) {
        return Trees.map(
                expression,
                part -> isCall(part) ? results.getOrDefault(Trees.placeless(part), part) : part);
    }

    private static PlanNode over(
            PlanNode input,
            Window window,
            List<Expression.Call> calls,
            Map<Expression, Expression> results) {
        var functions = new ArrayList<WindowCall>();
        var fields = new ArrayList<StructField>(input.schema().fieldList());
        for (var call : calls) {
            var function = function(call);
            functions.add(function);
            results.put(
                    Trees.placeless(call),
                    new Expression.Input(
                            fields.size(), function.function(), call.type(), call.nullable()));
            fields.add(new StructField(function.function(), call.type(), call.nullable()));
        }
        return new PlanNode.Over(
                input, window.partition(), window.order(), functions, new StructType(fields));
    }

    private static boolean same(Expression left, Expression right) {
        return Trees.placeless(left).equals(Trees.placeless(right));
    }

    private static OverSpec spec(Expression.Call call) {
        return call.arguments().getFirst() instanceof Expression.Literal literal
                        && literal.value() instanceof OverSpec spec
                ? spec
                : broken(call);
    }

    private static OverSpec broken(Expression.Call call) {
        throw new IllegalStateException("a window function that was not analysed: " + call);
    }

    private static Window window(Expression.Call call) {
        var spec = spec(call);
        int keys = 1 + spec.arguments() + (spec.filtered() ? 1 : 0);
        var arguments = call.arguments();
        var partition = new ArrayList<Expression>();
        for (var key : arguments.subList(keys, keys + spec.partition())) {
            if (!(key instanceof Expression.Literal)) {
                partition.add(key);
            }
        }
        var order = new ArrayList<SortKey>();
        for (int i = 0; i < spec.order().size(); i++) {
            var key = arguments.get(keys + spec.partition() + i);
            var by = spec.order().get(i);
            order.add(new SortKey(key, by.ascending(), by.nullsFirst()));
        }
        return new Window(partition, order);
    }

    /// Windows that mean the same are then equal.
    private static Window placeless(Window window) {
        return new Window(
                window.partition().stream().map(Trees::placeless).toList(),
                window.order().stream()
                        .map(key ->
                                new SortKey(
                                        Trees.placeless(key.expression()),
                                        key.ascending(),
                                        key.nullsFirst()))
                        .toList());
    }

    private static WindowCall function(Expression.Call call) {
        var spec = spec(call);
        for (var operand : call.arguments()) {
            for (var inner : calls(operand)) {
                throw wrong(inner.position(), "a window function stands inside another one");
            }
        }
        int arguments = 1 + spec.arguments();
        return new WindowCall(
                spec.function(),
                call.arguments().subList(1, arguments),
                spec.filtered() ? Optional.of(call.arguments().get(arguments)) : Optional.empty(),
                spec.ignoreNulls(),
                spec.frame(),
                call.type(),
                call.nullable(),
                call.position());
    }

    /// Refuses window functions where there is no whole table yet, or no more.
    static void refuse(Expression condition) {
        for (var call : calls(condition)) {
            throw wrong(call.position(), "a window function stands in WHERE, HAVING or ON");
        }
    }

    /// The window functions in an expression.
    static List<Expression.Call> calls(Expression expression) {
        if (isCall(expression)) {
            return List.of((Expression.Call) expression);
        }
        var calls = new ArrayList<Expression.Call>();
        Trees.parts(expression).forEach(part -> calls.addAll(calls(part)));
        return calls;
    }

    private static boolean isCall(Expression expression) {
        return expression instanceof Expression.Call call && call.function().equals(OverSpec.CALL);
    }

    private static TidemillException wrong(Position position, String problem) {
        var error =
                new TidemillException(
                        Condition.UNSUPPORTED_FEATURE,
                        problem,
                        "compute it in a sub-query, or write QUALIFY for a condition on it");
        return position.text().isEmpty() ? error : error.at(position.describe());
    }
}
