package io.tidemill.sql;

import io.tidemill.sql.types.StructType;
import java.util.Map;

/// Arrays, maps, structs and JSON, as [functions] offers them; semantics are those of the SQL
/// reference.
abstract sealed class CollectionFunctions extends WindowFunctions permits AggregateFunctions {
    CollectionFunctions() {}

    /// An array of the values.
    public static Column array(Column... columns) {
        return Column.call("array", (Object[]) columns);
    }

    /// With an element at the end.
    public static Column array_append(Column first, Object second) {
        return Column.call("array_append", first, second);
    }

    /// Without NULL.
    public static Column array_compact(Column value) {
        return Column.call("array_compact", value);
    }

    /// Whether a value is an element.
    public static Column array_contains(Column first, Object second) {
        return Column.call("array_contains", first, second);
    }

    /// Each element once.
    public static Column array_distinct(Column value) {
        return Column.call("array_distinct", value);
    }

    /// Elements of the first that the second lacks, each once.
    public static Column array_except(Column first, Column second) {
        return Column.call("array_except", first, second);
    }

    /// With an element at a position.
    public static Column array_insert(Column first, Column second, Column third) {
        return Column.call("array_insert", first, second, third);
    }

    /// Elements of both, each once.
    public static Column array_intersect(Column first, Column second) {
        return Column.call("array_intersect", first, second);
    }

    /// Elements as one string.
    public static Column array_join(Column first, String second) {
        return Column.call("array_join", first, second);
    }

    public static Column array_join(Column first, String second, String third) {
        return Column.call("array_join", first, second, third);
    }

    /// The greatest element.
    public static Column array_max(Column value) {
        return Column.call("array_max", value);
    }

    /// The least element.
    public static Column array_min(Column value) {
        return Column.call("array_min", value);
    }

    /// Where a value first stands, from 1; 0 if it does not.
    public static Column array_position(Column first, Object second) {
        return Column.call("array_position", first, second);
    }

    /// With an element at the front.
    public static Column array_prepend(Column first, Object second) {
        return Column.call("array_prepend", first, second);
    }

    /// Without a value.
    public static Column array_remove(Column first, Object second) {
        return Column.call("array_remove", first, second);
    }

    /// A value n times.
    public static Column array_repeat(Column first, int second) {
        return Column.call("array_repeat", first, second);
    }

    public static Column array_repeat(Column first, Column second) {
        return Column.call("array_repeat", first, second);
    }

    /// How many elements there are.
    public static Column array_size(Column value) {
        return Column.call("array_size", value);
    }

    /// In rising order, NULL last.
    public static Column array_sort(Column value) {
        return Column.call("array_sort", value);
    }

    /// Elements of either, each once.
    public static Column array_union(Column first, Column second) {
        return Column.call("array_union", first, second);
    }

    /// Whether both have an element.
    public static Column arrays_overlap(Column first, Column second) {
        return Column.call("arrays_overlap", first, second);
    }

    /// The n-th elements together as structs.
    public static Column arrays_zip(Column... columns) {
        return Column.call("arrays_zip", (Object[]) columns);
    }

    /// How many elements or entries there are.
    public static Column cardinality(Column value) {
        return Column.call("cardinality", value);
    }

    /// The element at a position from 1, or the value of a key.
    public static Column element_at(Column first, Object second) {
        return Column.call("element_at", first, second);
    }

    /// An array of arrays as one.
    public static Column flatten(Column value) {
        return Column.call("flatten", value);
    }

    /// The element at a position from 0, NULL outside.
    public static Column get(Column first, Column second) {
        return Column.call("get", first, second);
    }

    /// A map of keys and values in turn.
    public static Column map(Column... columns) {
        return Column.call("map", (Object[]) columns);
    }

    /// Maps as one.
    public static Column map_concat(Column... columns) {
        return Column.call("map_concat", (Object[]) columns);
    }

    /// Whether there is a key.
    public static Column map_contains_key(Column first, Object second) {
        return Column.call("map_contains_key", first, second);
    }

    /// The entries as structs.
    public static Column map_entries(Column value) {
        return Column.call("map_entries", value);
    }

    /// A map of an array of keys and one of values.
    public static Column map_from_arrays(Column first, Column second) {
        return Column.call("map_from_arrays", first, second);
    }

    /// A map of structs of key and value.
    public static Column map_from_entries(Column value) {
        return Column.call("map_from_entries", value);
    }

    /// The keys.
    public static Column map_keys(Column value) {
        return Column.call("map_keys", value);
    }

    /// The values.
    public static Column map_values(Column value) {
        return Column.call("map_values", value);
    }

    /// A struct of names and values in turn.
    public static Column named_struct(Column... columns) {
        return Column.call("named_struct", (Object[]) columns);
    }

    /// From a first to a last value by steps.
    public static Column sequence(Column first, Column second) {
        return Column.call("sequence", first, second);
    }

