package io.tidemill.plan.calcite;

import io.tidemill.connect.Changelog;
import io.tidemill.data.Condition;
import io.tidemill.expression.Expression;
import io.tidemill.expression.SortKey;
import io.tidemill.parse.BoundTable;
import io.tidemill.parse.DeduplicateStep;
import io.tidemill.parse.GenerateStep;
import io.tidemill.parse.GivenRows;
import io.tidemill.parse.ObserveStep;
import io.tidemill.parse.Relation;
import io.tidemill.parse.SqlException;
import io.tidemill.parse.StateTtlHint;
import io.tidemill.parse.Types;
import io.tidemill.parse.WatermarkStep;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.plan.node.TableRef;
import io.tidemill.plan.node.WatermarkSpec;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelFieldCollation.NullDirection;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Intersect;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Minus;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.jspecify.annotations.Nullable;

/// Turns analysed relations into plans.
///
/// In: a [Relation]. Out: plan nodes whose expressions have every cast made explicit and carry
/// their place in the text; then [Rewrites] and [EqualSteps] have been applied. An operator that
/// has no node yet is refused by its name.
public final class Planner {
    private Planner() {}

    /// The plan of a relation, tidied up.
    ///
    /// @throws SqlException UNSUPPORTED_FEATURE for what has no plan node yet
    public static PlanNode plan(Relation relation) {
        return EqualSteps.apply(Rewrites.apply(literally(relation)));
    }

    /// The plan of a relation as it was written, for `EXPLAIN EXTENDED`.
    public static PlanNode literally(Relation relation) {
        var algebra = SubQueries.remove(GeneratorPlans.steps(relation.algebra()));
        var plan = Orders.apply(FileColumns.apply(plan(algebra)));
        Observed.check(plan);
        return named(plan, relation.schema());
    }

    /// The same rows under the names that the query gives them.
    private static PlanNode named(PlanNode plan, StructType schema) {
        if (List.of(plan.schema().fieldNames()).equals(List.of(schema.fieldNames()))) {
            return plan;
        }
        var fields = new ArrayList<StructField>();
        for (int i = 0; i < schema.size(); i++) {
            var field = plan.schema().field(i);
            fields.add(new StructField(schema.field(i).name(), field.dataType(), field.nullable()));
        }
        return new PlanNode.Project(plan, Columns.all(plan.schema()), new StructType(fields));
    }

    private static PlanNode plan(RelNode node) {
        return switch (node) {
            case TableScan scan -> scan(scan);
            case GivenRows rows -> new PlanNode.Values(rows.schema(), rows.rows());
            case WatermarkStep step ->
                    new PlanNode.Watermark(
                            plan(step.getInput()),
                            new WatermarkSpec(
                                    step.watermark().column(), step.watermark().delayMicros()));
            case DeduplicateStep step -> deduplicate(step);
            case ObserveStep step ->
                    Observed.of(
                            plan(step.getInput()),
                            step.name(),
                            plan(step.metrics()),
                            step.columns());
            case GenerateStep step -> GeneratorPlans.plan(step, plan(step.getInput()));
            case TableFunctionScan scan -> GeneratorPlans.alone(scan);
            case Project project -> project(project);
            case Filter filter -> filter(filter);
            case Aggregate aggregate -> aggregate(aggregate);
            case Join join -> join(join);
            case Union union -> union(union);
            case Intersect intersect -> SetOperations.intersect(inputs(intersect), intersect.all);
            case Minus minus -> SetOperations.except(inputs(minus), minus.all);
            case Sort sort -> sort(sort);
            case Values values -> values(values);
            default -> throw refused(node);
        };
    }

    private static SqlException refused(RelNode node) {
        var name = node.getRelTypeName().replaceFirst("^Logical", "");
        return SqlException.at(
                Condition.UNSUPPORTED_FEATURE,
                place(node),
                name.toUpperCase(java.util.Locale.ROOT) + " cannot be planned yet",
                "write the query without it");
    }

