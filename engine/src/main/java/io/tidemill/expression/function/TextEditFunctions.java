package io.tidemill.expression.function;

import io.tidemill.sql.types.DataTypes;
import java.util.Arrays;
import java.util.HashMap;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/// Functions that cut, fill, replace and repeat text.
final class TextEditFunctions {
    private TextEditFunctions() {}

    static void define(Catalog catalog) {
        parts(catalog);
        splits(catalog);
        trims(catalog);
        replacements(catalog);
    }

    private static void parts(Catalog catalog) {
        catalog.define(Group.STRING, "substring(text, position[, length])")
                .alias("substr")
                .says(
                        "So many characters from a position that counts from 1, or from the end"
                                + " when negative; of a binary value, bytes.")
                .example("substring('Größe', 2, 3)", "substring('Spark SQL', -3)")
                .takes(Kind.TEXT_OR_BINARY, Kind.INT)
                .optional(Kind.INT)
                .total()
                .withTyping(arguments -> {
                    arguments.countBetween(2, 3);
                    var type = arguments.as(0, Kind.TEXT_OR_BINARY);
                    var types =
                            arguments.size() == 2
                                    ? arguments.as(Kind.of(type), Kind.INT)
                                    : arguments.as(Kind.of(type), Kind.INT, Kind.INT);
                    Body body =
                            (a, _) ->
                                    substring(
                                            Catalog.the(a[0]),
                                            Catalog.<Integer>the(a[1]),
                                            a.length > 2
                                                    ? Catalog.<Integer>the(a[2])
                                                    : Integer.MAX_VALUE);
                    return new Signature(types, type, arguments.nullable(), body.strict());
                });
        catalog.define(Group.STRING, "left(text, length)")
                .says("The first characters.")
                .example("left('Spark SQL', 3)")
                .withTyping(arguments -> end(arguments, true));
        catalog.define(Group.STRING, "right(text, length)")
                .says("The last characters.")
                .example("right('Spark SQL', 3)")
                .withTyping(arguments -> end(arguments, false));
        catalog.define(Group.STRING, "overlay(text, replacement, position[, length])")
                .says(
                        "The text with `length` characters from `position` on replaced; as many as"
                                + " the replacement has if no length is given.")
                .example("overlay('Spark SQL', 'ANSI ', 7, 0)")
                .total()
                .withTyping(TextEditFunctions::overlay);
    }

    private static Object substring(Object value, int position, int length) {
        if (value instanceof String text) {
            return Chars.substring(text, position, length);
        }
        var bytes = (byte[]) value;
        long start = Chars.start(position, bytes.length);
        int from = Math.clamp(start, 0, bytes.length);
        int to = Math.clamp(start + length, from, bytes.length);
        return Arrays.copyOfRange(bytes, from, to);
    }

    private static Signature end(Arguments arguments, boolean left) {
        arguments.count(2);
        var kind = left ? Kind.TEXT_OR_BINARY : Kind.TEXT;
        var types = arguments.as(kind, Kind.INT);
        Body body =
                (a, _) -> {
                    var value = Catalog.<Object>the(a[0]);
                    int length = Catalog.<Integer>the(a[1]);
                    if (left) {
                        return substring(value, 1, Math.max(length, 0));
                    }
                    return length <= 0
                            ? ""
                            : Chars.slice(
                                    (String) value,
                                    (long) Chars.length((String) value) - length,
                                    Integer.MAX_VALUE);
                };
        return new Signature(types, types.getFirst(), arguments.nullable(), body.strict());
    }

    private static Signature overlay(Arguments arguments) {
        arguments.countBetween(3, 4);
        boolean binary = arguments.type(0).equals(DataTypes.BinaryType);
        var kind = binary ? Kind.BINARY : Kind.TEXT;
        var types =
                arguments.size() == 3
                        ? arguments.as(kind, kind, Kind.INT)
                        : arguments.as(kind, kind, Kind.INT, Kind.INT);
        Body body =
                (a, _) -> {
                    int position = Catalog.<Integer>the(a[2]);
                    int length = a.length > 3 ? Catalog.<Integer>the(a[3]) : -1;
                    return overlay(Catalog.the(a[0]), Catalog.the(a[1]), position, length);
                };
        return new Signature(types, types.getFirst(), arguments.nullable(), body.strict());
    }

