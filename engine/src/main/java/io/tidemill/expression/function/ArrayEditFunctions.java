package io.tidemill.expression.function;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.Types;
import io.tidemill.expression.Values;
import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.IntegerType;
import io.tidemill.sql.types.NullType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Functions that add to arrays, take from them, sort them and treat them as sets.
final class ArrayEditFunctions {
    private ArrayEditFunctions() {}

    static void define(Catalog catalog) {
        additions(catalog);
        removals(catalog);
        sets(catalog);
        sorts(catalog);
    }

    private static void additions(Catalog catalog) {
        catalog.define(Group.ARRAY, "array_append(array, value)")
                .says("With the value behind the last element.")
                .example("array_append(array('b', 'd'), 'c')")
                .total()
                .withTyping(arguments -> add(arguments, false));
        catalog.define(Group.ARRAY, "array_prepend(array, value)")
                .says("With the value in front of the first element.")
                .example("array_prepend(array('b', 'd'), 'c')")
                .total()
                .withTyping(arguments -> add(arguments, true));
        catalog.define(Group.ARRAY, "array_insert(array, position, value)")
                .says(
                        "With the value at a position that counts from 1, or from the end when"
                                + " negative; filled up with NULLs where the array is shorter.")
                .example("array_insert(array(1, 2, 3), 2, 9)")
                .withTyping(ArrayEditFunctions::insert);
    }

    private static Signature add(Arguments arguments, boolean front) {
        arguments.count(2);
        if (!(arguments.type(0) instanceof ArrayType)) {
            throw arguments.unexpected(0, Kind.ARRAY.describe());
        }
        var element = Lists.element(arguments, 1);
        var given = (ArrayType) arguments.type(0);
        var type = new ArrayType(element, given.containsNull() || arguments.get(1).nullable());
        Body body =
                (a, _) -> {
                    if (a[0] == null) {
                        return null;
                    }
                    var list = new ArrayList<@Nullable Object>(Catalog.<List<Object>>the(a[0]));
                    list.add(front ? 0 : list.size(), a[1]);
                    return list;
                };
        return new Signature(
                List.of(new ArrayType(element, given.containsNull()), element),
                type,
                arguments.get(0).nullable(),
                body);
    }

    private static Signature insert(Arguments arguments) {
        arguments.count(3);
        var element = Lists.element(arguments, 2);
        if (!(arguments.type(1) instanceof IntegerType)) {
            throw arguments.unexpected(1, Kind.INT.describe());
        }
        var type = new ArrayType(element, true);
        Body body =
                (a, _) ->
                        a[0] == null || a[1] == null
                                ? null
                                : insert(Catalog.the(a[0]), Catalog.<Integer>the(a[1]), a[2]);
        return new Signature(
                List.of(type, arguments.type(1), element),
                type,
                arguments.get(0).nullable() || arguments.get(1).nullable(),
                body);
    }

    private static List<@Nullable Object> insert(
            List<Object> array, int position, @Nullable Object value) {
        if (position == 0) {
            throw TextFunctions.zeroIndex();
        }
        int size = array.size();
        long longer = Math.max(Math.abs((long) position), size + 1L);
        var list = new ArrayList<@Nullable Object>(Limits.elements("array_insert", longer));
        if (position > size) {
            list.addAll(array);
            list.addAll(Collections.nCopies(position - 1 - size, null));
            list.add(value);
        } else if (-position > size + 1) {
            list.add(value);
            list.addAll(Collections.nCopies(-position - 1 - size, null));
            list.addAll(array);
        } else {
            list.addAll(array);
            list.add(position > 0 ? position - 1 : size + position + 1, value);
        }
        return list;
    }

