package io.tidemill.kafka.avro;

import io.tidemill.data.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A schema of Avro: what the bytes of a record mean.
///
/// Source: Apache Avro 1.12 specification. Aliases and defaults are for readers with a schema of
/// their own; ours is the table's columns, so they are passed over.
sealed interface AvroSchema {
    /// A type without parts. `logical` is empty, or what Avro calls a logical type.
    record Primitive(Kind kind, String logical, int scale) implements AvroSchema {}

    /// Bytes of a fixed length.
    record Fixed(int size, String logical, int scale) implements AvroSchema {}

    record Enumeration(List<String> symbols) implements AvroSchema {
        public Enumeration {
            symbols = List.copyOf(symbols);
        }
    }

    record Array(AvroSchema items) implements AvroSchema {}

    record Mapping(AvroSchema values) implements AvroSchema {}

    record Union(List<AvroSchema> branches) implements AvroSchema {
        public Union {
            branches = List.copyOf(branches);
        }
    }

    /// A record; one that contains itself is refused.
    record Fields(List<Field> fields) implements AvroSchema {
        public Fields {
            fields = List.copyOf(fields);
        }
    }

    record Field(String name, AvroSchema schema) {}

    /// The types without parts.
    enum Kind {
        NULL,
        BOOLEAN,
        INT,
        LONG,
        FLOAT,
        DOUBLE,
        BYTES,
        STRING
    }

    /// @throws IllegalArgumentException when the text is no schema
    static AvroSchema parse(String text) {
        try {
            var stripped = text.strip();
            return new Parser()
                    .schema(
                            stripped.startsWith("{")
                                            || stripped.startsWith("[")
                                            || stripped.startsWith("\"")
                                    ? Json.parse(stripped)
                                    : stripped,
                            "");
        } catch (ClassCastException e) {
            throw new IllegalArgumentException("it is no schema of Avro: " + e.getMessage(), e);
        }
    }

    /// Reads JSON into a schema, with the names that were defined so far.
    final class Parser {
        private final Map<String, @Nullable AvroSchema> named = new HashMap<>();

        private AvroSchema schema(@Nullable Object json, String space) {
            return switch (json) {
                case String name -> named(name, space);
                case List<?> branches -> {
                    var all = new ArrayList<AvroSchema>();
                    branches.forEach(branch -> all.add(schema(branch, space)));
                    yield new Union(all);
                }
                case Map<?, ?> object -> object(object, space);
                case null, default ->
                        throw new IllegalArgumentException("it has %s for a type".formatted(json));
            };
        }

        private AvroSchema named(String name, String space) {
            for (var kind : Kind.values()) {
                if (kind.name().equalsIgnoreCase(name)) {
                    return new Primitive(kind, "", 0);
                }
            }
            var full = name.contains(".") || space.isEmpty() ? name : space + "." + name;
            var found = named.containsKey(full) ? named.get(full) : named.get(name);
            if (found == null) {
                throw new IllegalArgumentException(
                        named.containsKey(full)
                                ? "the type '%s' contains itself, which no column can"
                                        .formatted(name)
                                : "it names the type '%s', which it does not define"
                                        .formatted(name));
            }
            return found;
        }

        private AvroSchema object(Map<?, ?> object, String space) {
            return object.get("type") instanceof String type
                    ? object(type, object, space)
                    : schema(object.get("type"), space);
        }

        private AvroSchema object(String type, Map<?, ?> object, String space) {
            var logical = object.get("logicalType") instanceof String text ? text : "";
            int scale = object.get("scale") instanceof Number number ? number.intValue() : 0;
            var inner = object.get("namespace") instanceof String text ? text : space;
            return switch (type) {
                case "record", "error" -> record(object, inner);
                case "enum" -> {
                    var symbols = new ArrayList<String>();
                    ((List<?>) required(object, "symbols"))
                            .forEach(symbol -> symbols.add((String) symbol));
                    yield define(object, inner, new Enumeration(symbols));
                }
                case "fixed" ->
                        define(
                                object,
                                inner,
                                new Fixed(
                                        ((Number) required(object, "size")).intValue(),
                                        logical,
                                        scale));
                case "array" -> new Array(schema(required(object, "items"), inner));
                case "map" -> new Mapping(schema(required(object, "values"), inner));
                default ->
                        named(type, inner) instanceof Primitive(var kind, _, _)
                                ? new Primitive(kind, logical, scale)
                                : named(type, inner);
            };
        }

        private AvroSchema record(Map<?, ?> object, String space) {
            named.put(fullName(object, space), null);
            var fields = new ArrayList<Field>();
            for (var each : (List<?>) required(object, "fields")) {
                var field = (Map<?, ?>) each;
                fields.add(
                        new Field(
                                (String) required(field, "name"),
                                schema(field.get("type"), space)));
            }
            return define(object, space, new Fields(fields));
        }

        private AvroSchema define(Map<?, ?> object, String space, AvroSchema schema) {
            named.put(fullName(object, space), schema);
            return schema;
        }

        private static String fullName(Map<?, ?> object, String space) {
            var name = (String) required(object, "name");
            return name.contains(".") || space.isEmpty() ? name : space + "." + name;
        }

        private static Object required(Map<?, ?> object, String key) {
            var found = object.get(key);
            if (found == null) {
                throw new IllegalArgumentException("it lacks '%s': %s".formatted(key, object));
            }
            return found;
        }
    }
}
