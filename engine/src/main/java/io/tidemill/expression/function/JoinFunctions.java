package io.tidemill.expression.function;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.BinaryType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Functions that put several values together, or pick one of several: `concat`, `concat_ws`,
/// `elt`.
final class JoinFunctions {
    private JoinFunctions() {}

    static void define(Catalog catalog) {
        catalog.define(Group.STRING, "concat(value, ...)")
                .alias("||")
                .says("Texts, binary values or arrays, one behind the other; `left || right`.")
                .example("concat('Spark', ' ', 'SQL')", "array(1) || array(2, 3)")
                .total()
                .withTyping(JoinFunctions::concat);
        catalog.define(Group.STRING, "concat_ws(separator, value, ...)")
                .says(
                        "Texts, and the elements of arrays, with a separator between; NULLs are"
                                + " left out.")
                .example("concat_ws('/', 'a', NULL, array('b', 'c'))")
                .total()
                .withTyping(JoinFunctions::concatWithSeparator);
        catalog.define(Group.STRING, "elt(index, first, ...)")
                .says("The value at an index that counts from 1.")
                .example("elt(2, 'a', 'b')")
                .withTyping(JoinFunctions::pick);
    }

    private static Signature concat(Arguments arguments) {
        var types = arguments.types();
        if (types.stream().anyMatch(ArrayType.class::isInstance)) {
            var type = arguments.common(0);
            Body body =
                    (a, _) -> {
                        long count = 0;
                        for (var list : a) {
                            count += Catalog.<List<Object>>the(list).size();
                        }
                        var all = new ArrayList<Object>(Limits.elements("concat", count));
                        for (var list : a) {
                            all.addAll(Catalog.<List<Object>>the(list));
                        }
                        return all;
                    };
            return signature(arguments, type, type, body);
        }
        if (!types.isEmpty() && types.stream().allMatch(BinaryType.class::isInstance)) {
            return signature(
                    arguments, DataTypes.BinaryType, DataTypes.BinaryType, (a, _) -> joined(a));
        }
        for (int i = 0; i < arguments.size(); i++) {
            var _ = arguments.as(i, Kind.TEXT);
        }
        Body body =
                (a, _) -> {
                    Limits.texts("concat", Arrays.asList(a));
                    var all = new StringBuilder();
                    for (var text : a) {
                        all.append(text);
                    }
                    return all.toString();
                };
        return signature(arguments, DataTypes.StringType, DataTypes.StringType, body);
    }

    private static byte[] joined(@Nullable Object[] parts) {
        var all = new ByteArrayOutputStream();
        Limits.bytes(
                "concat",
                Arrays.stream(parts)
                        .mapToLong(p -> ((byte[]) Objects.requireNonNull(p)).length)
                        .sum());
        for (var part : parts) {
            all.writeBytes((byte[]) Objects.requireNonNull(part));
        }
        return all.toByteArray();
    }

    private static Signature signature(
            Arguments arguments, DataType each, DataType type, Body body) {
        return new Signature(
                Collections.nCopies(arguments.size(), each),
                type,
                arguments.nullable(),
                body.strict());
    }

    private static Signature concatWithSeparator(Arguments arguments) {
        arguments.countBetween(1, Integer.MAX_VALUE);
        var texts = DataTypes.createArrayType(DataTypes.StringType);
        var types = new ArrayList<DataType>();
        types.add(arguments.as(0, Kind.TEXT));
        for (int i = 1; i < arguments.size(); i++) {
            boolean array = arguments.type(i) instanceof ArrayType;
            types.add(arguments.as(i, array ? Kind.of(texts) : Kind.TEXT));
        }
        Body body =
                (a, _) -> {
                    if (a[0] == null) {
                        return null;
                    }
                    var parts = new ArrayList<String>();
                    for (int i = 1; i < a.length; i++) {
                        var values =
                                a[i] instanceof List<?> list
                                        ? list
                                        : Collections.singletonList(a[i]);
                        for (var value : values) {
                            if (value != null) {
                                parts.add((String) value);
                            }
                        }
                    }
                    var separator = Catalog.<String>the(a[0]);
                    Limits.texts("concat_ws", parts);
                    Limits.bytes("concat_ws", (long) parts.size() * separator.length());
                    return String.join(separator, parts);
                };
        return new Signature(types, DataTypes.StringType, arguments.get(0).nullable(), body);
    }

    private static Signature pick(Arguments arguments) {
        arguments.countBetween(2, Integer.MAX_VALUE);
        var types = new ArrayList<DataType>();
        types.add(arguments.as(0, Kind.INT));
        boolean binary = arguments.types().stream().skip(1).allMatch(BinaryType.class::isInstance);
        var each = binary ? Kind.BINARY : Kind.TEXT;
        for (int i = 1; i < arguments.size(); i++) {
            types.add(arguments.as(i, each));
        }
        Body body =
                (a, _) -> {
                    if (a[0] == null) {
                        return null;
                    }
                    int index = Catalog.<Integer>the(a[0]);
                    if (index < 1 || index >= a.length) {
                        throw new TidemillException(
                                Condition.INVALID_ARRAY_INDEX,
                                "The index %d is out of bounds. The array has %d elements"
                                        .formatted(index, a.length - 1),
                                "use an index from 1 to " + (a.length - 1));
                    }
                    return a[index];
                };
        var type = types.size() > 1 ? types.get(1) : DataTypes.StringType;
        return new Signature(types, type, true, body);
    }
}
