package io.tidemill.plan.calcite;

import io.tidemill.expression.Expression;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// What [Rewrites] does with windows of time: columns that are only passed on are put together
/// behind them, and conditions on columns below hold before them.
final class WindowRewrites {
    private WindowRewrites() {}

    /// A window over a projection that costs nothing, as a projection over the window.
    static PlanNode above(PlanNode window) {
        var step = (PlanNode.Unary) window;
        if (!(step.input() instanceof PlanNode.Project(var below, var columns, var schema))
                || !columns.stream().allMatch(Trees::isTrivial)) {
            return window;
        }
        var wider = withWindow(below.schema(), window.schema());
        var moved =
                switch (window) {
                    case PlanNode.TimeWindow(_, var time, var shape, _) ->
                            new PlanNode.TimeWindow(below, over(time, columns), shape, wider);
                    case PlanNode.SessionWindow(_, var keys, var time, var gap, _) ->
                            new PlanNode.SessionWindow(
                                    below,
                                    keys.stream().map(key -> over(key, columns)).toList(),
                                    over(time, columns),
                                    over(gap, columns),
                                    wider);
                    default -> throw new IllegalStateException("no window: " + window);
                };
        var results = new ArrayList<>(columns);
        results.add(Columns.one(wider, wider.size() - 2));
        results.add(Columns.one(wider, wider.size() - 1));
        return Rewrites.project(
                new PlanNode.Project(moved, results, withWindow(schema, window.schema())));
    }

    private static Expression over(Expression expression, List<Expression> columns) {
        return Trees.fold(Trees.substitute(expression, columns));
    }

    private static StructType withWindow(StructType columns, StructType window) {
        var fields = new ArrayList<StructField>(columns.fieldList());
        fields.addAll(window.fieldList().subList(window.size() - 2, window.size()));
        return new StructType(fields);
    }

    /// Lets the first conditions that cannot raise and do not read the window hold below it.
    static PlanNode filter(PlanNode.TimeWindow window, Expression condition) {
        var readable = new BitSet();
        readable.set(0, window.input().schema().size());
        return filter(window, readable, condition);
    }

    /// Only what is the same for all rows of a session may hold below it.
    static PlanNode filter(PlanNode.SessionWindow window, Expression condition) {
        var readable = new BitSet();
        for (var key : window.keys()) {
            if (key instanceof Expression.Input input) {
                readable.set(input.index());
            }
        }
        return filter(window, readable, condition);
    }

    private static PlanNode filter(PlanNode.Unary window, BitSet readable, Expression condition) {
        var rest = new ArrayList<>(conjuncts(condition));
        var below = new ArrayList<Expression>();
        for (var each : List.copyOf(rest)) {
            if (Trees.canRaise(each) || !Trees.isDeterministic(each)) {
                break;
            }
            var read = new BitSet();
            Trees.mark(each, read);
            read.andNot(readable);
            if (read.isEmpty()) {
                below.add(each);
                rest.remove(each);
            }
        }
        PlanNode filtered = window;
        if (!below.isEmpty()) {
            filtered = window.withInput(Rewrites.filter(window.input(), all(below)));
        }
        return rest.isEmpty() ? filtered : new PlanNode.Filter(filtered, all(rest));
    }

    /// Whether `input` is a window whose start or end an expression over it reads: an aggregate
    /// stays right above it then.
    static boolean reads(PlanNode input, Expression expression) {
        boolean window =
                input instanceof PlanNode.TimeWindow || input instanceof PlanNode.SessionWindow;
        var read = new BitSet();
        Trees.mark(expression, read);
        return window && read.length() > input.schema().size() - 2;
    }

    private static List<Expression> conjuncts(Expression condition) {
        return condition instanceof Expression.And and ? and.operands() : List.of(condition);
    }

    private static Expression all(List<Expression> conditions) {
        return conditions.size() == 1 ? conditions.getFirst() : new Expression.And(conditions);
    }
}
