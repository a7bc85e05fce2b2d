package io.tidemill.operator.join;

import io.tidemill.data.Batch;
import io.tidemill.expression.Evaluation;
import io.tidemill.expression.Expression;
import io.tidemill.expression.RowFunction;
import io.tidemill.expression.RowFunctions;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Says which pairs of rows a condition holds for.
///
/// Whoever asks fills the [#columns] of [#pairs], one row a pair; no other column is looked at.
public final class PairFilter {
    private final Batch pairs;
    private final List<Integer> columns;
    private final RowFunction function;
    private final int number;

    /// @param condition over the columns of `schema`
    PairFilter(StructType schema, Expression condition) {
        var used = new TreeSet<Integer>();
        collect(condition, used);
        columns = List.copyOf(used);
        number = schema.size();
        var fields = new ArrayList<>(schema.fieldList());
        fields.add(new StructField("pair", DataTypes.LongType, false));
        var numbered = new StructType(fields);
        pairs = Batch.create(numbered, Batch.ROWS);
        function =
                RowFunctions.create(
                        numbered,
                        Optional.of(condition),
                        List.of(new Expression.Input(number, "pair", DataTypes.LongType, false)),
                        new StructType(
                                List.of(new StructField("pair", DataTypes.LongType, false))));
    }

    /// The columns that the condition reads.
    List<Integer> columns() {
        return columns;
    }

    /// An empty batch for the pairs.
    Batch pairs() {
        pairs.clear();
        return pairs;
    }

    /// Writes to `passing` the numbers of the pairs that pass, ascending; returns how many do.
    int choose(int count, Evaluation evaluation, int[] passing) {
        var numbers = pairs.longs(number);
        for (int i = 0; i < count; i++) {
            numbers.setLong(i, i);
        }
        pairs.setRows(count);
        var passed = function.apply(pairs, evaluation);
        long[] values = passed.longs(0).values();
        for (int i = 0; i < passed.rows(); i++) {
            passing[i] = (int) values[i];
        }
        return passed.rows();
    }

    /// Adds the columns that an expression reads to `inputs`.
    public static void collect(Expression expression, Set<Integer> inputs) {
        switch (expression) {
            case Expression.Input input -> inputs.add(input.index());
            case Expression.Literal _, Expression.Parameter _ -> {}
            case Expression.Call call -> call.arguments().forEach(part -> collect(part, inputs));
            case Expression.UserCall call ->
                    call.arguments().forEach(part -> collect(part, inputs));
            case Expression.Cast cast -> collect(cast.operand(), inputs);
            case Expression.And and -> and.operands().forEach(part -> collect(part, inputs));
            case Expression.Or or -> or.operands().forEach(part -> collect(part, inputs));
            case Expression.Case choice -> {
                for (var branch : choice.branches()) {
                    collect(branch.condition(), inputs);
                    collect(branch.value(), inputs);
                }
                collect(choice.otherwise(), inputs);
            }
            case Expression.Coalesce coalesce ->
                    coalesce.operands().forEach(part -> collect(part, inputs));
            case Expression.Field field -> collect(field.struct(), inputs);
            case Expression.Lambda lambda -> collect(lambda.body(), inputs);
        }
    }
}
