package io.tidemill.expression.function;

import io.tidemill.data.Condition;
import io.tidemill.expression.Coercion;
import io.tidemill.expression.Expression;
import io.tidemill.expression.QueryErrors;
import io.tidemill.expression.Types;
import io.tidemill.expression.Values;
import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.MapType;
import io.tidemill.sql.types.NullType;
import io.tidemill.sql.types.StructField;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Functions that make maps and structs and look into them.
final class MapFunctions {
    private MapFunctions() {}

    static void define(Catalog catalog) {
        make(catalog);
        parts(catalog);
        structs(catalog);
    }

    private static void make(Catalog catalog) {
        catalog.define(Group.MAP, "map(key, value, ...)")
                .says("A map of the entries; keys must differ and not be NULL.")
                .example("map(1.0, '2', 3.0, '4')")
                .withTyping(MapFunctions::map);
        catalog.define(Group.MAP, "map_from_arrays(keys, values)")
                .says("A map of the n-th key to the n-th value.")
                .example("map_from_arrays(array(1.0, 3.0), array('2', '4'))")
                .withTyping(MapFunctions::fromArrays);
        catalog.define(Group.MAP, "map_from_entries(structs)")
                .says("A map of an array of structs of key and value; NULL if one of those is.")
                .example("map_from_entries(array(struct(1, 'a'), struct(2, 'b')))")
                .withTyping(MapFunctions::fromEntries);
        catalog.define(Group.MAP, "map_concat(map, ...)")
                .says("A map of the entries of all.")
                .example("map_concat(map(1, 'a'), map(3, 'c'))")
                .withTyping(MapFunctions::concat);
        catalog.define(Group.MAP, "str_to_map(text[, entry[, value]])")
                .says(
                        "The map that a text is, split at regular expressions, `,` and `:` if not"
                                + " given.")
                .example("str_to_map('a:1,b:2')")
                .withTyping(MapFunctions::ofText);
    }

    private static Signature map(Arguments arguments) {
        if (arguments.size() % 2 != 0) {
            arguments.count(arguments.size() + 1);
        }
        var keys = new ArrayList<Expression>();
        var values = new ArrayList<Expression>();
        for (int i = 0; i < arguments.size(); i += 2) {
            keys.add(arguments.get(i));
            values.add(arguments.get(i + 1));
        }
        var key = new Arguments("map", keys).common(0);
        var value = new Arguments("map", values).common(0);
        if (Types.holdsMap(key)) {
            throw arguments.mismatch(
                    Condition.DATATYPE_MISMATCH__INVALID_MAP_KEY_TYPE,
                    "The key of map cannot be/contain " + QueryErrors.quoted(key));
        }
        var type = new MapType(key, value, new Arguments("map", values).nullable());
        var types = new ArrayList<DataType>();
        for (int i = 0; i < arguments.size(); i++) {
            types.add(i % 2 == 0 ? key : value);
        }
        Body body =
                (a, _) -> {
                    var map = Lists.newMap();
                    for (int i = 0; i < a.length; i += 2) {
                        Lists.put(type, map, normal(a[i]), a[i + 1]);
                    }
                    return map;
                };
        return new Signature(types, type, false, body);
    }

    /// Keys hold 0.0 for -0.0.
    private static @Nullable Object normal(@Nullable Object key) {
        return switch (key) {
            case Double number -> number + 0.0;
            case Float number -> number + 0.0f;
            case null, default -> key;
        };
    }

    private static Signature fromArrays(Arguments arguments) {
        arguments.count(2);
        var keys = Lists.array(arguments, 0);
        var values = Lists.array(arguments, 1);
        var type = new MapType(keys.elementType(), values.elementType(), values.containsNull());
        Body body =
                (a, _) -> {
                    var k = Catalog.<List<?>>the(a[0]);
                    var v = Catalog.<List<?>>the(a[1]);
                    if (k.size() != v.size()) {
                        throw QueryErrors.parameter(
                                Condition.INVALID_PARAMETER_VALUE__LENGTH,
                                "map_from_arrays",
                                "values",
                                "as many values as keys",
                                v.size());
                    }
                    var map = Lists.newMap();
                    for (int i = 0; i < k.size(); i++) {
                        Lists.put(type, map, normal(k.get(i)), v.get(i));
                    }
                    return map;
                };
        return new Signature(List.of(keys, values), type, arguments.nullable(), body.strict());
    }