    /// The place of the first call in a node, since nodes themselves have none.
    private static SqlParserPos place(RelNode node) {
        return node instanceof Join join && join.getCondition() instanceof RexCall call
                ? call.getParserPosition()
                : SqlParserPos.ZERO;
    }

    private static PlanNode scan(TableScan scan) {
        var table = scan.getTable().unwrap(BoundTable.class);
        if (table == null) {
            throw new IllegalStateException("a scan of no table of ours: " + scan);
        }
        var stored = table.stored();
        if (stored.table() instanceof Changelog changes) {
            var records =
                    new TableRef(
                            stored.name(),
                            stored.format(),
                            changes.records(),
                            Optional.empty(),
                            changes.raw());
            return Changelogs.plan(
                    changes,
                    stored.name(),
                    new PlanNode.Scan(records, changes.records(), table.streaming()));
        }
        var watermark = stored.watermark().map(w -> new WatermarkSpec(w.column(), w.delayMicros()));
        var ref =
                new TableRef(
                        stored.name(), stored.format(), stored.schema(), watermark, stored.table());
        PlanNode plan = new PlanNode.Scan(ref, stored.schema(), table.streaming());
        return watermark.isPresent() ? new PlanNode.Watermark(plan, watermark.get()) : plan;
    }

    private static PlanNode project(Project project) {
        if (RowNumbers.isOne(project)) {
            return RowNumbers.project(project, plan(project.getInput()));
        }
        var step = Windows.apply(step(project));
        return Overs.apply(step).project(project.getRowType().getFieldNames());
    }

    /// What an aggregate reads; a session among its keys is one of a group of the other keys.
    private static PlanNode grouped(RelNode below, List<Integer> groups) {
        if (!(below instanceof Project project)) {
            return plan(below);
        }
        var step = Windows.grouped(step(project), groups);
        return Overs.apply(step).project(project.getRowType().getFieldNames());
    }

    /// The expressions of a projection over its input, windows still among them.
    private static Windows.Step step(Project project) {
        var input = plan(project.getInput());
        return new Windows.Step(
                input,
                project.getProjects().stream()
                        .map(rex -> RexExpressions.of(rex, input.schema()))
                        .toList());
    }

    private static PlanNode filter(Filter filter) {
        var input = plan(filter.getInput());
        var condition = RexExpressions.of(filter.getCondition(), input.schema());
        var ttl = StateTtlHint.micros(condition);
        if (ttl.isPresent()) {
            return new PlanNode.TimeToLive(input, ttl.getAsLong());
        }
        Windows.refuse(condition);
        Overs.refuse(condition);
        return new PlanNode.Filter(input, condition);
    }

    private static PlanNode aggregate(Aggregate aggregate) {
        if (aggregate.getGroupType() != Aggregate.Group.SIMPLE || GroupingSets.isAsked(aggregate)) {
            return GroupingSets.of(aggregate, plan(aggregate.getInput()));
        }
        var input = grouped(aggregate.getInput(), aggregate.getGroupSet().asList());
        return Windows.plainKeys(Aggregates.of(aggregate, input));
    }

    private static PlanNode deduplicate(DeduplicateStep step) {
        var input = plan(step.getInput());
        var keys =
                step.keys().stream()
                        .map(index -> (Expression) Columns.one(input.schema(), index))
                        .toList();
        return new PlanNode.Deduplicate(input, keys, step.withinWatermark());
    }

    private static PlanNode join(Join join) {
        var left = plan(join.getLeft());
        var right = plan(join.getRight());
        var names =
                SqlValidatorUtil.uniquify(
                        Stream.concat(
                                        Stream.of(left.schema().fieldNames()),
                                        Stream.of(right.schema().fieldNames()))
                                .toList(),
                        false);
        var both = JoinConditions.beside(left.schema(), right.schema(), names);
        var condition = RexExpressions.of(join.getCondition(), both);
        Windows.refuse(condition);
        Overs.refuse(condition);
        if (AsOfJoins.isOne(condition)) {
            return AsOfJoins.of(
                    left, right, join.getJoinType() == JoinRelType.LEFT, condition, names);
        }
        if (!Trees.isDeterministic(condition)) {
            throw SqlException.at(
                    Condition.INVALID_NON_DETERMINISTIC_EXPRESSIONS,
                    place(join),
                    "the condition of a join gives something else each time: " + condition,
                    "compute the value in a query of its own, and join that");
        }
        var type = joinType(join.getJoinType());
        var split =
                JoinConditions.split(
                        JoinConditions.conjuncts(condition), left.schema(), right.schema());
        return Joins.of(left, right, type, split, names);
    }

