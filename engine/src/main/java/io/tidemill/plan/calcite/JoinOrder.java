package io.tidemill.plan.calcite;

import io.tidemill.expression.Expression;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.plan.node.PlanNode.Join;
import io.tidemill.plan.node.PlanNode.JoinType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The order in which the tables of a list of inner joins are joined.
///
/// As written, but that a table for which there is no equality yet waits until there is one: `FROM
/// a, b, c WHERE a.x = c.x AND b.y = c.y` joins c to a, then b. Only a join that has no equality is
/// moved; nothing is when all have one.
final class JoinOrder {
    private final List<PlanNode> tables = new ArrayList<>();

    /// Conditions over the columns of all tables side by side.
    private final List<Expression> conditions = new ArrayList<>();

    /// Where each table's columns begin, and where the last one's end.
    private final List<Integer> starts = new ArrayList<>();

    private JoinOrder() {}

    /// The rows of inner joins in the better order; nothing when the written one is good.
    ///
    /// @param filters over the columns of the join
    static Optional<PlanNode> of(Join join, List<Expression> filters) {
        var order = new JoinOrder();
        if (!order.hasCross(join)) {
            return Optional.empty();
        }
        order.flatten(join, 0);
        order.starts.add(join.schema().size());
        if (order.tables.size() < 3) {
            return Optional.empty();
        }
        var later = new ArrayList<Expression>();
        for (var filter : filters) {
            (Trees.canRaise(filter) && !order.isKey(filter, later) ? later : order.conditions)
                    .add(filter);
        }
        var sequence = order.greedy();
        if (sequence.equals(IntStream.range(0, sequence.size()).boxed().toList())) {
            return Optional.empty();
        }
        return Optional.of(order.joined(sequence, join, later));
    }

    private boolean hasCross(PlanNode plan) {
        return plan instanceof Join join
                && join.type() == JoinType.INNER
                && (join.keys().isEmpty() || hasCross(join.left()) || hasCross(join.right()));
    }

    /// An equality may raise when it becomes a key, where nothing in front of it must hold first.
    private boolean isKey(Expression filter, List<Expression> later) {
        return later.isEmpty()
                && filter instanceof Expression.Call call
                && (call.function().equals("=") || call.function().equals("<=>"));
    }

    private void flatten(PlanNode plan, int start) {
        boolean inner =
                plan instanceof Join join
                        && join.type() == JoinType.INNER
                        && join.condition().stream().noneMatch(Trees::canRaise);
        if (!inner) {
            tables.add(plan);
            starts.add(start);
            return;
        }
        var join = (Join) plan;
        int left = join.left().schema().size();
        flatten(join.left(), start);
        flatten(join.right(), start + left);
        for (var each : JoinConditions.conjuncts(join.keys(), join.condition(), left)) {
            conditions.add(JoinConditions.ofBoth(each, start));
        }
    }

    /// Begins with the first table; goes on with the first one that an equality ties to those that
    /// are there, or with the first one of all.
    private List<Integer> greedy() {
        var sequence = new ArrayList<Integer>();
        var waiting = new ArrayList<>(IntStream.range(0, tables.size()).boxed().toList());
        var there = new BitSet();
        while (!waiting.isEmpty()) {
            int next =
                    waiting.stream()
                            .filter(table -> isTied(table, there))
                            .findFirst()
                            .orElse(waiting.getFirst());
            waiting.remove(Integer.valueOf(next));
            sequence.add(next);
            there.set(starts.get(next), starts.get(next + 1));
        }
        return sequence;
    }

    private boolean isTied(int table, BitSet there) {
        var own = new BitSet();
        own.set(starts.get(table), starts.get(table + 1));
        return conditions.stream()
                .anyMatch(condition ->
                        condition instanceof Expression.Call call
                                && (call.function().equals("=") || call.function().equals("<=>"))
                                && (ties(
                                                call.arguments().get(0),
                                                own,
                                                call.arguments().get(1),
                                                there)
                                        || ties(
                                                call.arguments().get(1),
                                                own,
                                                call.arguments().get(0),
                                                there)));
    }

    private static boolean ties(Expression first, BitSet own, Expression second, BitSet there) {
        return readsOnly(first, own) && readsOnly(second, there);
    }

    private static boolean readsOnly(Expression expression, BitSet columns) {
        var read = new BitSet();
        Trees.mark(expression, read);
        if (read.isEmpty()) {
            return false;
        }
        read.andNot(columns);
        return read.isEmpty();
    }

    /// The joins in this order, each with the conditions that can be tested by then, below a
    /// projection that gives the columns as they were.
    private PlanNode joined(List<Integer> sequence, Join written, List<Expression> later) {
        var names = List.of(written.schema().fieldNames());
        var places = new int[names.size()];
        Arrays.fill(places, -1);
        var there = new BitSet();
        var open = new ArrayList<>(conditions);
        var known = new ArrayList<String>();
        PlanNode plan = tables.get(sequence.getFirst());
        int width = place(sequence.getFirst(), 0, places, there, names, known);
        for (int table : sequence.subList(1, sequence.size())) {
            width = place(table, width, places, there, names, known);
            var ready = open.stream().filter(each -> readsOnlyOrNothing(each, there)).toList();
            open.removeAll(ready);
            var right = tables.get(table);
            var moved = ready.stream().map(each -> Trees.move(each, places)).toList();
            var split = JoinConditions.split(moved, plan.schema(), right.schema());
            var next = Joins.of(plan, right, JoinType.INNER, split, known);
            plan = JoinRewrites.simplify((Join) next);
        }
        var schema = plan.schema();
        var columns =
                IntStream.range(0, names.size())
                        .mapToObj(i -> (Expression) Columns.one(schema, places[i]))
                        .toList();
        return Rewrites.filtered(new PlanNode.Project(plan, columns, written.schema()), later);
    }

    private static boolean readsOnlyOrNothing(Expression expression, BitSet columns) {
        var read = new BitSet();
        Trees.mark(expression, read);
        read.andNot(columns);
        return read.isEmpty();
    }

    /// Puts a table's columns behind those that are there.
    private int place(
            int table,
            int width,
            int[] places,
            BitSet there,
            List<String> names,
            List<String> known) {
        int next = width;
        for (int column = starts.get(table); column < starts.get(table + 1); column++) {
            places[column] = next++;
            there.set(column);
            known.add(names.get(column));
        }
        return next;
    }
}
