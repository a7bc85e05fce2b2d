package io.tidemill.expression.function;

import io.tidemill.expression.Coercion;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Types;
import io.tidemill.expression.Values;
import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.BooleanType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.MapType;
import io.tidemill.sql.types.NullType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Functions that call a lambda for each element of an array or each entry of a map.
final class LambdaFunctions {
    private LambdaFunctions() {}

    static void define(Catalog catalog) {
        elements(catalog);
        folds(catalog);
        tests(catalog);
        entries(catalog);
    }

    /// Parameters of a lambda over an array: the element, and its index if a second is wanted.
    private static List<DataType> element(Arguments arguments) {
        return List.of(Lists.requiredArray(arguments, 0).elementType(), DataTypes.IntegerType);
    }

    private static void elements(Catalog catalog) {
        catalog.define(Group.LAMBDA, "transform(array, lambda)")
                .says("What a lambda of the element, and its index from 0, makes of each.")
                .example(
                        "transform(array(1, 2, 3), x -> x + 1)",
                        "transform(array(5, 6), (x, i) -> x + i)")
                .lambdas((arguments, _, _) -> element(arguments))
                .withTyping(LambdaFunctions::transform);
        catalog.define(Group.LAMBDA, "filter(array, lambda)")
                .says("The elements for which the lambda is true.")
                .example("filter(array(1, 2, 3), x -> x % 2 == 1)")
                .lambdas((arguments, _, _) -> element(arguments))
                .withTyping(arguments -> {
                    arguments.count(2);
                    var array = Lists.requiredArray(arguments, 0);
                    var lambda = truth(arguments, 1, 1, 2);
                    boolean indexed = lambda.parameters().size() == 2;
                    Body body =
                            (a, _) -> {
                                var test = Catalog.<LambdaValue>the(a[1]);
                                var kept = new ArrayList<@Nullable Object>();
                                int index = 0;
                                for (var value : Catalog.<List<?>>the(a[0])) {
                                    var passes = apply(test, indexed, value, index++);
                                    if (Boolean.TRUE.equals(passes)) {
                                        kept.add(value);
                                    }
                                }
                                return kept;
                            };
                    return signature(arguments, List.of(array, lambda.type()), array, body);
                });
        catalog.define(Group.LAMBDA, "zip_with(left, right, lambda)")
                .says("What a lambda makes of the n-th elements of both; NULL for what is missing.")
                .example("zip_with(array(1, 2), array(3, 4), (x, y) -> x + y)")
                .lambdas((arguments, _, _) ->
                        List.of(
                                Lists.requiredArray(arguments, 0).elementType(),
                                Lists.requiredArray(arguments, 1).elementType()))
                .withTyping(LambdaFunctions::zip);
    }

    private static @Nullable Object apply(
            LambdaValue lambda, boolean indexed, @Nullable Object value, int index) {
        return indexed ? lambda.apply(value, index) : lambda.apply(value);
    }

    private static Signature transform(Arguments arguments) {
        arguments.count(2);
        var array = Lists.requiredArray(arguments, 0);
        var lambda = arguments.lambda(1, 1, 2);
        boolean indexed = lambda.parameters().size() == 2;
        Body body =
                (a, _) -> {
                    var make = Catalog.<LambdaValue>the(a[1]);
                    var made = new ArrayList<@Nullable Object>();
                    int index = 0;
                    for (var value : Catalog.<List<?>>the(a[0])) {
                        made.add(apply(make, indexed, value, index++));
                    }
                    return made;
                };
        return signature(
                arguments,
                List.of(array, lambda.type()),
                new ArrayType(lambda.type(), lambda.nullable()),
                body);
    }

    private static Signature zip(Arguments arguments) {
        arguments.count(3);
        var left = Lists.requiredArray(arguments, 0);
        var right = Lists.requiredArray(arguments, 1);
        var lambda = arguments.lambda(2, 2);
        Body body =
                (a, _) -> {
                    var x = Catalog.<List<?>>the(a[0]);
                    var y = Catalog.<List<?>>the(a[1]);
                    var make = Catalog.<LambdaValue>the(a[2]);
                    var made = new ArrayList<@Nullable Object>();
                    for (int i = 0; i < Math.max(x.size(), y.size()); i++) {
                        made.add(
                                make.apply(
                                        i < x.size() ? x.get(i) : null,
                                        i < y.size() ? y.get(i) : null));
                    }
                    return made;
                };
        return signature(
                arguments,
                List.of(left, right, lambda.type()),
                new ArrayType(lambda.type(), lambda.nullable()),
                body);
    }