    private static Signature fromEntries(Arguments arguments) {
        arguments.count(1);
        if (arguments.type(0) instanceof NullType) {
            throw arguments.unexpected(0, "\"ARRAY\" of pair \"STRUCT\"");
        }
        if (!(arguments.type(0) instanceof ArrayType(StructType pair, _)) || pair.size() != 2) {
            throw arguments.unexpected(0, "\"ARRAY\" of pair \"STRUCT\"");
        }
        var type = new MapType(pair.typeOf(0), pair.typeOf(1), pair.field(1).nullable());
        Body body =
                (a, _) -> {
                    var entries = Catalog.<List<Object[]>>the(a[0]);
                    if (entries.contains(null)) {
                        return null;
                    }
                    var map = Lists.newMap();
                    for (var entry : entries) {
                        Lists.put(type, map, normal(entry[0]), entry[1]);
                    }
                    return map;
                };
        return new Signature(arguments.types(), type, true, body.strict());
    }

    private static Signature concat(Arguments arguments) {
        var types = arguments.types();
        if (types.isEmpty()) {
            return new Signature(
                    types,
                    DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType),
                    false,
                    (_, _) -> Lists.newMap());
        }
        boolean maps = types.stream().allMatch(MapType.class::isInstance);
        var common = maps ? Coercion.common(types) : Optional.<DataType>empty();
        if (!(common.orElse(DataTypes.NullType) instanceof MapType type)) {
            throw arguments.mismatch(
                    Condition.DATATYPE_MISMATCH__MAP_CONCAT_DIFF_TYPES,
                    "The `map_concat` should all be of type map, but it's "
                            + Arguments.listed(types));
        }
        Body body =
                (a, _) -> {
                    var all = Lists.newMap();
                    for (var map : a) {
                        Catalog.<Map<Object, Object>>the(map)
                                .forEach((k, v) -> Lists.put(type, all, k, v));
                    }
                    return all;
                };
        return new Signature(
                Collections.nCopies(types.size(), type), type, arguments.nullable(), body.strict());
    }

    private static Signature ofText(Arguments arguments) {
        arguments.countBetween(1, 3);
        var type = DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType);
        var kinds = new Kind[arguments.size()];
        Arrays.fill(kinds, Kind.TEXT);
        var entries = new Patterns("str_to_map", 0);
        var values = new Patterns("str_to_map", 0);
        Body body =
                (a, _) ->
                        ofText(
                                Catalog.the(a[0]),
                                entries.of(a.length > 1 ? Catalog.the(a[1]) : ","),
                                values.of(a.length > 2 ? Catalog.the(a[2]) : ":"),
                                type);
        return new Signature(arguments.as(kinds), type, arguments.nullable(), body.strict());
    }

    private static Map<Object, @Nullable Object> ofText(
            String text, Pattern entries, Pattern values, MapType type) {
        var map = Lists.newMap();
        for (var entry : entries.split(text, -1)) {
            var parts = values.split(entry, 2);
            Lists.put(type, map, parts[0], parts.length > 1 ? parts[1] : null);
        }
        return map;
    }

    private static void parts(Catalog catalog) {
        catalog.define(Group.MAP, "map_keys(map)")
                .says("An array of the keys.")
                .example("map_keys(map(1, 'a', 2, 'b'))")
                .total()
                .withTyping(arguments -> {
                    arguments.count(1);
                    var map = Lists.map(arguments, 0);
                    Body body = (a, _) -> new ArrayList<>(Catalog.<Map<?, ?>>the(a[0]).keySet());
                    return new Signature(
                            List.of(map),
                            new ArrayType(map.keyType(), false),
                            arguments.nullable(),
                            body.strict());
                });
        catalog.define(Group.MAP, "map_values(map)")
                .says("An array of the values.")
                .example("map_values(map(1, 'a', 2, 'b'))")
                .total()
                .withTyping(arguments -> {
                    arguments.count(1);
                    var map = Lists.map(arguments, 0);
                    Body body = (a, _) -> new ArrayList<>(Catalog.<Map<?, ?>>the(a[0]).values());
                    return new Signature(
                            List.of(map),
                            new ArrayType(map.valueType(), map.valueContainsNull()),
                            arguments.nullable(),
                            body.strict());
                });
        catalog.define(Group.MAP, "map_entries(map)")
                .says("An array of structs of key and value.")
                .example("map_entries(map(1, 'a', 2, 'b'))")
                .total()
                .withTyping(MapFunctions::entries);
        catalog.define(Group.MAP, "map_contains_key(map, key)")
                .says("Whether the map has the key.")
                .example("map_contains_key(map(1, 'a'), 1)")
                .total()
                .withTyping(MapFunctions::containsKey);
    }

    private static Signature entries(Arguments arguments) {
        arguments.count(1);
        var map = Lists.map(arguments, 0);
        var entry =
                new StructType(
                        List.of(
                                new StructField("key", map.keyType(), false),
                                new StructField(
                                        "value", map.valueType(), map.valueContainsNull())));
        Body body =
                (a, _) -> {
                    var entries = new ArrayList<Object[]>();
                    Catalog.<Map<Object, Object>>the(a[0])
                            .forEach((k, v) -> entries.add(new Object[] {k, v}));
                    return entries;
                };
        return new Signature(
                List.of(map), new ArrayType(entry, false), arguments.nullable(), body.strict());
    }

    private static Signature containsKey(Arguments arguments) {
        arguments.count(2);
        if (arguments.type(1) instanceof NullType && arguments.type(0) instanceof MapType) {
            Lists.refuseNulls(arguments);
        }
        if (!(arguments.type(0) instanceof MapType map)) {
            throw arguments.mismatch(
                    Condition.DATATYPE_MISMATCH__MAP_FUNCTION_DIFF_TYPES,
                    "Input to `map_contains_key` should have been \"MAP\" followed by a value with"
                            + " same key type, but it's "
                            + Arguments.listed(arguments.types()));
        }
        var key = ArrayFunctions.key(arguments, map, 1);
        var type = new MapType(key, map.valueType(), map.valueContainsNull());
        Body body =
                (a, _) ->
                        Catalog.<Map<?, ?>>the(a[0]).keySet().stream()
                                .anyMatch(k -> Values.equal(key, k, a[1]));
        return new Signature(
                List.of(type, key), DataTypes.BooleanType, arguments.nullable(), body.strict());
    }

    private static void structs(Catalog catalog) {
        catalog.define(Group.STRUCT, "struct(value, ...)")
                .says(
                        "A struct of the values; its fields have the columns' names, else `col1`"
                                + " and so on.")
                .example("struct(1, 'a')")
                .total()
                .withTyping(arguments -> {
                    var names = new ArrayList<String>();
                    for (int i = 0; i < arguments.size(); i++) {
                        names.add(name(arguments.get(i), i));
                    }
                    return struct(arguments, names, 0, 1);
                });
        catalog.define(Group.STRUCT, "named_struct(name, value, ...)")
                .says("A struct of fields with those names.")
                .example("named_struct('a', 1, 'b', 2)")
                .total()
                .withTyping(MapFunctions::named);
    }

    private static String name(Expression expression, int index) {
        return switch (expression) {
            case Expression.Input input -> input.name();
            case Expression.Field field -> field.name();
            default -> "col" + (index + 1);
        };
    }

    private static Signature named(Arguments arguments) {
        if (arguments.size() % 2 != 0) {
            arguments.count(arguments.size() + 1);
        }
        var names = new ArrayList<String>();
        for (int i = 0; i < arguments.size(); i += 2) {
            if (!(arguments.constant(i).orElse(0) instanceof String name)) {
                throw arguments.mismatch(
                        Condition.DATATYPE_MISMATCH__CREATE_NAMED_STRUCT_WITHOUT_FOLDABLE_STRING,
                        "Only foldable \"STRING\" expressions are allowed to appear at odd"
                                + " position, but they are ["
                                + arguments.get(i)
                                + "]");
            }
            names.add(name);
        }
        return struct(arguments, names, 1, 2);
    }

    private static Signature struct(Arguments arguments, List<String> names, int first, int step) {
        var fields = new ArrayList<StructField>();
        for (int i = 0; i < names.size(); i++) {
            var value = arguments.get(first + i * step);
            fields.add(new StructField(names.get(i), value.type(), value.nullable()));
        }
        Body body =
                (a, _) -> {
                    var values = new @Nullable Object[names.size()];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = a[first + i * step];
                    }
                    return values;
                };
        return new Signature(arguments.types(), new StructType(fields), false, body);
    }
}
