package io.tidemill.plan.calcite;

import io.tidemill.expression.AggregateCall;
import io.tidemill.expression.Expression;
import io.tidemill.parse.OverSpec;
import io.tidemill.plan.node.KeyPair;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes plans smaller without changing what they give, errors included.
///
/// Constants are computed; filters on filters and projections on projections become one; filters
/// move below projections and into unions where nothing can raise on the way; columns that nobody
/// reads are not read ([Pruning]).
final class Rewrites {
    private Rewrites() {}

    static PlanNode apply(PlanNode plan) {
        return Pruning.apply(CurrentTimes.apply(simplify(plan)));
    }

    private static PlanNode simplify(PlanNode plan) {
        return switch (plan) {
            case PlanNode.Scan scan -> scan;
            case PlanNode.Values values -> values;
            case PlanNode.Filter(var input, var condition) ->
                    filter(simplify(input), Trees.fold(condition));
            case PlanNode.Project(var input, var expressions, var schema) ->
                    project(simplify(input), expressions, schema);
            case PlanNode.Aggregate aggregate -> aggregate(aggregate);
            case PlanNode.Union(var inputs, var schema) -> union(inputs, schema);
            case PlanNode.Join join -> join(join);
            case PlanNode.AsOfJoin join ->
                    AsOfJoins.folded(join, simplify(join.left()), simplify(join.right()));
            case PlanNode.TimeWindow window ->
                    WindowRewrites.above(window.withInput(simplify(window.input())));
            case PlanNode.SessionWindow window ->
                    WindowRewrites.above(window.withInput(simplify(window.input())));
            case PlanNode.Expand(var input, var projections, var schema) ->
                    new PlanNode.Expand(
                            simplify(input),
                            projections.stream()
                                    .map(columns -> columns.stream().map(Trees::fold).toList())
                                    .toList(),
                            schema);
            case PlanNode.Generate generate ->
                    new PlanNode.Generate(
                            simplify(generate.input()),
                            Trees.fold(generate.array()),
                            generate.outer(),
                            generate.position(),
                            generate.schema());
            case PlanNode.Sort _,
                    PlanNode.Limit _,
                    PlanNode.Watermark _,
                    PlanNode.TimeToLive _,
                    PlanNode.MapRows _,
                    PlanNode.Observe _,
                    PlanNode.Lifetime _,
                    PlanNode.Weigh _,
                    PlanNode.Over _,
                    PlanNode.Top _,
                    PlanNode.Deduplicate _ ->
                    plan.withInputs(plan.inputs().stream().map(Rewrites::simplify).toList());
        };
    }

    private static PlanNode project(
            PlanNode input, List<Expression> expressions, StructType schema) {
        var folded = expressions.stream().map(Trees::fold).toList();
        return project(new PlanNode.Project(input, UsingColumns.apply(input, folded), schema));
    }

    static PlanNode filter(PlanNode input, Expression whole) {
        var condition = JoinConditions.all(JoinConditions.conjuncts(whole)).orElse(whole);
        if (condition instanceof Expression.Literal literal
                && Boolean.TRUE.equals(literal.value())) {
            return input;
        }
        return switch (input) {
            case PlanNode.Filter(var below, var first) -> filter(below, and(first, condition));
            case PlanNode.Project(var below, var expressions, var schema)
                    when canPass(expressions) || qualifies(condition) ->
                    project(
                            new PlanNode.Project(
                                    filter(
                                            below,
                                            Trees.fold(Trees.substitute(condition, expressions))),
                                    expressions,
                                    schema));
            case PlanNode.Union(var inputs, var schema) when Trees.isDeterministic(condition) ->
                    new PlanNode.Union(
                            inputs.stream().map(each -> filter(each, condition)).toList(), schema);
            case PlanNode.Join join ->
                    JoinRewrites.filtered(join, JoinConditions.conjuncts(condition));
            case PlanNode.Aggregate aggregate -> belowKeys(aggregate, condition);
            case PlanNode.TimeToLive(var below, long micros) ->
                    new PlanNode.TimeToLive(filter(below, condition), micros);
            case PlanNode.AsOfJoin join -> AsOfJoins.filter(join, condition);
            case PlanNode.Over over -> OverRewrites.filter(over, condition);
            case PlanNode.Top top -> OverRewrites.filter(top, condition);
            case PlanNode.Generate generate ->
                    split(
                            generate,
                            condition,
                            Columns.all(generate.input().schema())
                                    .subList(
                                            0,
                                            generate.schema().size()
                                                    - (generate.position() ? 2 : 1)));
            case PlanNode.Deduplicate deduplicate ->
                    split(deduplicate, condition, plain(deduplicate.keys(), deduplicate.schema()));
            case PlanNode.TimeWindow window -> WindowRewrites.filter(window, condition);
            case PlanNode.SessionWindow window -> WindowRewrites.filter(window, condition);
            default -> new PlanNode.Filter(input, condition);
        };
    }

