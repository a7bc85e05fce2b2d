package io.tidemill.sql;

import io.tidemill.data.Condition;
import io.tidemill.expression.UserAggregate;
import io.tidemill.expression.UserFunction;
import io.tidemill.parse.ColumnTree;
import io.tidemill.sql.expressions.Aggregator;
import io.tidemill.sql.expressions.UserDefinedFunction;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// An [Aggregator] as an aggregate of queries: its arguments are the columns of what it takes.
record Udaf<I, B, O>(
        String name,
        Aggregator<I, B, O> aggregator,
        Encoder<I> input,
        boolean nullable,
        boolean deterministic)
        implements UserDefinedFunction, UserFunction, UserAggregate {
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
                        ColumnTree.call(
                                (UserAggregate) this,
                                columns.stream().map(column -> column.tree(zone)).toList()),
                columns.stream()
                        .map(Column::title)
                        .collect(Collectors.joining(", ", name + "(", ")")));
    }

    @Override
    public int count() {
        return input.schema().size();
    }

    @Override
    public Optional<UserAggregate> aggregate() {
        return Optional.of(this);
    }

    @Override
    public StructType arguments() {
        return input.schema();
    }

    @Override
    public StructType buffer() {
        return aggregator.bufferEncoder().schema();
    }

    @Override
    public DataType type() {
        var schema = aggregator.outputEncoder().schema();
        return aggregator.outputEncoder() instanceof ValueEncoder ? schema.typeOf(0) : schema;
    }

    @Override
    public @Nullable Object apply(@Nullable Object[] arguments, List<DataType> types) {
        throw new IllegalStateException(name + " was called on one row");
    }

    @Override
    public @Nullable Object zero() {
        return called("zero", aggregator::zero);
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // what reduce, zero or load gave
    public @Nullable Object reduce(@Nullable Object buffer, @Nullable Object[] values) {
        return called(
                "reduce",
                () -> aggregator.reduce((B) buffer, input.object(values, input.schema())));
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"})
    public @Nullable Object finish(@Nullable Object buffer) {
        var result = called("finish", () -> aggregator.finish((B) buffer));
        if (result == null) {
            return null;
        }
        var encoded = aggregator.outputEncoder().encode((O) result);
        return aggregator.outputEncoder() instanceof ValueEncoder ? encoded[0] : encoded;
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"})
    public List<@Nullable Object> save(@Nullable Object buffer) {
        var values = new ArrayList<@Nullable Object>();
        Collections.addAll(values, aggregator.bufferEncoder().encode((B) buffer));
        return values;
    }

    @Override
    public @Nullable Object load(List<@Nullable Object> saved) {
        return aggregator.bufferEncoder().object(saved.toArray(), buffer());
    }

    private @Nullable Object called(String method, Supplier<? extends @Nullable Object> call) {
        try {
            return call.get();
        } catch (Throwable e) {
            throw UserCodeFailure.of(name, method, e);
        }
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
