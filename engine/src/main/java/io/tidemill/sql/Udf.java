package io.tidemill.sql;

import io.tidemill.expression.UserFunction;
import io.tidemill.parse.ColumnTree;
import io.tidemill.sql.expressions.UserDefinedFunction;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.StructField;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A function of the program as the engine calls it: structs come and go as [Row]s, everything else
/// as the object that a `Row` holds.
///
/// @param count how many arguments it takes
/// @param body takes so many values as objects of the API
record Udf(
        String name, int count, DataType type, boolean nullable, boolean deterministic, Body body)
        implements UserDefinedFunction, UserFunction {
    /// What a function of any number of arguments does.
    @FunctionalInterface
    interface Body {
        @Nullable Object call(@Nullable Object[] arguments) throws Exception;
    }

    static Udf of(int count, DataType type, Body body) {
        return new Udf("UDF", count, type, true, true, body);
    }

    @Override
    public Column apply(Column... arguments) {
        var columns = List.of(arguments);
        return Column.of(
                zone ->
                        ColumnTree.call(
                                this, columns.stream().map(column -> column.tree(zone)).toList()),
                columns.stream()
                        .map(Column::title)
                        .collect(Collectors.joining(", ", name + "(", ")")));
    }

    @Override
    public @Nullable Object apply(@Nullable Object[] arguments, List<DataType> types)
            throws Exception {
        var given = new @Nullable Object[arguments.length];
        for (int i = 0; i < given.length; i++) {
            given[i] = RowValues.shown(arguments[i], types.get(i));
        }
        return RowValues.raw(body.call(given), new StructField(name, type, nullable));
    }

    @Override
    public UserDefinedFunction withName(String newName) {
        return new Udf(newName, count, type, nullable, deterministic, body);
    }

    @Override
    public UserDefinedFunction asNonNullable() {
        return new Udf(name, count, type, false, deterministic, body);
    }

    @Override
    public UserDefinedFunction asNondeterministic() {
        return new Udf(name, count, type, nullable, false, body);
    }

    /// The name alone: the same in every run.
    @Override
    public String toString() {
        return name;
    }
}
