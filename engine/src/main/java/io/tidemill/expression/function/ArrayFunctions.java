package io.tidemill.expression.function;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.Coercion;
import io.tidemill.expression.Expression;
import io.tidemill.expression.QueryErrors;
import io.tidemill.expression.Types;
import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.LongType;
import io.tidemill.sql.types.MapType;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Functions that make arrays, look into them and take their parts.
final class ArrayFunctions {
    private ArrayFunctions() {}

    static void define(Catalog catalog) {
        make(catalog);
        sizes(catalog);
        access(catalog);
        shapes(catalog);
    }

    private static void make(Catalog catalog) {
        catalog.define(Group.ARRAY, "array(value, ...)")
                .says("An array of the values.")
                .example("array(1, 2, 3)")
                .total()
                .withTyping(arguments -> {
                    var element = arguments.common(0);
                    return new Signature(
                            Collections.nCopies(arguments.size(), element),
                            new ArrayType(element, arguments.nullable()),
                            false,
                            (a, _) -> Arrays.asList(a.clone()));
                });
        catalog.define(Group.ARRAY, "array_repeat(value, times)")
                .says("An array of the value so many times.")
                .example("array_repeat('123', 2)")
                .withTyping(arguments -> {
                    arguments.count(2);
                    if (Kind.TEXT.accepts(arguments.type(1))) {
                        throw arguments.unexpected(1, Kind.INT.describe());
                    }
                    var element = arguments.type(0);
                    Body body =
                            (a, _) -> {
                                if (a[1] == null) {
                                    return null;
                                }
                                int times = Math.max(Catalog.<Integer>the(a[1]), 0);
                                return Collections.nCopies(
                                        Limits.elements("array_repeat", times), a[0]);
                            };
                    return new Signature(
                            List.of(element, arguments.as(1, Kind.INT)),
                            new ArrayType(element, arguments.get(0).nullable()),
                            arguments.get(1).nullable(),
                            body);
                });
        catalog.define(Group.ARRAY, "arrays_zip(array, ...)")
                .says("An array of structs: the n-th of the n-th elements of each array.")
                .example("arrays_zip(array(1, 2), array('a', 'b'))")
                .total()
                .withTyping(ArrayFunctions::zip);
    }

    private static Signature zip(Arguments arguments) {
        var types = new ArrayList<DataType>();
        var fields = new ArrayList<StructField>();
        for (int i = 0; i < arguments.size(); i++) {
            var array = Lists.array(arguments, i);
            types.add(array);
            var name =
                    arguments.get(i) instanceof Expression.Input input
                            ? input.name()
                            : Integer.toString(i);
            fields.add(new StructField(name, array.elementType()));
        }
        Body body =
                (a, _) -> {
                    int longest = 0;
                    for (var list : a) {
                        longest = Math.max(longest, Catalog.<List<?>>the(list).size());
                    }
                    var rows = new ArrayList<Object>();
                    for (int row = 0; row < longest; row++) {
                        var values = new @Nullable Object[a.length];
                        for (int i = 0; i < a.length; i++) {
                            var list = Catalog.<List<?>>the(a[i]);
                            values[i] = row < list.size() ? list.get(row) : null;
                        }
                        rows.add(values);
                    }
                    return rows;
                };
        return new Signature(
                types,
                new ArrayType(new StructType(fields), false),
                arguments.nullable(),
                body.strict());
    }

    private static void sizes(Catalog catalog) {
        catalog.define(Group.ARRAY, "size(value)")
                .alias("cardinality")
                .says("How many elements an array, or entries a map, has.")
                .example("size(array('b', 'd'))", "size(map('a', 1))")
                .takes(Kind.oneOf(Kind.ARRAY, Kind.MAP))
                .gives(DataTypes.IntegerType)
                .total()
                .with1((Object value) ->
                        value instanceof List<?> list ? list.size() : ((Map<?, ?>) value).size());
        catalog.define(Group.ARRAY, "array_size(array)")
                .says("How many elements it has.")
                .example("array_size(array('b', 'd'))")
                .takes(Kind.ARRAY)
                .gives(DataTypes.IntegerType)
                .total()
                .with1((List<?> list) -> list.size());
    }

    private static void access(Catalog catalog) {
        catalog.define(Group.ARRAY, "get(array, index)")
                .says("The element at an index that counts from 0; NULL if there is none.")
                .example("get(array(1, 2, 3), 0)")
                .total()
                .withTyping(arguments -> {
                    arguments.count(2);
                    var array = Lists.requiredArray(arguments, 0);
                    Body body =
                            (a, _) -> {
                                var list = Catalog.<List<?>>the(a[0]);
                                int index = Catalog.<Integer>the(a[1]);
                                return index < 0 || index >= list.size() ? null : list.get(index);
                            };
                    return new Signature(
                            List.of(array, arguments.as(1, Kind.INT)),
                            array.elementType(),
                            true,
                            body.strict());
                });
        catalog.define(Group.ARRAY, "element_at(array, position)")
                .says(
                        "The element at a position that counts from 1, or from the end when"
                                + " negative, which must exist; or the value of a map's key, NULL if it"
                                + " has none.")
                .example("element_at(array(1, 2, 3), -1)", "element_at(map('a', 1), 'a')")
                .withTyping(arguments -> elementAt(arguments, false));
        catalog.define(Group.ARRAY, "try_element_at(array, position)")
                .says("As `element_at`, but NULL for a position that does not exist.")
                .example("try_element_at(array(1, 2, 3), 4)")
                .withTyping(arguments -> elementAt(arguments, true));
    }

