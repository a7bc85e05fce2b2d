package io.tidemill.plan.calcite;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Position;
import io.tidemill.parse.WindowsOfTime;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.plan.node.WindowShape;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Makes steps of the calls of [WindowsOfTime] that stand in projections, and puts `window_start`
/// and `window_end` in the place of windows among the keys of groups.
final class Windows {
    private static final Set<String> CALLS =
            Set.of(
                    WindowsOfTime.HOPPING,
                    WindowsOfTime.CUMULATING,
                    WindowsOfTime.CALENDAR,
                    WindowsOfTime.SESSION,
                    WindowsOfTime.SESSION_OF_ROWS);

    private Windows() {}

    /// A plan, and expressions over its columns.
    record Step(PlanNode input, List<Expression> expressions) {
        Step {
            expressions = List.copyOf(expressions);
        }

        /// The projection that they make up.
        PlanNode project(List<String> names) {
            var fields = new ArrayList<StructField>();
            for (int i = 0; i < names.size(); i++) {
                var expression = expressions.get(i);
                fields.add(new StructField(names.get(i), expression.type(), expression.nullable()));
            }
            return new PlanNode.Project(input, expressions, new StructType(fields));
        }
    }

    /// The step that the window of these expressions asks for, if they have one.
    static Step apply(Step step) {
        return apply(step, Optional.empty());
    }

    /// The same below an aggregate: a session belongs to one group of the other keys.
    ///
    /// @param groups which of the expressions are keys of the aggregate
    static Step grouped(Step step, List<Integer> groups) {
        var keys =
                groups.stream()
                        .map(step.expressions()::get)
                        .filter(key -> !(key instanceof Expression.Literal) && calls(key).isEmpty())
                        .toList();
        return apply(step, Optional.of(keys));
    }

    private static Step apply(Step step, Optional<List<Expression>> keys) {
        var calls = new ArrayList<Expression.Call>();
        step.expressions().forEach(e -> calls.addAll(calls(e)));
        if (calls.isEmpty()) {
            return step;
        }
        var call = calls.getFirst();
        for (var other : calls) {
            if (!Trees.placeless(other).equals(Trees.placeless(call))) {
                throw wrong(
                        other.position(),
                        "two different windows of time in one SELECT would make pairs of rows",
                        "compute one of them in a sub-query");
            }
        }
        var plan = step(step.input(), call, keys);
        var window = window(plan);
        return new Step(
                plan,
                step.expressions().stream()
                        .map(e -> Trees.map(e, part -> isCall(part) ? window : part))
                        .map(Trees::fold)
                        .toList());
    }

    /// Refuses windows where a condition stands: it would have to hold in each of them.
    static void refuse(Expression condition) {
        for (var call : calls(condition)) {
            throw wrong(
                    call.position(),
                    "%s cannot stand in a condition".formatted(call.function()),
                    "select it in a sub-query and test that column");
        }
    }

    private static PlanNode step(
            PlanNode input, Expression.Call call, Optional<List<Expression>> keys) {
        var arguments = call.arguments();
        var time = arguments.getFirst();
        if (arguments.stream().anyMatch(argument -> !calls(argument).isEmpty())) {
            throw wrong(
                    call.position(),
                    "a window of windows stands in one SELECT",
                    "compute the inner one in a sub-query");
        }
        var schema = withWindow(input.schema(), time);
        return switch (call.function()) {
            case WindowsOfTime.SESSION_OF_ROWS ->
                    new PlanNode.SessionWindow(
                            input,
                            arguments.subList(2, arguments.size()),
                            time,
                            arguments.get(1),
                            schema);
            case WindowsOfTime.SESSION ->
                    new PlanNode.SessionWindow(
                            input,
                            keys.orElseThrow(() ->
                                    wrong(
                                            call.position(),
                                            "session_window stands in GROUP BY only",
                                            "group by it, or select from SESSION(TABLE t"
                                                    + " PARTITION BY k, DESCRIPTOR(time), gap)")),
                            time,
                            arguments.get(1),
                            schema);
            default -> new PlanNode.TimeWindow(input, time, shape(call), schema);
        };
    }

    private static StructType withWindow(StructType input, Expression time) {
        var fields = new ArrayList<>(input.fieldList());
        fields.add(new StructField("window_start", time.type(), false));
        fields.add(new StructField("window_end", time.type(), false));
        return new StructType(fields);
    }

    private static WindowShape shape(Expression.Call call) {
        if (call.function().equals(WindowsOfTime.CALENDAR)) {
            var length = Period.of(0, (int) number(call, 1), (int) number(call, 2));
            return new WindowShape.Calendar(length, ZoneId.of(text(call, 3), ZoneId.SHORT_IDS));
        }
        return call.function().equals(WindowsOfTime.CUMULATING)
                ? new WindowShape.Cumulating(number(call, 1), number(call, 2), number(call, 3))
                : new WindowShape.Hopping(number(call, 1), number(call, 2), number(call, 3));
    }

