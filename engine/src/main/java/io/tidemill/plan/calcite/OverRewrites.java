package io.tidemill.plan.calcite;

import io.tidemill.expression.Expression;
import io.tidemill.expression.WindowCall;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/// What [Rewrites] does with window functions: a condition on a rank makes a [PlanNode.Top] of
/// them, which keeps only the rows that it needs, and conditions on whole partitions hold below.
final class OverRewrites {
    private OverRewrites() {}

    /// The rows of an `Over` for which a condition holds.
    static PlanNode filter(PlanNode.Over over, Expression condition) {
        var pushed = new ArrayList<Expression>();
        var rest = below(JoinConditions.conjuncts(condition), over.partition(), pushed);
        if (!pushed.isEmpty()) {
            var smaller = Rewrites.filtered(over.input(), pushed);
            var again = over.withInput(smaller);
            return rest.isEmpty()
                    ? again
                    : filter((PlanNode.Over) again, JoinConditions.all(rest).orElseThrow());
        }
        for (int i = 0; i < over.calls().size(); i++) {
            var rank = rank(over.calls().get(i));
            if (rank.isPresent()) {
                var range = Ranks.of(rest, over.input().schema().size() + i);
                if (range.isPresent()) {
                    return top(over, i, rank.get(), range.get());
                }
            }
        }
        return new PlanNode.Filter(over, condition);
    }

    /// The rows of a `Top` for which a condition holds.
    static PlanNode filter(PlanNode.Top top, Expression condition) {
        var pushed = new ArrayList<Expression>();
        var rest = below(JoinConditions.conjuncts(condition), top.partition(), pushed);
        PlanNode smaller =
                pushed.isEmpty() ? top : top.withInput(Rewrites.filtered(top.input(), pushed));
        return JoinConditions.all(rest)
                .map(all -> (PlanNode) new PlanNode.Filter(smaller, all))
                .orElse(smaller);
    }

    /// Moves the first conditions that speak of whole partitions and cannot raise to `pushed`, and
    /// gives the others.
    private static List<Expression> below(
            List<Expression> conditions, List<Expression> partition, List<Expression> pushed) {
        var same = new BitSet();
        for (var key : partition) {
            if (key instanceof Expression.Input input) {
                same.set(input.index());
            }
        }
        var rest = new ArrayList<Expression>();
        boolean open = true;
        for (var each : conditions) {
            var read = new BitSet();
            Trees.mark(each, read);
            boolean reads = !read.isEmpty();
            read.andNot(same);
            open &= !Trees.canRaise(each) && Trees.isDeterministic(each);
            (open && reads && read.isEmpty() ? pushed : rest).add(each);
        }
        return rest;
    }

    private static Optional<PlanNode.Rank> rank(WindowCall call) {
        return switch (call.function()) {
            case "row_number" -> Optional.of(PlanNode.Rank.ROW_NUMBER);
            case "rank" -> Optional.of(PlanNode.Rank.RANK);
            case "dense_rank" -> Optional.of(PlanNode.Rank.DENSE_RANK);
            default -> Optional.empty();
        };
    }

    /// Function `index` as the last column of a `Top`, the other ones computed below it.
    private static PlanNode top(
            PlanNode.Over over, int index, PlanNode.Rank rank, Ranks.Range range) {
        int columns = over.input().schema().size();
        var others = new ArrayList<>(over.calls());
        others.remove(index);
        var fields = new ArrayList<>(over.schema().fieldList());
        var ranked = fields.remove(columns + index);
        PlanNode input =
                others.isEmpty()
                        ? over.input()
                        : new PlanNode.Over(
                                over.input(),
                                over.partition(),
                                over.order(),
                                others,
                                new StructType(fields));
        var schema = new ArrayList<StructField>(input.schema().fieldList());
        schema.add(ranked);
        var top =
                new PlanNode.Top(
                        input,
                        over.partition(),
                        over.order(),
                        rank,
                        range.first(),
                        range.last(),
                        true,
                        new StructType(schema));
        PlanNode inOrder = top;
        if (!others.isEmpty()) {
            var back = new ArrayList<Expression>(Columns.all(top.schema()));
            back.add(columns + index, back.removeLast());
            inOrder = new PlanNode.Project(top, back, over.schema());
        }
        var plan = inOrder;
        return JoinConditions.all(range.rest())
                .map(all -> (PlanNode) new PlanNode.Filter(plan, all))
                .orElse(plan);
    }
}
