package io.tidemill.plan.calcite;

import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.tools.RelBuilderFactory;

/// Turns `[NOT] EXISTS (query)` and `value [NOT] IN (query)` that a filter asks for into semi and
/// anti joins.
///
/// Columns of the query around may stand in the WHERE or HAVING of the inner one, in any condition:
/// that becomes the condition of the join. What is more entangled is left as it is.
///
/// `x NOT IN (query)` is true when x differs from every value. It is not when x equals one, when
/// one is NULL, or when x is NULL and there is any: an anti join for each of the three, where such
/// NULLs can be.
final class SemiJoins {
    private final RelBuilderFactory builders;

    private SemiJoins(RelBuilderFactory builders) {
        this.builders = builders;
    }

    static RelNode rewrite(RelNode node, RelBuilderFactory builders) {
        return new SemiJoins(builders).rewrite(node);
    }

    private RelNode rewrite(RelNode node) {
        var inputs = node.getInputs().stream().map(this::rewrite).toList();
        var inner =
                (inputs.equals(node.getInputs()) ? node : node.copy(node.getTraitSet(), inputs))
                        .accept(
                                new RexShuttle() {
                                    @Override
                                    public RexNode visitSubQuery(RexSubQuery query) {
                                        return query.clone(rewrite(query.rel));
                                    }
                                });
        return inner instanceof Filter filter
                        && RexUtil.SubQueryFinder.find(filter.getCondition()) != null
                ? filter(filter)
                : inner;
    }

    private RelNode filter(Filter filter) {
        var left = filter.getInput();
        var rest = new ArrayList<RexNode>();
        for (var condition : RelOptUtil.conjunctions(filter.getCondition())) {
            boolean negated = condition.getKind() == SqlKind.NOT;
            var test = negated ? ((RexCall) condition).getOperands().getFirst() : condition;
            Optional<RelNode> joined =
                    test instanceof RexSubQuery query
                            ? join(left, query, negated, filter.getVariablesSet())
                            : Optional.empty();
            joined.ifPresentOrElse(_ -> {}, () -> rest.add(condition));
            left = joined.orElse(left);
        }
        return rest.isEmpty()
                ? left
                : LogicalFilter.create(
                        left,
                        RexUtil.composeConjunction(filter.getCluster().getRexBuilder(), rest),
                        ImmutableSet.copyOf(filter.getVariablesSet()));
    }

    /// A query taken apart: the rows that it looks at, which tell nothing of the rows around; what
    /// the two must have in common; and the columns that it gives of such rows.
    private record Parts(RelNode rows, List<RexNode> conditions, List<RexNode> columns) {}

    private Optional<RelNode> join(
            RelNode left, RexSubQuery query, boolean negated, Set<CorrelationId> around) {
        if (query.getKind() != SqlKind.EXISTS && query.getKind() != SqlKind.IN) {
            return Optional.empty();
        }
        if (query.getOperands().stream().anyMatch(o -> RexUtil.SubQueryFinder.find(o) != null)) {
            return Optional.empty();
        }
        var parts = parts(query.rel, query.getKind() == SqlKind.EXISTS);
        if (!isFree(parts, around)) {
            return Optional.empty();
        }
        var common = moved(parts.conditions(), left, around);
        if (query.getKind() == SqlKind.EXISTS) {
            return Optional.of(joined(left, parts.rows(), common, negated));
        }
        var values = query.getOperands();
        var columns = moved(parts.columns(), left, around);
        if (!negated) {
            var conditions = new ArrayList<>(equalities(values, columns, left));
            conditions.addAll(common);
            return Optional.of(joined(left, parts.rows(), conditions, false));
        }
        return Optional.of(notIn(left, parts, common, values, columns));
    }

