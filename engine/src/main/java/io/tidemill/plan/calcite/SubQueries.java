package io.tidemill.plan.calcite;

import io.tidemill.data.Condition;
import io.tidemill.parse.AggregateOperator;
import io.tidemill.parse.SqlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.plan.Contexts;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.rules.SubQueryRemoveRule;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql2rel.RelDecorrelator;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.tools.RelBuilderFactory;
import org.jspecify.annotations.Nullable;

/// Turns queries in expressions, and queries that name columns of those around them, into joins.
///
/// In: algebra as it was analysed. Out: algebra without sub-queries and correlation. What cannot be
/// written without correlation is refused at its place.
///
/// Source: Calcite's SubQueryRemoveRule and RelDecorrelator.
final class SubQueries {
    /// Builds just what it is told to: what looks simpler to Calcite may raise elsewhere.
    private static final RelBuilderFactory BUILDER =
            RelBuilder.proto(
                    Contexts.of(
                            RelBuilder.Config.DEFAULT
                                    .withSimplify(false)
                                    .withSimplifyLimit(false)
                                    .withSimplifyValues(false)
                                    .withPruneInputOfAggregate(false)
                                    .withPushJoinCondition(false)));

    private static final HepProgram REMOVE =
            HepProgram.builder()
                    .addRuleCollection(
                            List.of(
                                    SubQueryRemoveRule.Config.FILTER
                                            .withRelBuilderFactory(BUILDER)
                                            .as(SubQueryRemoveRule.Config.class)
                                            .toRule(),
                                    SubQueryRemoveRule.Config.PROJECT
                                            .withRelBuilderFactory(BUILDER)
                                            .as(SubQueryRemoveRule.Config.class)
                                            .toRule(),
                                    SubQueryRemoveRule.Config.JOIN
                                            .withRelBuilderFactory(BUILDER)
                                            .as(SubQueryRemoveRule.Config.class)
                                            .toRule()))
                    .build();

    private SubQueries() {}

    /// The same rows without sub-queries.
    ///
    /// @throws SqlException UNSUPPORTED_FEATURE for what stays correlated
    static RelNode remove(RelNode query) {
        var places = new ArrayList<SqlParserPos>();
        boolean correlated = find(query, places);
        if (places.isEmpty() && !correlated) {
            return query;
        }
        return flat(SemiJoins.rewrite(query, BUILDER))
                .or(() -> flat(query))
                .orElseThrow(() ->
                        SqlException.at(
                                Condition.UNSUPPORTED_FEATURE,
                                places.isEmpty() ? SqlParserPos.ZERO : places.getFirst(),
                                "this query names columns of the query around it in a way that"
                                        + " cannot be planned as a join",
                                "join the tables, or group the inner query and join that"));
    }

    /// The same rows without sub-queries and correlation, if Calcite can write them so.
    private static Optional<RelNode> flat(RelNode query) {
        var planner = new HepPlanner(REMOVE);
        planner.setRoot(counting(query));
        var flat = decorrelated(planner.findBestExp());
        return isCorrelated(flat) ? Optional.empty() : Optional.of(flat);
    }

    private static RelNode decorrelated(RelNode joined) {
        if (!isCorrelated(joined)) {
            return joined;
        }
        var rest = WindowsAside.put(joined, SubQueries::decorrelatedBelow);
        var builder = BUILDER.create(joined.getCluster(), null);
        return WindowsAside.back(RelDecorrelator.decorrelateQuery(rest, builder));
    }

    private static RelNode decorrelatedBelow(RelNode part) {
        return part.copy(
                part.getTraitSet(),
                part.getInputs().stream().map(SubQueries::decorrelated).toList());
    }

    /// Collects where sub-queries stand, and first where they name what is around them; true if
    /// there is a correlated join.
    private static boolean find(RelNode node, List<SqlParserPos> places) {
        boolean correlated = node instanceof Correlate;
        var inner = new ArrayList<RelNode>(node.getInputs());
        node.accept(
                new RexShuttle() {
                    @Override
                    public RexNode visitCall(RexCall call) {
                        if (RexUtil.containsCorrelation(call)
                                && !SqlParserPos.ZERO.equals(call.getParserPosition())) {
                            places.addFirst(call.getParserPosition());
                        }
                        return super.visitCall(call);
                    }

                    @Override
                    public RexNode visitSubQuery(RexSubQuery query) {
                        places.add(query.getParserPosition());
                        inner.add(query.rel);
                        return super.visitSubQuery(query);
                    }
                });
        for (var each : inner) {
            correlated |= find(each, places);
        }
        return correlated;
    }

    /// Our `count` as Calcite's, which it knows to give 0 for no rows.
    private static RelNode counting(RelNode query) {
        return query.accept(
                new RelHomogeneousShuttle() {
                    @Override
                    public RelNode visit(RelNode other) {
                        var visited = super.visit(other);
                        var changed =
                                visited.accept(
                                        new RexShuttle() {
                                            @Override
                                            public RexNode visitSubQuery(RexSubQuery inner) {
                                                return inner.clone(counting(inner.rel));
                                            }
                                        });
                        return changed instanceof Aggregate aggregate
                                ? counting(aggregate)
                                : changed;
                    }
                });
    }

    private static RelNode counting(Aggregate aggregate) {
        var calls =
                aggregate.getAggCallList().stream()
                        .map(call ->
                                call.getAggregation() instanceof AggregateOperator operator
                                                && operator.user().isEmpty()
                                                && operator.getName().equals("count")
                                        ? org.apache.calcite.rel.core.AggregateCall.create(
                                                call.getParserPosition(),
                                                SqlStdOperatorTable.COUNT,
                                                call.isDistinct(),
                                                false,
                                                false,
                                                call.rexList,
                                                call.getArgList(),
                                                call.filterArg,
                                                null,
                                                call.getCollation(),
                                                call.getType(),
                                                call.getName())
                                        : call)
                        .toList();
        return aggregate.copy(
                aggregate.getTraitSet(),
                aggregate.getInput(),
                aggregate.getGroupSet(),
                aggregate.getGroupSets(),
                calls);
    }

    private static boolean isCorrelated(RelNode node) {
        var found = new boolean[] {node instanceof Correlate};
        node.accept(
                new RexShuttle() {
                    @Override
                    public @Nullable RexNode visitCorrelVariable(RexCorrelVariable variable) {
                        found[0] = true;
                        return variable;
                    }
                });
        return found[0] || node.getInputs().stream().anyMatch(SubQueries::isCorrelated);
    }
}
