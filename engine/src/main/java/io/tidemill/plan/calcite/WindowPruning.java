package io.tidemill.plan.calcite;

import io.tidemill.expression.Expression;
import io.tidemill.expression.WindowCall;
import io.tidemill.plan.calcite.Pruning.Pruned;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// What [Pruning] does to steps that add columns behind their input's: windows, ranks and window
/// functions.
final class WindowPruning {
    private WindowPruning() {}

    static Pruned timeWindow(PlanNode.TimeWindow window, BitSet wanted) {
        var below = window(window, List.of(window.time()), wanted);
        return new Pruned(
                new PlanNode.TimeWindow(
                        below.plan(),
                        below.move(window.time()),
                        window.shape(),
                        withLast(below.plan().schema(), window.schema(), 2)),
                withLast(below, 2));
    }

    static Pruned sessionWindow(PlanNode.SessionWindow window, BitSet wanted) {
        var read = new ArrayList<>(window.keys());
        read.add(window.time());
        read.add(window.gap());
        var below = window(window, read, wanted);
        return new Pruned(
                new PlanNode.SessionWindow(
                        below.plan(),
                        below.move(window.keys()),
                        below.move(window.time()),
                        below.move(window.gap()),
                        withLast(below.plan().schema(), window.schema(), 2)),
                withLast(below, 2));
    }

    /// Functions go when nobody reads them.
    static Pruned over(PlanNode.Over over, BitSet wanted) {
        int columns = over.input().schema().size();
        var read = new ArrayList<>(over.partition());
        over.order().forEach(key -> read.add(key.expression()));
        var calls = new ArrayList<WindowCall>();
        var fields = new ArrayList<StructField>();
        for (int i = 0; i < over.calls().size(); i++) {
            if (wanted.get(columns + i)) {
                var call = over.calls().get(i);
                calls.add(call);
                fields.add(over.schema().field(columns + i));
                read.addAll(call.arguments());
                call.filter().ifPresent(read::add);
            }
        }
        if (calls.isEmpty()) {
            var below = Pruning.prune(over.input(), wanted.get(0, columns));
            return new Pruned(below.plan(), Arrays.copyOf(below.places(), over.schema().size()));
        }
        var below = window(over, read, wanted);
        var places = Arrays.copyOf(below.places(), over.schema().size());
        int next = below.plan().schema().size();
        fields.addAll(0, below.plan().schema().fieldList());
        for (int i = columns; i < places.length; i++) {
            places[i] = wanted.get(i) ? next++ : -1;
        }
        return new Pruned(
                new PlanNode.Over(
                        below.plan(),
                        below.move(over.partition()),
                        over.order().stream().map(below::move).toList(),
                        calls.stream().map(call -> moved(call, below)).toList(),
                        new StructType(fields)),
                places);
    }

    private static WindowCall moved(WindowCall call, Pruned below) {
        return new WindowCall(
                call.function(),
                below.move(call.arguments()),
                call.filter().map(below::move),
                call.ignoreNulls(),
                call.frame(),
                call.type(),
                call.nullable(),
                call.position());
    }

    static Pruned top(PlanNode.Top top, BitSet wanted) {
        int columns = top.input().schema().size();
        var read = new ArrayList<>(top.partition());
        top.order().forEach(key -> read.add(key.expression()));
        var below = window(top, read, wanted);
        boolean withRank = top.withRank() && wanted.get(columns);
        var schema = below.plan().schema();
        return new Pruned(
                new PlanNode.Top(
                        below.plan(),
                        below.move(top.partition()),
                        top.order().stream().map(below::move).toList(),
                        top.rank(),
                        top.first(),
                        top.last(),
                        withRank,
                        withRank ? withLast(schema, top.schema(), 1) : schema),
                top.withRank() ? withLast(below, 1) : below.places());
    }

    /// The input of a step that adds columns behind it, as far as it reads it or it is wanted.
    private static Pruned window(PlanNode.Unary step, List<Expression> read, BitSet wanted) {
        var needed = wanted.get(0, step.input().schema().size());
        read.forEach(expression -> Trees.mark(expression, needed));
        return Pruning.prune(step.input(), needed);
    }

    /// A schema, and the last `count` columns of another one.
    private static StructType withLast(StructType first, StructType other, int count) {
        var fields = new ArrayList<>(first.fieldList());
        fields.addAll(other.fieldList().subList(other.size() - count, other.size()));
        return new StructType(fields);
    }

    /// The places of columns below a step that adds `count` columns behind them.
    private static int[] withLast(Pruned below, int count) {
        int columns = below.places().length;
        var places = Arrays.copyOf(below.places(), columns + count);
        for (int i = 0; i < count; i++) {
            places[columns + i] = below.plan().schema().size() + i;
        }
        return places;
    }
}