    private RelNode notIn(
            RelNode left,
            Parts parts,
            List<RexNode> common,
            List<RexNode> values,
            List<RexNode> columns) {
        var rex = left.getCluster().getRexBuilder();
        if (values.size() > 1) {
            var conditions = new ArrayList<RexNode>();
            for (int i = 0; i < values.size(); i++) {
                conditions.add(maybeEqual(rex, values.get(i), columns.get(i)));
            }
            conditions.addAll(common);
            return joined(left, parts.rows(), conditions, true);
        }
        var equal = new ArrayList<>(equalities(values, columns, left));
        equal.addAll(common);
        var result = joined(left, parts.rows(), equal, true);
        if (columns.getFirst().getType().isNullable()) {
            var unknown = new ArrayList<RexNode>();
            unknown.add(rex.makeCall(SqlStdOperatorTable.IS_NULL, columns.getFirst()));
            unknown.addAll(common);
            result = joined(result, parts.rows(), unknown, true);
        }
        if (values.getFirst().getType().isNullable()) {
            var unknown = new ArrayList<RexNode>();
            unknown.add(rex.makeCall(SqlStdOperatorTable.IS_NULL, values.getFirst()));
            unknown.addAll(common);
            result = joined(result, parts.rows(), unknown, true);
        }
        return result;
    }

    /// True unless the two are known to differ.
    private static RexNode maybeEqual(RexBuilder rex, RexNode value, RexNode column) {
        var alternatives = new ArrayList<RexNode>();
        alternatives.add(rex.makeCall(SqlStdOperatorTable.EQUALS, value, column));
        for (var each : List.of(value, column)) {
            if (each.getType().isNullable()) {
                alternatives.add(rex.makeCall(SqlStdOperatorTable.IS_NULL, each));
            }
        }
        return alternatives.size() == 1
                ? alternatives.getFirst()
                : rex.makeCall(SqlStdOperatorTable.OR, alternatives);
    }

    private static List<RexNode> equalities(
            List<RexNode> values, List<RexNode> columns, RelNode left) {
        var equalities = new ArrayList<RexNode>();
        for (int i = 0; i < values.size(); i++) {
            equalities.add(
                    left.getCluster()
                            .getRexBuilder()
                            .makeCall(SqlStdOperatorTable.EQUALS, values.get(i), columns.get(i)));
        }
        return equalities;
    }

    /// A semi or anti join. Where nothing ties the rows together, one row says that there are any:
    /// conditions on the right rows then filter them.
    private RelNode joined(RelNode left, RelNode right, List<RexNode> conditions, boolean anti) {
        var rex = left.getCluster().getRexBuilder();
        int width = left.getRowType().getFieldCount();
        var type = anti ? JoinRelType.ANTI : JoinRelType.SEMI;
        boolean tied =
                conditions.stream()
                        .anyMatch(c ->
                                RelOptUtil.InputFinder.bits(c).nextSetBit(width) >= 0
                                        && RelOptUtil.InputFinder.bits(c).nextSetBit(0) < width);
        if (tied) {
            return LogicalJoin.create(
                    left,
                    right,
                    List.of(),
                    RexUtil.composeConjunction(rex, conditions),
                    Set.of(),
                    type);
        }
        var own = new ArrayList<RexNode>();
        var others = new ArrayList<RexNode>();
        for (var condition : conditions) {
            (RelOptUtil.InputFinder.bits(condition).nextSetBit(width) >= 0 ? own : others)
                    .add(condition);
        }
        RelBuilder builder = builders.create(left.getCluster(), null);
        builder.push(right)
                .filter(own.stream().map(c -> RexUtil.shift(c, -width)).toList())
                .project(List.of(rex.makeLiteral(true)), List.of("any"), true)
                .aggregate(builder.groupKey(0));
        return LogicalJoin.create(
                left,
                builder.build(),
                List.of(),
                RexUtil.composeConjunction(rex, others),
                Set.of(),
                type);
    }

