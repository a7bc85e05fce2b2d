package io.tidemill.sql;

import io.tidemill.parse.ColumnTree;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/// Functions of functions, as [functions] offers them: their lambdas are called once, with columns
/// that stand for the parameters.
abstract sealed class LambdaFunctions extends StatisticsFunctions permits UdfFunctions {
    /// How many lambdas are open around the one that is being built: names its parameters.
    private static final ScopedValue<Integer> DEPTH = ScopedValue.newInstance();

    LambdaFunctions() {}

    /// Each element as the function makes it.
    public static Column transform(Column array, Function<Column, Column> each) {
        return Column.call("transform", array, lambda(each));
    }

    /// Each element, with its position from 0, as the function makes it.
    public static Column transform(Column array, BiFunction<Column, Column, Column> each) {
        return Column.call("transform", array, lambda(each));
    }

    /// The elements for which the function is true.
    public static Column filter(Column array, Function<Column, Column> keep) {
        return Column.call("filter", array, lambda(keep));
    }

    public static Column filter(Column array, BiFunction<Column, Column, Column> keep) {
        return Column.call("filter", array, lambda(keep));
    }

    /// Whether the function is true for an element.
    public static Column exists(Column array, Function<Column, Column> test) {
        return Column.call("exists", array, lambda(test));
    }

    /// Whether the function is true for every element.
    public static Column forall(Column array, Function<Column, Column> test) {
        return Column.call("forall", array, lambda(test));
    }

    /// What the elements come to, one after the other, from a first value on.
    public static Column aggregate(
            Column array, Column initial, BiFunction<Column, Column, Column> merge) {
        return Column.call("aggregate", array, initial, lambda(merge));
    }

    public static Column aggregate(
            Column array,
            Column initial,
            BiFunction<Column, Column, Column> merge,
            Function<Column, Column> finish) {
        return Column.call("aggregate", array, initial, lambda(merge), lambda(finish));
    }

    /// The elements of two arrays, pair by pair.
    public static Column zip_with(
            Column left, Column right, BiFunction<Column, Column, Column> each) {
        return Column.call("zip_with", left, right, lambda(each));
    }

    public static Column transform_keys(Column map, BiFunction<Column, Column, Column> each) {
        return Column.call("transform_keys", map, lambda(each));
    }

    public static Column transform_values(Column map, BiFunction<Column, Column, Column> each) {
        return Column.call("transform_values", map, lambda(each));
    }

    public static Column map_filter(Column map, BiFunction<Column, Column, Column> keep) {
        return Column.call("map_filter", map, lambda(keep));
    }

    /// What the entries of two maps come to, key by key; a value is NULL where a map has no such
    /// key.
    public static Column map_zip_with(Column left, Column right, Function3 each) {
        return Column.call("map_zip_with", left, right, lambda(each));
    }

    /// As [#aggregate(Column, Column, BiFunction)].
    public static Column reduce(
            Column array, Column initial, BiFunction<Column, Column, Column> merge) {
        return aggregate(array, initial, merge);
    }

    public static Column reduce(
            Column array,
            Column initial,
            BiFunction<Column, Column, Column> merge,
            Function<Column, Column> finish) {
        return aggregate(array, initial, merge, finish);
    }

    /// A lambda of three parameters.
    @FunctionalInterface
    public interface Function3 {
        Column apply(Column first, Column second, Column third);
    }

    private static Column lambda(Function3 function) {
        return lambda(List.of("x", "y", "z"), p -> function.apply(p.get(0), p.get(1), p.get(2)));
    }

    private static Column lambda(Function<Column, Column> function) {
        return lambda(List.of("x"), parameters -> function.apply(parameters.getFirst()));
    }

    private static Column lambda(BiFunction<Column, Column, Column> function) {
        return lambda(List.of("x", "y"), p -> function.apply(p.get(0), p.get(1)));
    }

    private static Column lambda(List<String> names, Function<List<Column>, Column> function) {
        int depth = DEPTH.orElse(0);
        var parameters = names.stream().map(name -> name + "_" + depth).toList();
        var columns = parameters.stream().map(Column::new).toList();
        var body = ScopedValue.where(DEPTH, depth + 1).call(() -> function.apply(columns));
        return Column.of(
                zone -> ColumnTree.lambda(parameters, body.tree(zone)),
                "lambdafunction(%s, %s)".formatted(body.title(), String.join(", ", parameters)));
    }
}
