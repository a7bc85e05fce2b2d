package io.tidemill.sql;

import io.tidemill.data.Condition;
import io.tidemill.expression.UserFunction;
import io.tidemill.parse.ColumnTree;
import io.tidemill.sql.expressions.Aggregator;
import io.tidemill.sql.expressions.UserDefinedFunction;
import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.StructType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// An [Aggregator] as a function of the list of its group's values, each a struct of the arguments:
/// `name(a, b)` is computed as `name(collect_list(struct(a, b)))`.
record Udaf<I, B, O>(
        String name,
        Aggregator<I, B, O> aggregator,
        Encoder<I> input,
        boolean nullable,
        boolean deterministic)
        implements UserDefinedFunction, UserFunction {
    static <I, B, O> Udaf<I, B, O> of(Aggregator<I, B, O> aggregator, Encoder<I> input) {
        return new Udaf<>(aggregator.getClass().getSimpleName(), aggregator, input, true, true);
    }

    @Override
    public Column apply(Column... arguments) {
        var columns = List.of(arguments);
        if (columns.size() != input.schema().size()) {
            throw new AnalysisException(
                    Condition.WRONG_NUM_ARGS__WITHOUT_SUGGESTION,
                    "The `%s` requires %d parameters but the actual number is %d"
                            .formatted(name, input.schema().size(), columns.size()),
                    "call it with one column for each of " + input.schema().toDDL());
        }
        return Column.of(
                zone ->
                        ColumnTree.aggregate(
                                this, columns.stream().map(column -> column.tree(zone)).toList()),
                columns.stream()
                        .map(Column::title)
                        .collect(Collectors.joining(", ", name + "(", ")")));
    }

    @Override
    public int count() {
        return 1;
    }

    @Override
    public Optional<StructType> aggregated() {
        return Optional.of(input.schema());
    }

    @Override
    public DataType type() {
        var schema = aggregator.outputEncoder().schema();
        return aggregator.outputEncoder() instanceof ValueEncoder ? schema.typeOf(0) : schema;
    }

    @Override
    public @Nullable Object apply(@Nullable Object[] arguments, List<DataType> types) {
        var struct = (StructType) ((ArrayType) types.getFirst()).elementType();
        var buffer = aggregator.zero();
        if (arguments[0] instanceof List<?> values) {
            for (var value : values) {
                if (value instanceof Object[] fields) {
                    buffer = aggregator.reduce(buffer, input.object(fields, struct));
                }
            }
        }
        var result = aggregator.finish(buffer);
        if (result == null) {
            return null;
        }
        var encoded = aggregator.outputEncoder().encode(result);
        return aggregator.outputEncoder() instanceof ValueEncoder ? encoded[0] : encoded;
    }

    @Override
    public UserDefinedFunction withName(String newName) {
        return new Udaf<>(newName, aggregator, input, nullable, deterministic);
    }

    @Override
    public UserDefinedFunction asNonNullable() {
        return new Udaf<>(name, aggregator, input, false, deterministic);
    }

    @Override
    public UserDefinedFunction asNondeterministic() {
        return new Udaf<>(name, aggregator, input, nullable, false);
    }

    /// The name alone: the same in every run.
    @Override
    public String toString() {
        return name;
    }
}