    /// @param exists whether only the presence of rows matters
    private static Parts parts(RelNode query, boolean exists) {
        var columns = new ArrayList<RexNode>();
        if (!exists) {
            var rex = query.getCluster().getRexBuilder();
            var fields = query.getRowType().getFieldList();
            for (int i = 0; i < fields.size(); i++) {
                columns.add(rex.makeInputRef(query, i));
            }
        }
        var conditions = new ArrayList<RexNode>();
        var rows = query;
        while (true) {
            switch (rows) {
                case Project project
                        when !project.containsOver() && !WindowsAside.hasWindows(project) -> {
                    if (conditions.stream().anyMatch(c -> !passes(c, project))
                            || columns.stream().anyMatch(c -> !passes(c, project))) {
                        return new Parts(rows, conditions, columns);
                    }
                    conditions.replaceAll(c -> RelOptUtil.pushPastProject(c, project));
                    columns.replaceAll(c -> RelOptUtil.pushPastProject(c, project));
                    rows = project.getInput();
                }
                case Sort sort when isNoLimit(sort, exists) -> rows = sort.getInput();
                case Filter filter -> {
                    var own = new ArrayList<RexNode>();
                    for (var each : RelOptUtil.conjunctions(filter.getCondition())) {
                        boolean alone = isFree(each) || RexUtil.SubQueryFinder.find(each) != null;
                        (alone ? own : conditions).add(each);
                    }
                    if (own.size() == RelOptUtil.conjunctions(filter.getCondition()).size()) {
                        return new Parts(rows, conditions, columns);
                    }
                    rows =
                            own.isEmpty()
                                    ? filter.getInput()
                                    : LogicalFilter.create(
                                            filter.getInput(),
                                            RexUtil.composeConjunction(
                                                    filter.getCluster().getRexBuilder(), own),
                                            ImmutableSet.copyOf(filter.getVariablesSet()));
                    return new Parts(rows, conditions, columns);
                }
                default -> {
                    return new Parts(rows, conditions, columns);
                }
            }
        }
    }

    /// Whether a projection computes what a condition reads without sub-queries.
    private static boolean passes(RexNode condition, Project project) {
        return RelOptUtil.InputFinder.bits(condition).asList().stream()
                .allMatch(i -> RexUtil.SubQueryFinder.find(project.getProjects().get(i)) == null);
    }

    private static boolean isNoLimit(Sort sort, boolean exists) {
        boolean all = sort.offset == null && sort.fetch == null;
        boolean some =
                exists
                        && sort.offset == null
                        && sort.fetch instanceof RexLiteral count
                        && RexLiteral.intValue(count) > 0;
        return all || some;
    }

    /// Whether nothing but the conditions and columns names the query around, and they name no
    /// other.
    private static boolean isFree(Parts parts, Set<CorrelationId> around) {
        var named = new HashSet<CorrelationId>();
        parts.conditions().forEach(c -> variables(c, named));
        parts.columns().forEach(c -> variables(c, named));
        return around.containsAll(named)
                && RelOptUtil.getVariablesUsed(parts.rows()).stream()
                        .noneMatch(id -> !isOwn(id, parts.rows()));
    }

    /// Whether a variable is set inside the rows themselves.
    private static boolean isOwn(CorrelationId id, RelNode rows) {
        return rows.getVariablesSet().contains(id)
                || rows.getInputs().stream().anyMatch(input -> isOwn(id, input));
    }

    private static boolean isFree(RexNode condition) {
        var named = new HashSet<CorrelationId>();
        variables(condition, named);
        return named.isEmpty();
    }

    private static void variables(RexNode node, Set<CorrelationId> named) {
        node.accept(
                new RexShuttle() {
                    @Override
                    public RexNode visitCorrelVariable(RexCorrelVariable variable) {
                        named.add(variable.id);
                        return variable;
                    }
                });
    }

    /// Expressions over the inner rows, beside the columns of the outer ones.
    private static List<RexNode> moved(
            List<RexNode> expressions, RelNode left, Set<CorrelationId> around) {
        int width = left.getRowType().getFieldCount();
        RelDataType row = left.getRowType();
        return expressions.stream()
                .map(each ->
                        each.accept(
                                new RexShuttle() {
                                    @Override
                                    public RexNode visitInputRef(RexInputRef column) {
                                        return new RexInputRef(
                                                column.getIndex() + width, column.getType());
                                    }

                                    @Override
                                    public RexNode visitFieldAccess(RexFieldAccess access) {
                                        return access.getReferenceExpr()
                                                                instanceof
                                                                RexCorrelVariable variable
                                                        && around.contains(variable.id)
                                                ? RexInputRef.of(access.getField().getIndex(), row)
                                                : super.visitFieldAccess(access);
                                    }
                                }))
                .toList();
    }
}
