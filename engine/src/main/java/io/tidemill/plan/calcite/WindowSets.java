package io.tidemill.plan.calcite;

import io.tidemill.expression.Expression;
import io.tidemill.expression.Position;
import io.tidemill.expression.function.Functions;
import io.tidemill.plan.node.PlanNode;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// [Windows#plainKeys] for grouping sets: a window that is a key of some sets becomes start and
/// end, both NULL in the other ones.
final class WindowSets {
    private WindowSets() {}

    static PlanNode plainKeys(
            PlanNode.Aggregate aggregate, PlanNode.Expand expand, PlanNode.Project project) {
        for (int i = 0; i < aggregate.keys().size(); i++) {
            if (aggregate.keys().get(i) instanceof Expression.Input key) {
                var window = window(expand, key.index());
                var parts = window.map(w -> Windows.parts(w, project)).orElse(List.of());
                if (!parts.isEmpty()) {
                    return plain(aggregate, expand, project, i, key.index(), parts);
                }
            }
        }
        return aggregate;
    }

    /// The column that a column of the sets is where it is not NULL.
    private static Optional<Expression> window(PlanNode.Expand expand, int column) {
        Optional<Expression> found = Optional.empty();
        for (var projection : expand.projections()) {
            var each = projection.get(column);
            if (isNull(each)) {
                continue;
            }
            if (found.isPresent() && !found.get().equals(each)) {
                return Optional.empty();
            }
            found = Optional.of(each);
        }
        return found;
    }

    private static boolean isNull(Expression expression) {
        return expression instanceof Expression.Literal literal && literal.value() == null;
    }

    /// @param key which key of the aggregate it is
    /// @param column which column of the sets
    private static PlanNode plain(
            PlanNode.Aggregate aggregate,
            PlanNode.Expand expand,
            PlanNode.Project project,
            int key,
            int column,
            List<Expression.Input> parts) {
        int width = project.schema().size();
        var columns = new ArrayList<>(project.expressions());
        columns.addAll(parts);
        var below = new PlanNode.Project(project.input(), columns, with(project.schema(), parts));
        var projections = new ArrayList<List<Expression>>();
        for (var projection : expand.projections()) {
            var wider = new ArrayList<>(projection);
            for (int i = 0; i < parts.size(); i++) {
                wider.add(
                        isNull(projection.get(column))
                                ? new Expression.Literal(null, parts.get(i).type())
                                : Columns.one(below.schema(), width + i));
            }
            projections.add(wider);
        }
        boolean always = expand.projections().stream().noneMatch(p -> isNull(p.get(column)));
        var sets = new PlanNode.Expand(below, projections, with(expand.schema(), parts));
        var keys = new ArrayList<>(aggregate.keys());
        keys.remove(key);
        var fields = new ArrayList<>(aggregate.schema().fieldList());
        fields.remove(key);
        for (int i = 0; i < parts.size(); i++) {
            int place = sets.schema().size() - parts.size() + i;
            keys.add(key + i, Columns.one(sets.schema(), place));
            fields.add(key + i, sets.schema().field(place));
        }
        var grouped =
                Windows.plainKeys(
                        new PlanNode.Aggregate(
                                sets, keys, aggregate.aggregates(), new StructType(fields)));
        var results = new ArrayList<>(Columns.all(grouped.schema()));
        var start = results.remove(key);
        var end = results.remove(key);
        results.add(key, always ? Windows.struct(start, end) : orNull(start, end));
        return new PlanNode.Project(grouped, results, aggregate.schema());
    }

    private static Expression orNull(Expression start, Expression end) {
        var window = Windows.struct(start, end);
        var missing = Functions.get("isnull").call(List.of(start), Position.NONE);
        return new Expression.Case(
                List.of(
                        new Expression.Branch(
                                missing, new Expression.Literal(null, window.type()))),
                window,
                window.type());
    }

    private static StructType with(StructType schema, List<Expression.Input> parts) {
        var fields = new ArrayList<>(schema.fieldList());
        parts.forEach(part -> fields.add(new StructField(part.name(), part.type(), true)));
        return new StructType(fields);
    }
}