    private static Object overlay(Object value, Object replacement, int position, int length) {
        if (value instanceof String text) {
            var with = (String) replacement;
            int replaced = length >= 0 ? length : Chars.length(with);
            return Chars.substring(text, 1, position - 1)
                    + with
                    + Chars.substring(text, position + replaced, Integer.MAX_VALUE);
        }
        var with = (byte[]) replacement;
        int replaced = length >= 0 ? length : with.length;
        return joined(
                (byte[]) substring(value, 1, position - 1),
                with,
                (byte[]) substring(value, position + replaced, Integer.MAX_VALUE));
    }

    private static byte[] joined(byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        var all = new byte[length];
        int at = 0;
        for (var part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    private static void splits(Catalog catalog) {
        catalog.define(Group.STRING, "split_part(text, separator, index)")
                .says(
                        "The part between separators at an index that counts from 1, or from the"
                                + " end when negative; empty if there is none.")
                .example("split_part('11.12.13', '.', 3)")
                .takes(Kind.TEXT, Kind.TEXT, Kind.INT)
                .gives(DataTypes.StringType)
                .with3((String text, String by, Integer index) -> splitPart(text, by, index));
        catalog.define(Group.STRING, "substring_index(text, separator, count)")
                .says(
                        "What stands before the count-th separator, or behind the count-th from the"
                                + " end when negative.")
                .example("substring_index('www.apache.org', '.', 2)")
                .takes(Kind.TEXT, Kind.TEXT, Kind.INT)
                .gives(DataTypes.StringType)
                .total()
                .with3((String text, String by, Integer count) -> substringIndex(text, by, count));
    }

    private static String splitPart(String text, String separator, int index) {
        if (index == 0) {
            throw TextFunctions.zeroIndex();
        }
        var parts =
                separator.isEmpty()
                        ? new String[] {text}
                        : text.split(Pattern.quote(separator), -1);
        int at = index > 0 ? index - 1 : parts.length + index;
        return at < 0 || at >= parts.length ? "" : parts[at];
    }

    private static String substringIndex(String text, String separator, int count) {
        if (separator.isEmpty() || count == 0) {
            return "";
        }
        if (count > 0) {
            int at = -1;
            for (int i = 0; i < count; i++) {
                at = text.indexOf(separator, at + 1);
                if (at < 0) {
                    return text;
                }
            }
            return text.substring(0, at);
        }
        int at = text.length() - separator.length() + 1;
        for (int i = 0; i > count; i--) {
            at = at <= 0 ? -1 : text.lastIndexOf(separator, at - 1);
            if (at < 0) {
                return text;
            }
        }
        return text.substring(at + separator.length());
    }

    private static void trims(Catalog catalog) {
        catalog.define(Group.STRING, "trim([characters,] text)")
                .says(
                        "Without the characters at both ends; without spaces if none are given."
                                + " Also `trim(BOTH 'x' FROM text)`, and with LEADING or TRAILING.")
                .example("trim('  Spark ')", "trim('SL', 'SSparkSQLS')")
                .withTyping(arguments -> trim(arguments, true, true, true));
        catalog.define(Group.STRING, "ltrim([characters,] text)")
                .says("Without the characters at the start; without spaces if none are given.")
                .example("ltrim('  Spark ')")
                .withTyping(arguments -> trim(arguments, true, false, true));
        catalog.define(Group.STRING, "rtrim([characters,] text)")
                .says("Without the characters at the end; without spaces if none are given.")
                .example("rtrim('  Spark ')")
                .withTyping(arguments -> trim(arguments, false, true, true));
        catalog.define(Group.STRING, "btrim(text[, characters])")
                .says("Without the characters at both ends; without spaces if none are given.")
                .example("btrim('SSparkSQLS', 'SL')")
                .withTyping(arguments -> trim(arguments, true, true, false));
    }

    private static Signature trim(
            Arguments arguments, boolean start, boolean end, boolean charactersFirst) {
        arguments.countBetween(1, 2);
        boolean one = arguments.size() == 1;
        Body body =
                (a, _) -> {
                    var text = Catalog.<String>the(a[one || !charactersFirst ? 0 : 1]);
                    var unwanted = one ? " " : Catalog.<String>the(a[charactersFirst ? 0 : 1]);
                    return trim(text, unwanted, start, end);
                };
        return new Signature(
                one ? arguments.as(Kind.TEXT) : arguments.as(Kind.TEXT, Kind.TEXT),
                DataTypes.StringType,
                arguments.nullable(),
                body.strict());
    }

    private static String trim(String text, String unwanted, boolean start, boolean end) {
        IntPredicate drop = c -> unwanted.indexOf(c) >= 0;
        int from = 0;
        int to = text.length();
        while (start && from < to && drop.test(text.codePointAt(from))) {
            from += Character.charCount(text.codePointAt(from));
        }
        while (end && to > from && drop.test(text.codePointBefore(to))) {
            to -= Character.charCount(text.codePointBefore(to));
        }
        return text.substring(from, to);
    }

    private static void replacements(Catalog catalog) {
        catalog.define(Group.STRING, "replace(text, search[, replacement])")
                .says("With every `search` replaced, or left out.")
                .example("replace('ABCabc', 'abc', 'DEF')")
                .takes(Kind.TEXT, Kind.TEXT)
                .optional(Kind.TEXT)
                .gives(DataTypes.StringType)
                .total()
                .with((a, _) -> {
                    var text = Catalog.<String>the(a[0]);
                    var search = Catalog.<String>the(a[1]);
                    var with = a.length > 2 ? Catalog.<String>the(a[2]) : "";
                    return search.isEmpty() ? text : replace(text, search, with);
                });
        catalog.define(Group.STRING, "translate(text, from, to)")
                .says(
                        "With each character of `from` replaced by the one at its place in `to`, or"
                                + " left out if there is none.")
                .example("translate('AaBbCc', 'abc', '12')")
                .takes(Kind.TEXT, Kind.TEXT, Kind.TEXT)
                .gives(DataTypes.StringType)
                .total()
                .with3((String text, String from, String to) -> translate(text, from, to));
        catalog.define(Group.STRING, "quote(text)")
                .says("In single quotes, as an SQL literal.")
                .example("quote('it''s')")
                .takes(Kind.TEXT)
                .gives(DataTypes.StringType)
                .total()
                .with1((String text) -> "'" + text.replace("'", "\\'") + "'");
    }

    private static String replace(String text, String search, String with) {
        if ((long) text.length() / search.length() * with.length() > Limits.BYTES / 3) {
            long times = 0;
            for (int at = text.indexOf(search);
                    at >= 0;
                    at = text.indexOf(search, at + search.length())) {
                times++;
            }
            Limits.bytes(
                    "replace",
                    Limits.utf8(text) + times * (Limits.utf8(with) - Limits.utf8(search)));
        }
        return text.replace(search, with);
    }

    private static String translate(String text, String from, String to) {
        var replacements = new HashMap<Integer, String>();
        int[] targets = to.codePoints().toArray();
        int[] sources = from.codePoints().toArray();
        for (int i = 0; i < sources.length; i++) {
            replacements.putIfAbsent(
                    sources[i], i < targets.length ? Character.toString(targets[i]) : "");
        }
        var out = new StringBuilder();
        text.codePoints()
                .forEach(c -> out.append(replacements.getOrDefault(c, Character.toString(c))));
        return out.toString();
    }
}
