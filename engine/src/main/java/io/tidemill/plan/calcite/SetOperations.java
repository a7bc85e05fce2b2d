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

/// INTERSECT and EXCEPT, as counts: of each row, how often each input has it.
///
/// The inputs are put together with one more column for each, which is 1 in rows of that input and
/// NULL in others; counting those by all other columns says how often the row is given. NULL equals
/// NULL here.
final class SetOperations {
    private SetOperations() {}

    /// The rows that all inputs have.
    ///
    /// @param inputs of the same columns
    /// @param all whether a row is given as often as the input has it that has it the fewest times
    static PlanNode intersect(List<PlanNode> inputs, boolean all) {
        var counted = counted(inputs);
        var counts = counts(counted, inputs.getFirst().schema().size());
        if (all) {
            return repeated(counted, call("least", counts), inputs.getFirst().schema());
        }
        return kept(
                counted,
                counts.stream().map(count -> call(">", List.of(count, number(0)))).toList(),
                inputs.getFirst().schema());
    }

    /// The rows of the first input that no other one has.
    ///
    /// @param all whether a row is given as often as the first input has it beyond the others
    static PlanNode except(List<PlanNode> inputs, boolean all) {
        var counted = counted(inputs);
        var counts = counts(counted, inputs.getFirst().schema().size());
        if (all) {
            var left = counts.getFirst();
            for (var count : counts.subList(1, counts.size())) {
                left = call("-", List.of(left, count));
            }
            return repeated(counted, left, inputs.getFirst().schema());
        }
        var conditions = new ArrayList<Expression>();
        conditions.add(call(">", List.of(counts.getFirst(), number(0))));
        counts.subList(1, counts.size())
                .forEach(count -> conditions.add(call("=", List.of(count, number(0)))));
        return kept(counted, conditions, inputs.getFirst().schema());
    }

    /// Each different row, with how often each input has it.
    private static PlanNode counted(List<PlanNode> inputs) {
        int width = inputs.getFirst().schema().size();
        var tagged = new ArrayList<PlanNode>();
        for (int i = 0; i < inputs.size(); i++) {
            var columns = new ArrayList<>(Columns.all(inputs.get(i).schema()));
            var fields = new ArrayList<>(inputs.get(i).schema().fieldList());
            for (int tag = 0; tag < inputs.size(); tag++) {
                columns.add(
                        new Expression.Literal(
                                tag == i ? (Integer) 1 : null, DataTypes.IntegerType));
                fields.add(new StructField("in" + (tag + 1), DataTypes.IntegerType, true));
            }
            tagged.add(new PlanNode.Project(inputs.get(i), columns, new StructType(fields)));
        }
        var union = new PlanNode.Union(tagged, nullable(tagged));
        var fields = new ArrayList<>(union.schema().fieldList().subList(0, width));
        var calls = new ArrayList<AggregateCall>();
        for (int tag = 0; tag < inputs.size(); tag++) {
            var column = Columns.one(union.schema(), width + tag);
            calls.add(
                    new AggregateCall(
                            "count",
                            List.of(column),
                            false,
                            Optional.empty(),
                            DataTypes.LongType,
                            false,
                            Position.NONE));
            fields.add(new StructField("count" + (tag + 1), DataTypes.LongType, false));
        }
        return new PlanNode.Aggregate(
                union,
                Columns.all(union.schema()).subList(0, width),
                calls,
                new StructType(fields));
    }

    /// The columns of the first input, NULL where those of any can be.
    private static StructType nullable(List<PlanNode> inputs) {
        var fields = new ArrayList<StructField>();
        for (int i = 0; i < inputs.getFirst().schema().size(); i++) {
            int column = i;
            var field = inputs.getFirst().schema().field(i);
            fields.add(
                    new StructField(
                            field.name(),
                            field.dataType(),
                            inputs.stream().anyMatch(p -> p.schema().field(column).nullable())));
        }
        return new StructType(fields);
    }

    private static List<Expression> counts(PlanNode counted, int width) {
        return Columns.all(counted.schema()).subList(width, counted.schema().size());
    }

    private static Expression number(long value) {
        return new Expression.Literal(value, DataTypes.LongType);
    }

    private static Expression call(String function, List<Expression> arguments) {
        return arguments.size() == 1 && function.equals("least")
                ? arguments.getFirst()
                : Functions.get(function).call(arguments, Position.NONE);
    }

    private static PlanNode kept(
            PlanNode counted, List<Expression> conditions, StructType columns) {
        return rows(new PlanNode.Filter(counted, new Expression.And(conditions)), columns);
    }

    /// Each row as often as a number says.
    private static PlanNode repeated(PlanNode counted, Expression times, StructType columns) {
        var some = new PlanNode.Filter(counted, call(">", List.of(times, number(0))));
        var array =
                call(
                        "array_repeat",
                        List.of(
                                new Expression.Literal(1, DataTypes.IntegerType),
                                new Expression.Cast(
                                        times, DataTypes.IntegerType, false, Position.NONE)));
        var fields = new ArrayList<>(some.schema().fieldList());
        fields.add(new StructField("copy", DataTypes.IntegerType, true));
        return rows(
                new PlanNode.Generate(some, array, false, false, new StructType(fields)), columns);
    }

    /// The first columns.
    private static PlanNode rows(PlanNode plan, StructType columns) {
        return new PlanNode.Project(
                plan,
                Columns.all(plan.schema()).subList(0, columns.size()),
                new StructType(plan.schema().fieldList().subList(0, columns.size())));
    }
}