    public static Column sequence(Column first, Column second, Column third) {
        return Column.call("sequence", first, second, third);
    }

    /// In a random order.
    public static Column shuffle(Column value) {
        return Column.call("shuffle", value);
    }

    /// How many elements or entries there are.
    public static Column size(Column value) {
        return Column.call("size", value);
    }

    /// A part of an array.
    public static Column slice(Column first, int second, int third) {
        return Column.call("slice", first, second, third);
    }

    public static Column slice(Column first, Column second, Column third) {
        return Column.call("slice", first, second, third);
    }

    /// In rising or falling order, NULL first or last.
    public static Column sort_array(Column value) {
        return Column.call("sort_array", value);
    }

    public static Column sort_array(Column first, boolean second) {
        return Column.call("sort_array", first, second);
    }

    /// A map from text such as `a:1,b:2`.
    public static Column str_to_map(Column value) {
        return Column.call("str_to_map", value);
    }

    public static Column str_to_map(Column first, Column second) {
        return Column.call("str_to_map", first, second);
    }

    public static Column str_to_map(Column first, Column second, Column third) {
        return Column.call("str_to_map", first, second, third);
    }

    /// The element at a position from 1, NULL outside.
    public static Column try_element_at(Column first, Column second) {
        return Column.call("try_element_at", first, second);
    }

    /// What stands at a path such as `$.a[0]`, as text.
    public static Column get_json_object(Column first, String second) {
        return Column.call("get_json_object", first, second);
    }

    /// How many elements a JSON array has.
    public static Column json_array_length(Column value) {
        return Column.call("json_array_length", value);
    }

    /// The names of a JSON object.
    public static Column json_object_keys(Column value) {
        return Column.call("json_object_keys", value);
    }

    /// The type of a JSON document, in DDL.
    public static Column schema_of_json(String value) {
        return Column.call("schema_of_json", value);
    }

    public static Column schema_of_json(Column value) {
        return Column.call("schema_of_json", value);
    }

    /// The value as JSON.
    public static Column to_json(Column value) {
        return Column.call("to_json", value);
    }

    public static Column schema_of_csv(String value) {
        return Column.call("schema_of_csv", value);
    }

    public static Column schema_of_csv(Column value) {
        return Column.call("schema_of_csv", value);
    }

    public static Column schema_of_csv(Column value, Map<String, String> options) {
        return Column.call("schema_of_csv", value, options);
    }

    /// A struct as a record of CSV.
    public static Column to_csv(Column value) {
        return Column.call("to_csv", value);
    }

    public static Column to_csv(Column value, Map<String, String> options) {
        return Column.call("to_csv", value, options);
    }

    /// The struct that a record of CSV is.
    ///
    /// @param schema as a constant: columns in DDL
    public static Column from_csv(Column csv, Column schema, Map<String, String> options) {
        return Column.call("from_csv", csv, schema, options);
    }

    public static Column from_csv(Column csv, StructType schema, Map<String, String> options) {
        return Column.call("from_csv", csv, schema.toDDL(), options);
    }

    /// A row for each element of an array, or for each entry of a map.
    public static Column explode(Column value) {
        return Column.generator("explode", value);
    }

    /// As [#explode], with a row of NULLs where there is nothing.
    public static Column explode_outer(Column value) {
        return Column.generator("explode_outer", value);
    }

    /// As [#explode], with the position from 0 in front.
    public static Column posexplode(Column value) {
        return Column.generator("posexplode", value);
    }

    /// As [#posexplode], with a row of NULLs where there is nothing.
    public static Column posexplode_outer(Column value) {
        return Column.generator("posexplode_outer", value);
    }

    /// A row for each struct of an array, a column for each field.
    public static Column inline(Column value) {
        return Column.generator("inline", value);
    }

    /// As [#inline], with a row of NULLs where there is nothing.
    public static Column inline_outer(Column value) {
        return Column.generator("inline_outer", value);
    }

    /// Fields of a JSON object, as columns c0, c1 and so on.
    public static Column json_tuple(Column json, String... fields) {
        return Column.generator("json_tuple", prepend(json, fields));
    }

    /// 1 if a row of `rollup`, `cube` or `groupingSets` is not grouped by the column, else 0.
    public static Column grouping(Column key) {
        return Column.call("grouping", key);
    }

    /// A bit for each column, all keys if none is named: 1 if a row is not grouped by it.
    public static Column grouping_id(Column... keys) {
        return Column.call("grouping_id", (Object[]) keys);
    }

    public static Column shuffle(Column value, Column seed) {
        return Column.call("shuffle", value, seed);
    }

    /// As many rows as the first says, of the values behind it.
    public static Column stack(Column... columns) {
        return Column.generator("stack", (Object[]) columns);
    }

    public static Column grouping(String column) {
        return grouping(new Column(column));
    }

    public static Column grouping_id(String first, String... others) {
        return grouping_id(Relational.columns(first, others));
    }
}
