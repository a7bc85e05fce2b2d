package io.tidemill.plan.calcite;

import io.tidemill.expression.Expression;
import io.tidemill.plan.calcite.Pruning.Pruned;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// What [Pruning] does to steps that make several rows of one, or weigh it.
final class RowPruning {
    private RowPruning() {}

    /// Only the wanted columns of each projection.
    static Pruned expand(PlanNode.Expand expand, BitSet wanted) {
        var needed = new BitSet();
        for (var projection : expand.projections()) {
            wanted.stream().forEach(i -> Trees.mark(projection.get(i), needed));
        }
        var below = Pruning.prune(expand.input(), needed);
        var projections =
                expand.projections().stream()
                        .map(columns -> kept(columns, wanted, below.places()))
                        .toList();
        return new Pruned(
                new PlanNode.Expand(
                        below.plan(), projections, Pruning.fields(expand.schema(), wanted)),
                Pruning.places(wanted, expand.schema().size()));
    }

    private static List<Expression> kept(List<Expression> columns, BitSet wanted, int[] places) {
        return wanted.stream().mapToObj(i -> Trees.move(columns.get(i), places)).toList();
    }

    /// The wanted columns stand first, then those that only the array reads: they are not given, so
    /// that an array is not copied for each of its elements.
    static Pruned generate(PlanNode.Generate generate, BitSet wanted) {
        int added = generate.position() ? 2 : 1;
        int columns = generate.schema().size() - added;
        var given = wanted.get(0, columns);
        var needed = (BitSet) given.clone();
        Trees.mark(generate.array(), needed);
        var below = Pruning.prune(generate.input(), needed);
        var places = Pruning.places(given, generate.input().schema().size());
        int next = given.cardinality();
        for (int i = needed.nextSetBit(0); i >= 0; i = needed.nextSetBit(i + 1)) {
            if (!given.get(i)) {
                places[i] = next++;
            }
        }
        var input = arranged(below, needed, places, next);
        var fields = new ArrayList<StructField>();
        given.stream().forEach(i -> fields.add(input.schema().field(places[i])));
        fields.addAll(generate.schema().fieldList().subList(columns, columns + added));
        var result = Arrays.copyOf(Pruning.places(given, columns), columns + added);
        for (int i = 0; i < added; i++) {
            result[columns + i] = given.cardinality() + i;
        }
        return new Pruned(
                new PlanNode.Generate(
                        input,
                        Trees.move(generate.array(), places),
                        generate.outer(),
                        generate.position(),
                        new StructType(fields)),
                result);
    }

    /// The needed columns at these places and no others.
    private static PlanNode arranged(Pruned below, BitSet needed, int[] places, int count) {
        var columns = new Expression[count];
        var schema = below.plan().schema();
        needed.stream().forEach(i -> columns[places[i]] = Columns.one(schema, below.places()[i]));
        var expressions = List.of(columns);
        var fields =
                expressions.stream()
                        .map(e -> schema.field(((Expression.Input) e).index()))
                        .toList();
        var project = new PlanNode.Project(below.plan(), expressions, new StructType(fields));
        return Rewrites.isIdentity(project) ? below.plan() : project;
    }

    static Pruned weigh(PlanNode.Weigh weigh, BitSet wanted) {
        var kept = (BitSet) wanted.clone();
        weigh.key().forEach(kept::set);
        var needed = new BitSet();
        Trees.mark(weigh.weight(), needed);
        kept.stream().forEach(i -> Trees.mark(weigh.columns().get(i), needed));
        var below = Pruning.prune(weigh.input(), needed);
        var places = Pruning.places(kept, weigh.schema().size());
        return new Pruned(
                new PlanNode.Weigh(
                        below.plan(),
                        below.move(weigh.weight()),
                        kept(weigh.columns(), kept, below.places()),
                        weigh.key().stream().map(i -> places[i]).toList(),
                        Pruning.fields(weigh.schema(), kept)),
                places);
    }
}