    private static void removals(Catalog catalog) {
        catalog.define(Group.ARRAY, "array_remove(array, value)")
                .says("Without the elements that equal the value.")
                .example("array_remove(array(1, 2, 3, NULL, 3), 3)")
                .total()
                .withTyping(arguments -> {
                    arguments.count(2);
                    var element = Lists.element(arguments, 1);
                    var array = (ArrayType) arguments.type(0);
                    var type = new ArrayType(element, array.containsNull());
                    Body body =
                            (a, _) ->
                                    Catalog.<List<Object>>the(a[0]).stream()
                                            .filter(other ->
                                                    other == null
                                                            || !Values.equal(element, other, a[1]))
                                            .collect(
                                                    ArrayList::new,
                                                    ArrayList::add,
                                                    ArrayList::addAll);
                    return new Signature(
                            List.of(type, element), type, arguments.nullable(), body.strict());
                });
        catalog.define(Group.ARRAY, "array_compact(array)")
                .says("Without NULLs.")
                .example("array_compact(array(1, NULL, 3))")
                .total()
                .withTyping(arguments -> {
                    arguments.count(1);
                    var array = Lists.array(arguments, 0);
                    Body body =
                            (a, _) ->
                                    Catalog.<List<Object>>the(a[0]).stream()
                                            .filter(other -> other != null)
                                            .toList();
                    return new Signature(
                            List.of(array),
                            new ArrayType(array.elementType(), false),
                            arguments.nullable(),
                            body.strict());
                });
        catalog.define(Group.ARRAY, "array_distinct(array)")
                .says("Each value once.")
                .example("array_distinct(array(1, 2, 3, NULL, 3))")
                .total()
                .withTyping(arguments -> {
                    arguments.count(1);
                    var array = Lists.array(arguments, 0);
                    var element = ordered(arguments, array);
                    Body body = (a, _) -> distinct(element, Catalog.the(a[0]));
                    return new Signature(
                            List.of(array), array, arguments.nullable(), body.strict());
                });
    }

    private static DataType ordered(Arguments arguments, ArrayType array) {
        if (!Types.isOrdered(array.elementType())) {
            throw ComparisonOperators.unordered(arguments, array);
        }
        return array.elementType();
    }

    private static List<@Nullable Object> distinct(DataType element, List<?> list) {
        var once = new ArrayList<@Nullable Object>();
        for (var value : list) {
            if (!Lists.contains(element, once, value)) {
                once.add(value);
            }
        }
        return once;
    }

    private static void sets(Catalog catalog) {
        catalog.define(Group.ARRAY, "array_union(left, right)")
                .says("Each value that is in one of both, once.")
                .example("array_union(array(1, 2, 3), array(1, 3, 5))")
                .total()
                .withTyping(arguments -> {
                    var type = Lists.both(arguments);
                    Body body =
                            (a, _) -> {
                                var all = new ArrayList<Object>(Catalog.<List<Object>>the(a[0]));
                                all.addAll(Catalog.<List<Object>>the(a[1]));
                                return distinct(type.elementType(), all);
                            };
                    return set(arguments, type, body);
                });
        catalog.define(Group.ARRAY, "array_intersect(left, right)")
                .says("Each value that is in both, once.")
                .example("array_intersect(array(1, 2, 3), array(1, 3, 5))")
                .total()
                .withTyping(arguments -> filtered(arguments, true));
        catalog.define(Group.ARRAY, "array_except(left, right)")
                .says("Each value that is in `left` and not in `right`, once.")
                .example("array_except(array(1, 2, 3), array(1, 3, 5))")
                .total()
                .withTyping(arguments -> filtered(arguments, false));
        catalog.define(Group.ARRAY, "arrays_overlap(left, right)")
                .says("Whether a value is in both; NULL if none is and one of them has a NULL.")
                .example("arrays_overlap(array(1, 2, 3), array(3, 4, 5))")
                .total()
                .withTyping(arguments -> {
                    var type = Lists.both(arguments);
                    Body body =
                            (a, _) ->
                                    overlap(
                                            type.elementType(),
                                            Catalog.the(a[0]),
                                            Catalog.the(a[1]));
                    return new Signature(
                            List.of(type, type),
                            DataTypes.BooleanType,
                            arguments.nullable() || type.containsNull(),
                            body.strict());
                });
    }

    private static Signature filtered(Arguments arguments, boolean keep) {
        var type = Lists.both(arguments);
        var element = type.elementType();
        Body body =
                (a, _) -> {
                    var right = Catalog.<List<?>>the(a[1]);
                    var kept = new ArrayList<@Nullable Object>();
                    for (var value : distinct(element, Catalog.the(a[0]))) {
                        if (Lists.contains(element, right, value) == keep) {
                            kept.add(value);
                        }
                    }
                    return kept;
                };
        return set(arguments, type, body);
    }