    private static void folds(Catalog catalog) {
        catalog.define(Group.LAMBDA, "aggregate(array, start, merge[, finish])")
                .alias("reduce")
                .says(
                        "A value that begins with `start` and takes each element in with `merge`;"
                                + " `finish` makes the result of it.")
                .example(
                        "aggregate(array(1, 2, 3), 0, (acc, x) -> acc + x)",
                        "aggregate(array(1, 2, 3), 0, (acc, x) -> acc + x, acc -> acc * 10)")
                .lambdas((arguments, index, _) ->
                        index == 2
                                ? List.of(
                                        arguments.type(1),
                                        Lists.requiredArray(arguments, 0).elementType())
                                : List.of(arguments.type(1)))
                .withTyping(LambdaFunctions::fold);
    }

    private static Signature fold(Arguments arguments) {
        arguments.countBetween(3, 4);
        var array = Lists.requiredArray(arguments, 0);
        var start = arguments.type(1);
        var merge = arguments.lambda(2, 2);
        if (!Types.sameShape(start, merge.type())) {
            throw arguments.unexpected(2, "\"" + start.sql() + "\"");
        }
        var types = new ArrayList<DataType>(List.of(array, start, merge.type()));
        DataType type = start;
        if (arguments.size() == 4) {
            type = arguments.lambda(3, 1).type();
            types.add(type);
        }
        Body body =
                (a, _) -> {
                    if (a[0] == null) {
                        return null;
                    }
                    var take = Catalog.<LambdaValue>the(a[2]);
                    var soFar = a[1];
                    for (var value : Catalog.<List<?>>the(a[0])) {
                        soFar = take.apply(soFar, value);
                    }
                    return a.length == 4 ? Catalog.<LambdaValue>the(a[3]).apply(soFar) : soFar;
                };
        return new Signature(types, type, true, body);
    }

    private static void tests(Catalog catalog) {
        catalog.define(Group.LAMBDA, "exists(array, lambda)")
                .says(
                        "Whether the lambda is true for an element; NULL if for none and NULL for one.")
                .example("exists(array(1, 2, 3), x -> x % 2 == 0)")
                .lambdas((arguments, _, _) -> element(arguments))
                .withTyping(arguments -> test(arguments, true));
        catalog.define(Group.LAMBDA, "forall(array, lambda)")
                .says(
                        "Whether the lambda is true for all; NULL if false for none and NULL for one.")
                .example("forall(array(1, 2, 3), x -> x > 0)")
                .lambdas((arguments, _, _) -> element(arguments))
                .withTyping(arguments -> test(arguments, false));
    }

    private static Signature test(Arguments arguments, boolean decisive) {
        arguments.count(2);
        var array = Lists.requiredArray(arguments, 0);
        var lambda = truth(arguments, 1, 1);
        Body body =
                (a, _) -> {
                    var test = Catalog.<LambdaValue>the(a[1]);
                    boolean unknown = false;
                    for (var value : Catalog.<List<?>>the(a[0])) {
                        var result = test.apply(value);
                        if (result == null) {
                            unknown = true;
                        } else if ((Boolean) result == decisive) {
                            return decisive;
                        }
                    }
                    return unknown ? null : !decisive;
                };
        var types = List.of(array, lambda.type());
        var strict = signature(arguments, types, DataTypes.BooleanType, body);
        return new Signature(
                types, strict.type(), strict.nullable() || lambda.nullable(), strict.body());
    }

    private static Expression.Lambda truth(Arguments arguments, int index, int... parameters) {
        var lambda = arguments.lambda(index, parameters);
        if (!(lambda.type() instanceof BooleanType) && !(lambda.type() instanceof NullType)) {
            throw arguments.unexpected(index, Kind.BOOLEAN.describe());
        }
        return lambda;
    }

    /// Parameters of a lambda over a map: key and value.
    private static List<DataType> entry(Arguments arguments) {
        var map = Lists.requiredMap(arguments, 0);
        return List.of(map.keyType(), map.valueType());
    }