    private static long number(Expression.Call call, int index) {
        return call.arguments().get(index) instanceof Expression.Literal literal
                        && literal.value() instanceof Number number
                ? number.longValue()
                : broken(call);
    }

    private static String text(Expression.Call call, int index) {
        return call.arguments().get(index) instanceof Expression.Literal literal
                ? String.valueOf(literal.value())
                : String.valueOf(broken(call));
    }

    private static long broken(Expression.Call call) {
        throw new IllegalStateException("a window that was not analysed: " + call);
    }

    /// The window of each row of such a step, as the struct that queries see.
    private static Expression window(PlanNode step) {
        int size = step.schema().size();
        return struct(Columns.one(step.schema(), size - 2), Columns.one(step.schema(), size - 1));
    }

    static Expression struct(Expression start, Expression end) {
        return new Expression.Call(
                "named_struct",
                List.of(
                        new Expression.Literal("start", DataTypes.StringType),
                        start,
                        new Expression.Literal("end", DataTypes.StringType),
                        end),
                WindowsOfTime.type(start.type()),
                false,
                Position.NONE);
    }

    /// The same groups by `window_start` and `window_end` where the keys have windows, which are
    /// put together behind it.
    static PlanNode plainKeys(PlanNode.Aggregate aggregate) {
        if (aggregate.input() instanceof PlanNode.Expand expand
                && expand.input() instanceof PlanNode.Project project) {
            return WindowSets.plainKeys(aggregate, expand, project);
        }
        if (!(aggregate.input() instanceof PlanNode.Project project)) {
            return aggregate;
        }
        var columns = new ArrayList<>(project.expressions());
        var fields = new ArrayList<>(project.schema().fieldList());
        var keys = new ArrayList<Expression>();
        var keyFields = new ArrayList<StructField>();
        var places = new HashMap<Integer, Integer>();
        for (int i = 0; i < aggregate.keys().size(); i++) {
            var key = aggregate.keys().get(i);
            places.put(i, keys.size());
            var parts = parts(key, project);
            if (parts.isEmpty()) {
                keys.add(key);
                keyFields.add(aggregate.schema().field(i));
            }
            for (var part : parts) {
                var name = part.name();
                fields.add(new StructField(name, part.type(), part.nullable()));
                keyFields.add(new StructField(name, part.type(), part.nullable()));
                keys.add(new Expression.Input(columns.size(), name, part.type(), part.nullable()));
                columns.add(part);
            }
        }
        if (keys.size() == aggregate.keys().size()) {
            return aggregate;
        }
        int shift = keys.size() - aggregate.keys().size();
        for (int i = 0; i < aggregate.aggregates().size(); i++) {
            keyFields.add(aggregate.schema().field(aggregate.keys().size() + i));
        }
        var plain =
                new PlanNode.Aggregate(
                        new PlanNode.Project(project.input(), columns, new StructType(fields)),
                        keys,
                        aggregate.aggregates(),
                        new StructType(keyFields));
        var results = new ArrayList<Expression>();
        for (int i = 0; i < aggregate.schema().size(); i++) {
            boolean window =
                    i < aggregate.keys().size()
                            && !parts(aggregate.keys().get(i), project).isEmpty();
            int place = places.getOrDefault(i, i + shift);
            results.add(
                    window
                            ? struct(
                                    Columns.one(plain.schema(), place),
                                    Columns.one(plain.schema(), place + 1))
                            : Columns.one(plain.schema(), place));
        }
        return new PlanNode.Project(plain, results, aggregate.schema());
    }

    /// Start and end of the window that a key is; none when it is something else.
    static List<Expression.Input> parts(Expression key, PlanNode.Project project) {
        return key instanceof Expression.Input input
                        && project.expressions().get(input.index()) instanceof Expression.Call call
                        && call.function().equals("named_struct")
                        && call.arguments().size() == 4
                        && call.arguments().get(1) instanceof Expression.Input start
                        && call.arguments().get(3) instanceof Expression.Input end
                        && call.type().equals(WindowsOfTime.type(start.type()))
                ? List.of(start, end)
                : List.of();
    }

    static boolean isIn(Expression expression) {
        return !calls(expression).isEmpty();
    }

    static Stream<Expression.Call> sessions(Expression expression) {
        return calls(expression).stream()
                .filter(call ->
                        call.function().equals(WindowsOfTime.SESSION)
                                || call.function().equals(WindowsOfTime.SESSION_OF_ROWS));
    }

    private static List<Expression.Call> calls(Expression expression) {
        if (isCall(expression)) {
            return List.of((Expression.Call) expression);
        }
        var calls = new ArrayList<Expression.Call>();
        Trees.parts(expression).forEach(part -> calls.addAll(calls(part)));
        return calls;
    }

    private static boolean isCall(Expression expression) {
        return expression instanceof Expression.Call call && CALLS.contains(call.function());
    }

    private static TidemillException wrong(Position position, String problem, String remedy) {
        var error = new TidemillException(Condition.UNSUPPORTED_FEATURE, problem, remedy);
        return position.text().isEmpty() ? error : error.at(position.describe());
    }
}