    /// The rows of a plan for which all of these hold.
    static PlanNode filtered(PlanNode plan, List<Expression> conditions) {
        return JoinConditions.all(conditions).map(all -> filter(plan, all)).orElse(plan);
    }

    private static PlanNode join(PlanNode.Join join) {
        var keys =
                join.keys().stream()
                        .map(key ->
                                new KeyPair(
                                        Trees.fold(key.left()),
                                        Trees.fold(key.right()),
                                        key.nullSafe()))
                        .toList();
        return JoinRewrites.simplify(
                new PlanNode.Join(
                        simplify(join.left()),
                        simplify(join.right()),
                        join.type(),
                        keys,
                        join.condition().map(Trees::fold),
                        join.schema()));
    }

    /// The columns of an input that are keys by themselves, at their places; NULL at others.
    private static List<@Nullable Expression> plain(List<Expression> keys, StructType schema) {
        var columns = new ArrayList<@Nullable Expression>();
        for (int i = 0; i < schema.size(); i++) {
            Expression column = Columns.one(schema, i);
            columns.add(keys.stream().anyMatch(key -> isColumn(key, column)) ? column : null);
        }
        return columns;
    }

    private static boolean isColumn(Expression key, Expression column) {
        return key instanceof Expression.Input one
                && column instanceof Expression.Input other
                && one.index() == other.index();
    }

    /// What a filter says of columns that pass through a step unchanged, it says of the input.
    ///
    /// @param passing those columns, at their places; null, or behind the last, what does not pass
    private static PlanNode split(
            PlanNode.Unary step,
            Expression condition,
            List<? extends @Nullable Expression> passing) {
        var below = new ArrayList<Expression>();
        var above = new ArrayList<Expression>();
        for (var each : JoinConditions.conjuncts(condition)) {
            var read = new BitSet();
            Trees.mark(each, read);
            boolean passes =
                    !read.isEmpty()
                            && read.length() <= passing.size()
                            && read.stream().allMatch(i -> passing.get(i) != null)
                            && !Trees.canRaise(each)
                            && Trees.isDeterministic(each);
            (passes ? below : above).add(each);
        }
        var smaller = below.isEmpty() ? step : step.withInput(filtered(step.input(), below));
        return JoinConditions.all(above)
                .map(all -> (PlanNode) new PlanNode.Filter(smaller, all))
                .orElse(smaller);
    }

    /// What a filter says of keys only, it says of rows as well.
    private static PlanNode belowKeys(PlanNode.Aggregate aggregate, Expression condition) {
        var below = new ArrayList<Expression>();
        var above = new ArrayList<Expression>();
        for (var each : JoinConditions.conjuncts(condition)) {
            var read = new BitSet();
            Trees.mark(each, read);
            boolean passes =
                    !read.isEmpty()
                            && read.length() <= aggregate.keys().size()
                            && !Trees.canRaise(each)
                            && Trees.isDeterministic(each)
                            && canPass(aggregate.keys())
                            && !WindowRewrites.reads(
                                    aggregate.input(), Trees.substitute(each, aggregate.keys()));
            (passes ? below : above).add(each);
        }
        var input =
                filtered(
                        aggregate.input(),
                        below.stream().map(e -> Trees.substitute(e, aggregate.keys())).toList());
        var smaller = aggregate.withInput(input);
        return JoinConditions.all(above)
                .map(all -> (PlanNode) new PlanNode.Filter(smaller, all))
                .orElse(smaller);
    }

    /// Whether this is QUALIFY, which holds before the select list is computed.
    private static boolean qualifies(Expression condition) {
        return condition instanceof Expression.Input input
                && input.name().equals(OverSpec.QUALIFIES);
    }

    /// Whether a filter may run before these: what cannot raise may be computed for fewer rows.
    private static boolean canPass(List<Expression> expressions) {
        return expressions.stream()
                .allMatch(e ->
                        Trees.isTrivial(e) || (!Trees.canRaise(e) && Trees.isDeterministic(e)));
    }

    /// Both, the first one first: what the second one raises is not seen where the first is false.
    private static Expression and(Expression first, Expression second) {
        var operands = new ArrayList<Expression>();
        for (var each : List.of(first, second)) {
            if (each instanceof Expression.And and) {
                operands.addAll(and.operands());
            } else {
                operands.add(each);
            }
        }
        return new Expression.And(operands);
    }