    private static void entries(Catalog catalog) {
        catalog.define(Group.LAMBDA, "map_filter(map, lambda)")
                .says("The entries for which a lambda of key and value is true.")
                .example("map_filter(map(1, 0, 2, 2), (k, v) -> k > v)")
                .lambdas((arguments, _, _) -> entry(arguments))
                .withTyping(arguments -> {
                    arguments.count(2);
                    var map = Lists.requiredMap(arguments, 0);
                    var lambda = truth(arguments, 1, 2);
                    Body body =
                            (a, _) -> {
                                var test = Catalog.<LambdaValue>the(a[1]);
                                var kept = Lists.newMap();
                                Catalog.<Map<Object, Object>>the(a[0])
                                        .forEach((k, v) -> {
                                            if (Boolean.TRUE.equals(test.apply(k, v))) {
                                                kept.put(k, v);
                                            }
                                        });
                                return kept;
                            };
                    return signature(arguments, List.of(map, lambda.type()), map, body);
                });
        catalog.define(Group.LAMBDA, "transform_keys(map, lambda)")
                .says("With each key replaced by what a lambda of key and value gives.")
                .example("transform_keys(map(1, 2), (k, v) -> k + 1)")
                .lambdas((arguments, _, _) -> entry(arguments))
                .withTyping(arguments -> transformMap(arguments, true));
        catalog.define(Group.LAMBDA, "transform_values(map, lambda)")
                .says("With each value replaced by what a lambda of key and value gives.")
                .example("transform_values(map(1, 2), (k, v) -> v + 1)")
                .lambdas((arguments, _, _) -> entry(arguments))
                .withTyping(arguments -> transformMap(arguments, false));
        catalog.define(Group.LAMBDA, "map_zip_with(left, right, lambda)")
                .says(
                        "For each key of one of both, what a lambda of the key and both values gives;"
                                + " NULL for a value that is missing.")
                .example("map_zip_with(map(1, 'a'), map(1, 'x'), (k, v1, v2) -> concat(v1, v2))")
                .lambdas((arguments, _, _) ->
                        List.of(
                                zippedKey(arguments),
                                Lists.requiredMap(arguments, 0).valueType(),
                                Lists.requiredMap(arguments, 1).valueType()))
                .withTyping(LambdaFunctions::zipMaps);
    }

    private static Signature transformMap(Arguments arguments, boolean keys) {
        arguments.count(2);
        var map = Lists.requiredMap(arguments, 0);
        var lambda = arguments.lambda(1, 2);
        var type =
                keys
                        ? new MapType(lambda.type(), map.valueType(), map.valueContainsNull())
                        : new MapType(map.keyType(), lambda.type(), lambda.nullable());
        Body body =
                (a, _) -> {
                    var make = Catalog.<LambdaValue>the(a[1]);
                    var made = Lists.newMap();
                    Catalog.<Map<Object, Object>>the(a[0])
                            .forEach((k, v) -> {
                                var result = make.apply(k, v);
                                Lists.put(type, made, keys ? result : k, keys ? v : result);
                            });
                    return made;
                };
        return signature(arguments, List.of(map, lambda.type()), type, body);
    }

    private static DataType zippedKey(Arguments arguments) {
        var left = Lists.requiredMap(arguments, 0).keyType();
        var right = Lists.requiredMap(arguments, 1).keyType();
        return Coercion.tightest(left, right)
                .orElseThrow(() -> arguments.unexpected(1, "\"MAP\" of the same keys"));
    }

    private static Signature zipMaps(Arguments arguments) {
        arguments.count(3);
        var key = zippedKey(arguments);
        var left = Lists.requiredMap(arguments, 0);
        var right = Lists.requiredMap(arguments, 1);
        var x = new MapType(key, left.valueType(), left.valueContainsNull());
        var y = new MapType(key, right.valueType(), right.valueContainsNull());
        var lambda = arguments.lambda(2, 3);
        Body body =
                (a, _) -> {
                    var first = Catalog.<Map<Object, Object>>the(a[0]);
                    var second = Catalog.<Map<Object, Object>>the(a[1]);
                    var keys = new ArrayList<Object>(first.keySet());
                    for (var other : second.keySet()) {
                        if (keys.stream().noneMatch(k -> Values.equal(key, k, other))) {
                            keys.add(other);
                        }
                    }
                    var make = Catalog.<LambdaValue>the(a[2]);
                    var made = Lists.newMap();
                    for (var k : keys) {
                        made.put(
                                k,
                                make.apply(
                                        k,
                                        ComparisonOperators.valueOf(x, first, k),
                                        ComparisonOperators.valueOf(y, second, k)));
                    }
                    return made;
                };
        return signature(
                arguments,
                List.of(x, y, lambda.type()),
                new MapType(key, lambda.type(), lambda.nullable()),
                body);
    }

    /// NULL when an array or map is.
    private static Signature signature(
            Arguments arguments, List<DataType> types, DataType type, Body body) {
        boolean nullable =
                arguments.expressions().stream()
                        .filter(e -> !(e instanceof Expression.Lambda))
                        .anyMatch(Expression::nullable);
        return new Signature(types, type, nullable, body.strict());
    }
}
