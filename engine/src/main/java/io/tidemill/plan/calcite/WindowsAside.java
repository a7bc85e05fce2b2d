package io.tidemill.plan.calcite;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.Expression;
import io.tidemill.parse.Types;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.AbstractRelNode;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;

/// Puts aside, while Calcite takes correlation out of a query, what computes window functions or
/// windows of time: to Calcite those are calls like others, and it would move conditions on what
/// they give below them, where there are other rows. Limits as well, some of which it gives up at,
/// and groups, since it leaves out keys that are constant, and groups by no key give a row of none.
///
/// Only parts that name nothing of the query around them can be put aside.
final class WindowsAside {
    private WindowsAside() {}

    /// The query with such parts as leaves.
    ///
    /// @param alone what becomes of a part
    /// @throws TidemillException UNSUPPORTED_FEATURE for window functions that cannot be put aside
    static RelNode put(RelNode query, UnaryOperator<RelNode> alone) {
        if (standsAside(query) && isClosed(query)) {
            return new Part(alone.apply(query));
        }
        if (query instanceof Project project) {
            refuse(project);
        }
        var inputs = query.getInputs().stream().map(input -> put(input, alone)).toList();
        return inputs.equals(query.getInputs()) ? query : query.copy(query.getTraitSet(), inputs);
    }

    /// The query with all parts at their place.
    static RelNode back(RelNode query) {
        if (query instanceof Part part) {
            return part.whole;
        }
        var inputs = query.getInputs().stream().map(WindowsAside::back).toList();
        return inputs.equals(query.getInputs()) ? query : query.copy(query.getTraitSet(), inputs);
    }

    private static boolean standsAside(RelNode node) {
        return switch (node) {
            case Project project -> hasWindows(project);
            case Sort sort -> sort.fetch != null || sort.offset != null;
            case Aggregate aggregate -> !aggregate.getGroupSet().isEmpty();
            default -> false;
        };
    }

    /// Whether what a projection gives depends on other rows, or is several rows for one.
    static boolean hasWindows(Project project) {
        return expressions(project)
                .anyMatch(each -> !Overs.calls(each).isEmpty() || Windows.isIn(each));
    }

    private static Stream<Expression> expressions(Project project) {
        var input = Types.fromRow(project.getInput().getRowType());
        return project.getProjects().stream()
                .filter(each -> !RexUtil.containsCorrelation(each))
                .filter(each -> RexUtil.SubQueryFinder.find(each) == null)
                .map(each -> RexExpressions.of(each, input));
    }

    /// Refuses window functions and sessions that are left: without correlation they would see the
    /// rows of all at once that they should see one after the other.
    private static void refuse(Project project) {
        expressions(project)
                .flatMap(each -> Stream.concat(Overs.calls(each).stream(), Windows.sessions(each)))
                .findFirst()
                .ifPresent(call -> {
                    var error =
                            new TidemillException(
                                    Condition.UNSUPPORTED_FEATURE,
                                    "a window function or a session stands in a query that names"
                                            + " columns of the query around it",
                                    "compute it for all rows in a sub-query, with the columns in"
                                            + " question in PARTITION BY, and join that");
                    var position = call.position();
                    throw position.text().isEmpty() ? error : error.at(position.describe());
                });
    }

    private static boolean isClosed(RelNode node) {
        var named = new HashSet<CorrelationId>();
        var set = new HashSet<CorrelationId>();
        collect(node, named, set);
        return set.containsAll(named);
    }

    private static void collect(RelNode node, Set<CorrelationId> named, Set<CorrelationId> set) {
        set.addAll(node.getVariablesSet());
        node.accept(
                new RexShuttle() {
                    @Override
                    public RexNode visitCorrelVariable(RexCorrelVariable variable) {
                        named.add(variable.id);
                        return variable;
                    }
                });
        node.getInputs().forEach(input -> collect(input, named, set));
    }

    /// Stands for a part.
    private static final class Part extends AbstractRelNode {
        private final RelNode whole;

        private Part(RelNode whole) {
            super(whole.getCluster(), whole.getTraitSet());
            this.whole = whole;
        }

        @Override
        protected RelDataType deriveRowType() {
            return whole.getRowType();
        }

        @Override
        public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
            return this;
        }

        @Override
        public RelWriter explainTerms(RelWriter writer) {
            return super.explainTerms(writer).item("id", getId());
        }
    }
}