    static PlanNode project(PlanNode.Project project) {
        if (project.input() instanceof PlanNode.Project(var below, var inner, _)
                && canMerge(inner, project.expressions())) {
            return project(
                    new PlanNode.Project(
                            below,
                            project.expressions().stream()
                                    .map(e -> Trees.fold(Trees.substitute(e, inner)))
                                    .toList(),
                            project.schema()));
        }
        if (project.input() instanceof PlanNode.Values(_, var rows) && isRenaming(project)) {
            return new PlanNode.Values(project.schema(), rows);
        }
        return isIdentity(project) ? project.input() : project;
    }

    /// Whether all columns pass in their order, perhaps under other names.
    private static boolean isRenaming(PlanNode.Project project) {
        return project.expressions().equals(Columns.all(project.input().schema()));
    }

    /// Whether computing the inner expressions inside the outer ones computes none twice, and none
    /// where it was not computed before.
    private static boolean canMerge(List<Expression> inner, List<Expression> outer) {
        var reads = new int[inner.size()];
        outer.forEach(e -> Trees.count(e, reads));
        for (int i = 0; i < reads.length; i++) {
            var expression = inner.get(i);
            boolean plain =
                    reads[i] == 0
                            || Trees.isTrivial(expression)
                            || (reads[i] <= 1
                                    && !Trees.canRaise(expression)
                                    && Trees.isDeterministic(expression))
                            || (reads[i] == 1
                                    && outer.contains(
                                            new Expression.Input(
                                                    i,
                                                    name(outer, i),
                                                    expression.type(),
                                                    expression.nullable())));
            if (!plain) {
                return false;
            }
        }
        return true;
    }

    /// The name under which column `index` is read, if it is read plainly.
    private static String name(List<Expression> outer, int index) {
        return outer.stream()
                .filter(e -> e instanceof Expression.Input input && input.index() == index)
                .map(e -> ((Expression.Input) e).name())
                .findFirst()
                .orElse("");
    }

    static boolean isIdentity(PlanNode.Project project) {
        var input = project.input().schema();
        if (input.size() != project.expressions().size()) {
            return false;
        }
        for (int i = 0; i < input.size(); i++) {
            boolean same =
                    project.expressions().get(i) instanceof Expression.Input column
                            && column.index() == i
                            && project.schema().field(i).name().equals(input.field(i).name());
            if (!same) {
                return false;
            }
        }
        return true;
    }

    /// Takes the projection of plain columns below an aggregate into it.
    private static PlanNode aggregate(PlanNode.Aggregate aggregate) {
        var input = simplify(aggregate.input());
        var keys = aggregate.keys();
        var calls = aggregate.aggregates().stream().map(call -> call.map(Trees::fold)).toList();
        if (input instanceof PlanNode.Project(var below, var expressions, _)
                && (canMerge(expressions, all(keys, calls))
                        || canCompute(below, expressions, all(keys, calls)))) {
            return new PlanNode.Aggregate(
                    below,
                    keys.stream().map(k -> Trees.substitute(k, expressions)).toList(),
                    calls.stream()
                            .map(c -> c.map(e -> Trees.fold(Trees.substitute(e, expressions))))
                            .toList(),
                    aggregate.schema());
        }
        return new PlanNode.Aggregate(input, keys, calls, aggregate.schema());
    }

    /// Whether the aggregate right above a window may compute these itself: it computes all that it
    /// reads for every row, so what raises does so as before.
    private static boolean canCompute(
            PlanNode below, List<Expression> columns, List<Expression> read) {
        boolean window =
                below instanceof PlanNode.TimeWindow || below instanceof PlanNode.SessionWindow;
        var reads = new int[columns.size()];
        read.forEach(e -> Trees.count(e, reads));
        for (int i = 0; i < reads.length; i++) {
            if (reads[i] > 0 && !Trees.isDeterministic(columns.get(i))) {
                return false;
            }
        }
        return window;
    }

    private static List<Expression> all(List<Expression> keys, List<AggregateCall> calls) {
        var all = new ArrayList<>(keys);
        for (var call : calls) {
            all.addAll(call.expressions());
        }
        return all;
    }

    /// Unions in unions become one; constant rows one table of rows.
    private static PlanNode union(List<PlanNode> inputs, StructType schema) {
        var flat = new ArrayList<PlanNode>();
        for (var input : inputs) {
            var simple = simplify(input);
            switch (simple) {
                case PlanNode.Union(var inner, _) -> flat.addAll(inner);
                case PlanNode.Project(PlanNode.Union(var inner, _), var columns, var names)
                        when columns.stream().allMatch(Trees::isDeterministic) ->
                        inner.forEach(each ->
                                flat.add(project(new PlanNode.Project(each, columns, names))));
                default -> flat.add(simple);
            }
        }
        return ConstantRows.of(flat, schema).orElseGet(() -> new PlanNode.Union(flat, schema));
    }
}