    private static PlanNode.JoinType joinType(JoinRelType type) {
        return switch (type) {
            case INNER -> PlanNode.JoinType.INNER;
            case LEFT -> PlanNode.JoinType.LEFT;
            case RIGHT -> PlanNode.JoinType.RIGHT;
            case FULL -> PlanNode.JoinType.FULL;
            case SEMI -> PlanNode.JoinType.LEFT_SEMI;
            case ANTI -> PlanNode.JoinType.LEFT_ANTI;
            case LEFT_MARK, ASOF, LEFT_ASOF ->
                    throw new IllegalStateException("a join of type " + type);
        };
    }

    /// Each input as the types of the whole.
    private static List<PlanNode> inputs(SetOp operation) {
        var names = operation.getRowType().getFieldNames();
        var whole = Types.fromRow(operation.getRowType());
        var inputs = new ArrayList<PlanNode>();
        for (var rel : operation.getInputs()) {
            inputs.add(Columns.cast(plan(rel), whole, names));
        }
        return inputs;
    }

    /// All rows; without ALL, the different ones.
    private static PlanNode union(Union union) {
        var whole = Types.fromRow(union.getRowType());
        var sets = GroupingSets.together(union, Planner::plan);
        if (sets.isPresent()) {
            return Columns.cast(sets.get(), whole, union.getRowType().getFieldNames());
        }
        var inputs = inputs(union);
        PlanNode all = new PlanNode.Union(inputs, whole);
        return union.all ? all : new PlanNode.Aggregate(all, Columns.all(whole), List.of(), whole);
    }

    private static PlanNode sort(Sort sort) {
        var plan = plan(sort.getInput());
        var keys = keys(sort.getCollation(), plan.schema());
        if (!keys.isEmpty()) {
            plan = new PlanNode.Sort(plan, keys);
        }
        if (sort.offset != null || sort.fetch != null) {
            plan =
                    new PlanNode.Limit(
                            plan,
                            Optional.ofNullable(number(sort.offset)).orElse(0L),
                            Optional.ofNullable(number(sort.fetch)));
        }
        return plan;
    }

    /// The keys of an order over the columns of `input`.
    static List<SortKey> keys(RelCollation collation, StructType input) {
        var keys = new ArrayList<SortKey>();
        for (var key : collation.getFieldCollations()) {
            boolean ascending =
                    key.getDirection() == RelFieldCollation.Direction.ASCENDING
                            || key.getDirection() == RelFieldCollation.Direction.STRICTLY_ASCENDING;
            boolean nullsFirst =
                    key.nullDirection == NullDirection.UNSPECIFIED
                            ? ascending
                            : key.nullDirection == NullDirection.FIRST;
            keys.add(new SortKey(Columns.one(input, key.getFieldIndex()), ascending, nullsFirst));
        }
        return keys;
    }

    private static @Nullable Long number(@Nullable RexNode node) {
        return node == null ? null : RexLiteral.bigDecimalValue(node).longValueExact();
    }

    private static PlanNode values(Values values) {
        var schema = Types.fromRow(values.getRowType());
        var rows = new ArrayList<List<@Nullable Object>>();
        for (var tuple : values.getTuples()) {
            var row = new ArrayList<@Nullable Object>();
            for (var literal : tuple) {
                row.add(RexExpressions.literal(literal).value());
            }
            rows.add(Collections.unmodifiableList(row));
        }
        return new PlanNode.Values(schema, rows);
    }
}