    private static Signature elementAt(Arguments arguments, boolean lenient) {
        arguments.count(2);
        return switch (arguments.type(0)) {
            case ArrayType array -> {
                var position = arguments.type(1);
                if (!Types.isWhole(position) || position instanceof LongType) {
                    throw arguments.unexpected(1, Kind.INT.describe());
                }
                Body body =
                        (a, _) -> elementAt(Catalog.the(a[0]), Catalog.<Integer>the(a[1]), lenient);
                yield new Signature(
                        List.of(array, arguments.as(1, Kind.INT)),
                        array.elementType(),
                        true,
                        body.strict());
            }
            case MapType map -> {
                var key = key(arguments, map, 1);
                var type = new MapType(key, map.valueType(), map.valueContainsNull());
                Body body =
                        (a, _) ->
                                ComparisonOperators.valueOf(
                                        type, Catalog.the(a[0]), Catalog.the(a[1]));
                yield new Signature(List.of(type, key), map.valueType(), true, body.strict());
            }
            default -> throw arguments.unexpected(0, "(\"ARRAY\" or \"MAP\")");
        };
    }

    private static @Nullable Object elementAt(List<?> list, int position, boolean lenient) {
        if (position == 0) {
            throw TextFunctions.zeroIndex();
        }
        int index = position > 0 ? position - 1 : list.size() + position;
        if (index >= 0 && index < list.size()) {
            return list.get(index);
        }
        if (lenient) {
            return null;
        }
        throw new TidemillException(
                Condition.INVALID_ARRAY_INDEX_IN_ELEMENT_AT,
                "The index %d is out of bounds. The array has %d elements"
                        .formatted(position, list.size()),
                "use `try_element_at` to get NULL instead");
    }

    /// The type that a map's keys and a key have in common.
    static DataType key(Arguments arguments, MapType map, int index) {
        return Coercion.tightest(map.keyType(), arguments.type(index))
                .orElseThrow(() ->
                        arguments.mismatch(
                                Condition.DATATYPE_MISMATCH__MAP_FUNCTION_DIFF_TYPES,
                                "Input to `%s` should have been \"MAP\" followed by a value with same key type, but it's [%s, %s]"
                                        .formatted(
                                                arguments.function(),
                                                QueryErrors.quoted(map),
                                                QueryErrors.quoted(arguments.type(index)))));
    }

    private static void shapes(Catalog catalog) {
        catalog.define(Group.ARRAY, "slice(array, start, length)")
                .says("So many elements from a position that counts from 1, or from the end.")
                .example("slice(array(1, 2, 3, 4), 2, 2)")
                .withTyping(arguments -> {
                    arguments.count(3);
                    var array = Lists.array(arguments, 0);
                    Body body =
                            (a, _) ->
                                    slice(
                                            Catalog.the(a[0]),
                                            Catalog.<Integer>the(a[1]),
                                            Catalog.<Integer>the(a[2]));
                    return new Signature(
                            List.of(array, arguments.as(1, Kind.INT), arguments.as(2, Kind.INT)),
                            array,
                            arguments.nullable(),
                            body.strict());
                });
        catalog.define(Group.ARRAY, "flatten(arrays)")
                .says("The elements of the arrays of an array; NULL if one of those is.")
                .example("flatten(array(array(1, 2), array(3)))")
                .total()
                .withTyping(arguments -> {
                    arguments.count(1);
                    if (!(arguments.type(0) instanceof ArrayType(ArrayType inner, _))) {
                        throw arguments.unexpected(0, "\"ARRAY\" of \"ARRAY\"");
                    }
                    Body body =
                            (a, _) -> {
                                var all = new ArrayList<Object>();
                                for (var list : Catalog.<List<List<Object>>>the(a[0])) {
                                    if (list == null) {
                                        return null;
                                    }
                                    Limits.elements("flatten", (long) all.size() + list.size());
                                    all.addAll(list);
                                }
                                return all;
                            };
                    return new Signature(arguments.types(), inner, true, body.strict());
                });
        catalog.define(Group.ARRAY, "array_join(array, separator[, missing])")
                .says("The texts with a separator between; NULLs left out, or replaced.")
                .example("array_join(array('a', NULL, 'b'), ',', '-')")
                .takes(Kind.of(DataTypes.createArrayType(DataTypes.StringType)), Kind.TEXT)
                .optional(Kind.TEXT)
                .gives(DataTypes.StringType)
                .total()
                .with((a, _) -> {
                    var missing = a.length > 2 ? Catalog.<String>the(a[2]) : null;
                    var parts = new ArrayList<String>();
                    for (var text : Catalog.<List<String>>the(a[0])) {
                        var part = text == null ? missing : text;
                        if (part != null) {
                            parts.add(part);
                        }
                    }
                    return String.join(Catalog.<String>the(a[1]), parts);
                });
    }

    private static List<?> slice(List<?> list, int start, int length) {
        if (start == 0) {
            throw QueryErrors.parameter(
                    Condition.INVALID_PARAMETER_VALUE__START,
                    "slice",
                    "start",
                    "a positive or a negative value for `start`",
                    start);
        }
        if (length < 0) {
            throw QueryErrors.parameter(
                    Condition.INVALID_PARAMETER_VALUE__LENGTH,
                    "slice",
                    "length",
                    "`length` greater than or equal to 0",
                    length);
        }
        int from = start > 0 ? start - 1 : list.size() + start;
        if (from < 0 || from >= list.size()) {
            return List.of();
        }
        return list.subList(from, (int) Math.min((long) from + length, list.size()));
    }
}
