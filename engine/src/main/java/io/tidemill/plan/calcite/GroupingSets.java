package io.tidemill.plan.calcite;

import io.tidemill.expression.AggregateCall;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Position;
import io.tidemill.expression.function.Functions;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.util.ImmutableBitSet;

/// Grouping sets, ROLLUP and CUBE: each row once for every set, grouped by the keys and by which
/// set it is.
///
/// A key that is not in a set is NULL there; the number of the set, which is its place in the list,
/// tells such a NULL from one of the data, and sets that are written twice from each other. Of no
/// rows there are no groups, the grand total included, as in Spark.
final class GroupingSets {
    private final List<org.apache.calcite.rel.core.AggregateCall> aggregates;
    private final List<String> names;
    private final PlanNode input;
    private final List<Integer> keys;
    private final List<ImmutableBitSet> sets;

    /// @param aggregate with the calls of all sets
    /// @param sets the same one may stand there several times
    /// @param names of the keys and of what the calls give
    private GroupingSets(
            Aggregate aggregate, List<ImmutableBitSet> sets, List<String> names, PlanNode input) {
        this.aggregates = aggregate.getAggCallList();
        this.names = names;
        this.input = input;
        this.keys = ImmutableBitSet.union(sets).asList();
        this.sets = List.copyOf(sets);
    }

    static PlanNode of(Aggregate aggregate, PlanNode input) {
        return new GroupingSets(
                        aggregate,
                        aggregate.getGroupSets(),
                        aggregate.getRowType().getFieldNames(),
                        input)
                .plan();
    }