    private static Signature set(Arguments arguments, ArrayType type, Body body) {
        var _ = ordered(arguments, type);
        return new Signature(List.of(type, type), type, arguments.nullable(), body.strict());
    }

    private static @Nullable Boolean overlap(DataType element, List<?> left, List<?> right) {
        for (var value : left) {
            if (value != null && Lists.contains(element, right, value)) {
                return true;
            }
        }
        boolean unsure =
                !left.isEmpty()
                        && !right.isEmpty()
                        && (left.contains(null) || right.contains(null));
        return unsure ? null : Boolean.FALSE;
    }

    private static void sorts(Catalog catalog) {
        catalog.define(Group.ARRAY, "sort_array(array[, ascending])")
                .says("Sorted, NULLs first; descending, NULLs last, if `ascending` is false.")
                .example("sort_array(array('b', NULL, 'a'))")
                .total()
                .withTyping(ArrayEditFunctions::sort);
        catalog.define(Group.LAMBDA, "array_sort(array[, comparator])")
                .says(
                        "Sorted, NULLs last; or in the order of a lambda of two elements that gives"
                                + " a negative number, zero or a positive one.")
                .example(
                        "array_sort(array(5, 6, 1))",
                        "array_sort(array('bc', 'a'), (x, y) -> length(x) - length(y))")
                .lambdas((arguments, _, _) -> {
                    var element = Lists.requiredArray(arguments, 0).elementType();
                    return List.of(element, element);
                })
                .withTyping(ArrayEditFunctions::arraySort);
    }

    private static Signature sort(Arguments arguments) {
        arguments.countBetween(1, 2);
        var array = Lists.array(arguments, 0);
        var element = ordered(arguments, array);
        if (arguments.size() == 2
                && !Kind.BOOLEAN.accepts(arguments.type(1))
                && !(arguments.type(1) instanceof NullType)) {
            throw arguments.unexpected(1, Kind.BOOLEAN.describe());
        }
        Body body =
                (a, _) -> {
                    var list = new ArrayList<@Nullable Object>(Catalog.<List<Object>>the(a[0]));
                    Comparator<@Nullable Object> order = (x, y) -> Values.compare(element, x, y);
                    boolean ascending = a.length < 2 || Catalog.<Boolean>the(a[1]);
                    list.sort(ascending ? order : order.reversed());
                    return list;
                };
        return new Signature(
                arguments.size() == 1
                        ? List.of(array)
                        : List.of(array, arguments.as(1, Kind.BOOLEAN)),
                array,
                arguments.nullable(),
                body.strict());
    }

    private static Signature arraySort(Arguments arguments) {
        arguments.countBetween(1, 2);
        var array = Lists.requiredArray(arguments, 0);
        if (arguments.size() == 1) {
            var element = ordered(arguments, array);
            Body body =
                    (a, _) ->
                            sorted(
                                    Catalog.the(a[0]),
                                    (x, y) ->
                                            x == null || y == null
                                                    ? Boolean.compare(x == null, y == null)
                                                    : Values.compare(element, x, y));
            return new Signature(List.of(array), array, arguments.nullable(), body.strict());
        }
        var lambda = arguments.lambda(1, 2);
        if (!(lambda.type() instanceof IntegerType)) {
            throw arguments.mismatch(
                    Condition.DATATYPE_MISMATCH__UNEXPECTED_RETURN_TYPE,
                    "The `array_sort` requires return \"INT\" type, but the actual is %s type"
                            .formatted(lambda.type().sql()));
        }
        Body body =
                (a, _) -> {
                    var order = Catalog.<LambdaValue>the(a[1]);
                    return sorted(
                            Catalog.the(a[0]),
                            (x, y) -> {
                                if (order.apply(x, y) instanceof Integer result) {
                                    return result;
                                }
                                throw new TidemillException(
                                        Condition.COMPARATOR_RETURNS_NULL,
                                        "The comparator has returned a NULL for a comparison between %s and %s"
                                                .formatted(x, y),
                                        "let it return a positive number, 0 or a negative one");
                            });
                };
        return new Signature(
                List.of(array, lambda.type()), array, arguments.get(0).nullable(), body.strict());
    }

    private static List<@Nullable Object> sorted(
            List<Object> list, Comparator<@Nullable Object> order) {
        var sorted = new ArrayList<@Nullable Object>(list);
        sorted.sort(order);
        return sorted;
    }
}
