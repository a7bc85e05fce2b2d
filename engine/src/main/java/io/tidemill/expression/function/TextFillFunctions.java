package io.tidemill.expression.function;

import io.tidemill.data.Condition;
import io.tidemill.sql.types.DataTypes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Functions that fill text up, repeat it and hide what is in it.
final class TextFillFunctions {
    private TextFillFunctions() {}

    static void define(Catalog catalog) {
        pads(catalog);
        masks(catalog);
    }

    private static void pads(Catalog catalog) {
        catalog.define(Group.STRING, "lpad(text, length[, pad])")
                .says("Filled up on the left, or cut, to so many characters.")
                .example("lpad('hi', 5, '?!')", "lpad('hello', 3)")
                .withTyping(arguments -> pad(arguments, true));
        catalog.define(Group.STRING, "rpad(text, length[, pad])")
                .says("Filled up on the right, or cut, to so many characters.")
                .example("rpad('hi', 5, '?!')")
                .withTyping(arguments -> pad(arguments, false));
        catalog.define(Group.STRING, "repeat(text, times)")
                .says("The text so many times.")
                .example("repeat('ab', 3)")
                .takes(Kind.TEXT, Kind.INT)
                .gives(DataTypes.StringType)
                .with2((String text, Integer times) -> repeat(text, Math.max(times, 0)));
        catalog.define(Group.STRING, "space(length)")
                .says("So many spaces.")
                .example("concat('[', space(2), ']')")
                .takes(Kind.INT)
                .gives(DataTypes.StringType)
                .with1((Integer length) -> {
                    Limits.bytes("space", length);
                    return " ".repeat(Math.max(length, 0));
                });
    }

    private static String repeat(String text, int times) {
        Limits.bytes("repeat", Limits.utf8(text) * times);
        return text.repeat(times);
    }

    private static Signature pad(Arguments arguments, boolean left) {
        arguments.countBetween(2, 3);
        boolean binary =
                arguments.type(0).equals(DataTypes.BinaryType)
                        && (arguments.size() == 2
                                || arguments.type(2).equals(DataTypes.BinaryType));
        var kind = binary ? Kind.BINARY : Kind.TEXT;
        Body body =
                (a, _) -> {
                    var text = latin(Catalog.the(a[0]));
                    var pad = a.length > 2 ? latin(Catalog.the(a[2])) : binary ? "\0" : " ";
                    var padded = pad(text, Catalog.<Integer>the(a[1]), pad, left);
                    return binary ? padded.getBytes(StandardCharsets.ISO_8859_1) : padded;
                };
        return new Signature(
                arguments.size() == 2
                        ? arguments.as(kind, Kind.INT)
                        : arguments.as(kind, Kind.INT, kind),
                binary ? DataTypes.BinaryType : DataTypes.StringType,
                arguments.nullable(),
                body.strict());
    }

    private static String pad(String text, int length, String pad, boolean left) {
        long missing = (long) length - Chars.length(text);
        if (missing <= 0 || pad.isEmpty()) {
            return Chars.slice(text, 0, length);
        }
        Limits.bytes(left ? "lpad" : "rpad", length);
        var filling = Chars.slice(pad.repeat((int) (missing / Chars.length(pad)) + 1), 0, missing);
        return left ? filling + text : text + filling;
    }

    private static String latin(Object value) {
        return value instanceof byte[] bytes
                ? new String(bytes, StandardCharsets.ISO_8859_1)
                : (String) value;
    }

    private static void masks(Catalog catalog) {
        catalog.define(Group.STRING, "mask(text[, upper[, lower[, digit[, other]]]])")
                .says(
                        "With every upper-case letter, lower-case letter, digit and other character"
                                + " replaced by one that says no more; NULL keeps them.")
                .example("mask('AbCD123-@$#')", "mask('AbCD123-@$#', 'Q', 'q', 'd', 'o')")
                .withTyping(TextFillFunctions::mask);
    }

    private static Signature mask(Arguments arguments) {
        arguments.countBetween(1, 5);
        if (!Kind.TEXT.accepts(arguments.type(0))
                && !DataTypes.NullType.equals(arguments.type(0))) {
            throw arguments.unexpected(0, Kind.TEXT.describe());
        }
        var kinds = new Kind[arguments.size()];
        Arrays.fill(kinds, Kind.TEXT);
        var types = arguments.as(kinds);
        String[] usual = {"X", "x", "n"};
        var masks = new HashMap<Integer, String>();
        for (int i = 1; i <= 4; i++) {
            if (i < arguments.size()) {
                var mask = arguments.requireConstant(i, "mask", DataTypes.StringType);
                if (mask instanceof String text) {
                    if (Chars.length(text) != 1) {
                        throw arguments.mismatch(
                                Condition.DATATYPE_MISMATCH__INPUT_SIZE_NOT_ONE,
                                "Length of the mask should be 1");
                    }
                    masks.put(i, text);
                }
            } else if (i < 4) {
                masks.put(i, usual[i - 1]);
            }
        }
        Body body = (a, _) -> a[0] == null ? null : mask(Catalog.the(a[0]), masks);
        return new Signature(types, DataTypes.StringType, arguments.get(0).nullable(), body);
    }

    private static String mask(String text, Map<Integer, String> masks) {
        var out = new StringBuilder();
        text.codePoints()
                .forEach(c -> {
                    int kind =
                            Character.isUpperCase(c)
                                    ? 1
                                    : Character.isLowerCase(c) ? 2 : Character.isDigit(c) ? 3 : 4;
                    out.append(masks.getOrDefault(kind, Character.toString(c)));
                });
        return out.toString();
    }
}
