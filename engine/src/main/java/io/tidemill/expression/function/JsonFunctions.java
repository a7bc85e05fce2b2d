package io.tidemill.expression.function;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.QueryErrors;
import io.tidemill.expression.Types;
import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.MapType;
import io.tidemill.sql.types.NullType;
import io.tidemill.sql.types.StringType;
import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Functions of JSON in text.
final class JsonFunctions {
    /// Text, and what is not cast to it: a number is no JSON document.
    private static final Kind ONLY_TEXT = Kind.only(DataTypes.StringType);

    private JsonFunctions() {}

    static void define(Catalog catalog) {
        catalog.define(Group.JSON, "from_json(json, schema[, options])")
                .says(
                        "The struct, array or map that a JSON document is, by a schema in DDL. What"
                                + " does not fit is NULL; options are those of JSON files.")
                .example("from_json('{\"a\":1, \"b\":0.8}', 'a INT, b DOUBLE')")
                .withTyping(JsonFunctions::fromJson);
        catalog.define(Group.JSON, "to_json(value[, options])")
                .says(
                        "A struct, array or map as a JSON document; fields that are NULL are left"
                                + " out.")
                .example("to_json(named_struct('a', 1, 'b', 'x'))")
                .withTyping(JsonFunctions::toJson);
        catalog.define(Group.JSON, "get_json_object(json, path)")
                .says("What a path such as `$.a[0].b` finds in a JSON document, as text.")
                .example("get_json_object('{\"a\":[1,2]}', '$.a[1]')")
                .takes(ONLY_TEXT, Kind.TEXT)
                .gives(DataTypes.StringType)
                .maybeNull()
                .total()
                .with2((String json, String path) -> find(json, path));
        catalog.define(Group.JSON, "json_array_length(json)")
                .says("How many elements the JSON array has; NULL for what is none.")
                .example("json_array_length('[1,2,3]')")
                .takes(ONLY_TEXT)
                .gives(DataTypes.IntegerType)
                .maybeNull()
                .total()
                .with1((String json) ->
                        tree(json) instanceof JsonNode.Sequence(var elements)
                                ? elements.size()
                                : null);
        catalog.define(Group.JSON, "json_object_keys(json)")
                .says("The names in the outermost JSON object; NULL for what is none.")
                .example("json_object_keys('{\"a\":1,\"b\":2}')")
                .takes(ONLY_TEXT)
                .gives(DataTypes.createArrayType(DataTypes.StringType))
                .maybeNull()
                .total()
                .with1((String json) ->
                        tree(json) instanceof JsonNode.Thing(var members)
                                ? members.stream().map(JsonNode.Member::name).toList()
                                : null);
        catalog.define(Group.JSON, "schema_of_json(json[, options])")
                .says("The type of a JSON document, which must be a constant, as DDL.")
                .example("schema_of_json('[{\"col\":0}]')")
                .withTyping(JsonFunctions::schemaOf);
    }

    private static @Nullable JsonNode tree(String json) {
        try {
            return JsonTree.read(json, JsonSettings.NONE);
        } catch (JsonTree.Malformed _) {
            return null;
        }
    }

    private static @Nullable String find(String json, String path) {
        var root = tree(json);
        return root == null
                ? null
                : JsonPath.of(path)
                        .map(p -> Optional.ofNullable(p.find(root)))
                        .flatMap(f -> f)
                        .orElse(null);
    }

    private static Signature fromJson(Arguments arguments) {
        arguments.countBetween(2, 3);
        if (!(arguments.type(0) instanceof StringType)
                && !(arguments.type(0) instanceof NullType)) {
            throw arguments.unexpected(0, Kind.TEXT.describe());
        }
        var type = Types.withNulls(schema(arguments));
        boolean fits =
                type instanceof StructType || type instanceof ArrayType || type instanceof MapType;
        if (!fits) {
            throw arguments.mismatch(
                    Condition.DATATYPE_MISMATCH__INVALID_JSON_SCHEMA,
                    "Input schema %s must be a struct, an array or a map"
                            .formatted(QueryErrors.quoted(type)));
        }
        var settings = JsonSettings.of(arguments, 2);
        checkMode("from_json", settings);
        var reader = new FromJson(type, settings);
        Body body = (a, e) -> a[0] == null ? null : reader.read(Catalog.the(a[0]), e.zone());
        var types = new ArrayList<DataType>(arguments.types());
        types.set(0, DataTypes.StringType);
        return new Signature(types, type, true, body);
    }

    static void checkMode(String function, JsonSettings settings) {
        var mode = settings.text("mode").orElse("PERMISSIVE");
        if (!mode.equalsIgnoreCase("PERMISSIVE") && !mode.equalsIgnoreCase("FAILFAST")) {
            throw new TidemillException(
                    Condition.PARSE_MODE_UNSUPPORTED,
                    "The function `%s` doesn't support the %s mode".formatted(function, mode),
                    "use PERMISSIVE or FAILFAST");
        }
    }

    /// The type that the second argument is, as DDL.
    static DataType schema(Arguments arguments) {
        if (!(arguments.constant(1).orElse(0) instanceof String ddl)) {
            throw new TidemillException(
                    Condition.INVALID_SCHEMA__NON_STRING_LITERAL,
                    "The input expression %s must be string literal and not null"
                            .formatted(arguments.get(1)),
                    "write the schema as a text: 'a INT, b STRING'");
        }
        try {
            return DataType.fromDDL(ddl);
        } catch (IllegalArgumentException e) {
            throw new TidemillException(
                    Condition.PARSE_SYNTAX_ERROR,
                    "The schema '%s' cannot be read: %s".formatted(ddl, e.getMessage()),
                    "write it as 'a INT, b STRING'",
                    e);
        }
    }

    private static Signature toJson(Arguments arguments) {
        arguments.countBetween(1, 2);
        var type = arguments.type(0);
        boolean fits =
                switch (type) {
                    case StructType _, ArrayType _, MapType _, NullType _ -> true;
                    default -> false;
                };
        if (!fits) {
            throw arguments.mismatch(
                    Condition.DATATYPE_MISMATCH__INVALID_JSON_SCHEMA,
                    "Input schema %s must be a struct, an array, a map or a variant"
                            .formatted(QueryErrors.quoted(type)));
        }
        var writer = new ToJson(JsonSettings.of(arguments, 1));
        Body body = (a, e) -> a[0] == null ? null : writer.write(a[0], type, e.zone());
        return new Signature(
                arguments.types(), DataTypes.StringType, arguments.get(0).nullable(), body);
    }

    private static Signature schemaOf(Arguments arguments) {
        arguments.countBetween(1, 2);
        var json = arguments.requireConstant(0, "json", DataTypes.StringType);
        if (!(json instanceof String text)) {
            throw arguments.mismatch(
                    Condition.DATATYPE_MISMATCH__UNEXPECTED_NULL, "The `json` must not be null");
        }
        var settings = JsonSettings.of(arguments, 1);
        DataType type;
        try {
            type =
                    text.isBlank()
                            ? DataTypes.StringType
                            : JsonSchema.of(JsonTree.read(text, settings), settings);
        } catch (JsonTree.Malformed e) {
            throw new TidemillException(
                    Condition.MALFORMED_RECORD_IN_PARSING__WITHOUT_SUGGESTION,
                    "'%s' is no JSON: %s".formatted(text, e.getMessage()),
                    "correct the document",
                    e);
        }
        var ddl = type.sql();
        return new Signature(
                List.copyOf(arguments.types()), DataTypes.StringType, false, (_, _) -> ddl);
    }
}