    /// The aggregate that Calcite has cut into a union, since a set is written several times in it;
    /// empty when the union is none of those.
    ///
    /// @param plan what a node is planned as
    static Optional<PlanNode> together(Union union, Function<RelNode, PlanNode> plan) {
        var parts = union.getInputs().stream().map(GroupingSets::aggregate).toList();
        if (!union.all || parts.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        var aggregates = parts.stream().flatMap(Optional::stream).toList();
        var first = aggregates.getFirst();
        var sets =
                aggregates.stream()
                        .flatMap(each -> each.getGroupSets().stream())
                        .distinct()
                        .toList();
        var keys = ImmutableBitSet.union(sets).asList();
        for (int i = 0; i < aggregates.size(); i++) {
            var each = aggregates.get(i);
            boolean same =
                    each.getAggCallList().equals(first.getAggCallList())
                            && each.getInput().deepEquals(first.getInput())
                            && isPlain(union.getInput(i), each, keys);
            if (!same) {
                return Optional.empty();
            }
        }
        var all = aggregates.stream().flatMap(each -> each.getGroupSets().stream()).toList();
        return Optional.of(
                new GroupingSets(
                                first,
                                all,
                                union.getRowType().getFieldNames(),
                                plan.apply(first.getInput()))
                        .plan());
    }

    private static Optional<Aggregate> aggregate(RelNode part) {
        var node = part instanceof Project project ? project.getInput() : part;
        return node instanceof Aggregate aggregate ? Optional.of(aggregate) : Optional.empty();
    }

    /// Whether a part gives all keys in order, NULL for those it does not group by, and the calls.
    private static boolean isPlain(RelNode part, Aggregate aggregate, List<Integer> keys) {
        var own = aggregate.getGroupSet().asList();
        if (!(part instanceof Project project)) {
            return own.equals(keys);
        }
        var columns = project.getProjects();
        if (columns.size() != keys.size() + aggregate.getAggCallList().size()) {
            return false;
        }
        for (int i = 0; i < columns.size(); i++) {
            int place = i < keys.size() ? own.indexOf(keys.get(i)) : own.size() + i - keys.size();
            boolean expected =
                    place < 0
                            ? RexUtil.isNullLiteral(columns.get(i), true)
                            : columns.get(i) instanceof RexInputRef column
                                    && column.getIndex() == place;
            if (!expected) {
                return false;
            }
        }
        return true;
    }

    private PlanNode plan() {
        var expanded = expanded();
        int width = input.schema().size();
        var columns = Columns.all(expanded.schema()).subList(width, expanded.schema().size());
        var fields =
                new ArrayList<>(
                        expanded.schema().fieldList().subList(width, width + keys.size() + 1));
        var calls = new ArrayList<AggregateCall>();
        var results = new ArrayList<Expression>();
        var resultFields = new ArrayList<StructField>();
        for (int i = 0; i < keys.size(); i++) {
            results.add(column(i, expanded.schema().field(width + i)));
            resultFields.add(expanded.schema().field(width + i));
        }
        for (int i = 0; i < aggregates.size(); i++) {
            var call = aggregates.get(i);
            var name = names.get(keys.size() + i);
            if (isGrouping(call)) {
                var bits = grouping(call.getArgList(), keys.size());
                results.add(bits);
                resultFields.add(new StructField(name, DataTypes.LongType, false));
                continue;
            }
            var own = Aggregates.call(call, input);
            var field = new StructField(name, own.type(), own.nullable());
            results.add(column(keys.size() + 1 + calls.size(), field));
            resultFields.add(field);
            fields.add(field);
            calls.add(own);
        }
        var grouped =
                Windows.plainKeys(
                        new PlanNode.Aggregate(expanded, columns, calls, new StructType(fields)));
        return new PlanNode.Project(grouped, results, new StructType(resultFields));
    }

    /// Whether a query asks of a row which keys it is grouped by; where a set is written twice,
    /// Calcite makes two aggregates of one set each.
    static boolean isAsked(Aggregate aggregate) {
        return aggregate.getAggCallList().stream().anyMatch(GroupingSets::isGrouping);
    }

    private static boolean isGrouping(org.apache.calcite.rel.core.AggregateCall call) {
        return switch (call.getAggregation().getKind()) {
            case GROUPING, GROUPING_ID -> true;
            default -> false;
        };
    }

    private static Expression column(int index, StructField field) {
        return new Expression.Input(index, field.name(), field.dataType(), field.nullable());
    }

    /// Each row for every set: the columns, the keys as that set has them, the set's number.
    private PlanNode expanded() {
        var fields = new ArrayList<>(input.schema().fieldList());
        for (int key : keys) {
            var field = input.schema().field(key);
            fields.add(new StructField(field.name(), field.dataType(), true));
        }
        fields.add(new StructField("grouping_id", DataTypes.LongType, false));
        var projections = new ArrayList<List<Expression>>();
        for (int set = 0; set < sets.size(); set++) {
            var columns = new ArrayList<>(Columns.all(input.schema()));
            for (int key : keys) {
                columns.add(
                        sets.get(set).get(key)
                                ? Columns.one(input.schema(), key)
                                : new Expression.Literal(null, input.schema().typeOf(key)));
            }
            columns.add(new Expression.Literal((long) set, DataTypes.LongType));
            projections.add(columns);
        }
        return new PlanNode.Expand(input, projections, new StructType(fields));
    }

    /// A bit for each argument, 1 where the row is not grouped by it: by the number of the set.
    private Expression grouping(List<Integer> arguments, int number) {
        var set = new Expression.Input(number, "grouping_id", DataTypes.LongType, false);
        var branches = new ArrayList<Expression.Branch>();
        for (int i = 0; i < sets.size() - 1; i++) {
            var same =
                    Functions.get("=")
                            .call(
                                    List.of(
                                            set,
                                            new Expression.Literal((long) i, DataTypes.LongType)),
                                    Position.NONE);
            branches.add(new Expression.Branch(same, bits(arguments, sets.get(i))));
        }
        var last = bits(arguments, sets.getLast());
        return branches.isEmpty() ? last : new Expression.Case(branches, last, DataTypes.LongType);
    }

    private static Expression bits(List<Integer> arguments, ImmutableBitSet set) {
        long bits = 0;
        for (int argument : arguments) {
            bits = bits << 1 | (set.get(argument) ? 0 : 1);
        }
        return new Expression.Literal(bits, DataTypes.LongType);
    }
}
