package io.tidemill.expression.function;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.QueryErrors;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.DataTypes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `LIKE`, and regular expressions in Java's syntax.
final class PatternFunctions {
    private PatternFunctions() {}

    static void define(Catalog catalog) {
        like(
                catalog,
                "like",
                0,
                "Whether the whole text matches: `%` is any characters, `_` is one.");
        like(
                catalog,
                "ilike",
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE,
                "As `LIKE`, without regard to case.");
        matches(catalog);
        extracts(catalog);
        replaces(catalog);
    }

    private static void like(Catalog catalog, String name, int flags, String says) {
        catalog.operator(
                        name,
                        "text %s pattern [ESCAPE character]"
                                .formatted(name.toUpperCase(Locale.ROOT)))
                .says(says)
                .example("'Spark' %s 'S%%k'".formatted(name.toUpperCase(Locale.ROOT)))
                .withTyping(arguments -> {
                    arguments.countBetween(2, 3);
                    var types =
                            arguments.size() == 2
                                    ? arguments.as(Kind.TEXT, Kind.TEXT)
                                    : arguments.as(Kind.TEXT, Kind.TEXT, Kind.TEXT);
                    int escape = arguments.size() == 2 ? '\\' : escape(arguments);
                    var patterns = new Patterns(name, flags | Pattern.DOTALL);
                    Body body =
                            (a, _) -> {
                                var regex = Patterns.ofLike(Catalog.the(a[1]), escape);
                                return patterns.of(regex)
                                        .matcher(Catalog.<String>the(a[0]))
                                        .matches();
                            };
                    return new Signature(
                            types, DataTypes.BooleanType, arguments.nullable(), body.strict());
                });
    }

    private static int escape(Arguments arguments) {
        var escape = arguments.requireConstant(2, "escape", DataTypes.StringType);
        if (!(escape instanceof String text) || Chars.length(text) != 1) {
            throw new TidemillException(
                    Condition.INVALID_ESC,
                    "Found an invalid escape string: '%s'. The escape string must contain only one character"
                            .formatted(escape),
                    "use one character");
        }
        return text.codePointAt(0);
    }

    private static void matches(Catalog catalog) {
        catalog.define(Group.STRING, "regexp_like(text, regex)")
                .alias("rlike", "regexp")
                .says("Whether the regular expression matches somewhere; `text RLIKE regex`.")
                .example("regexp_like('Spark', '^S.*k$')")
                .withTyping(arguments ->
                        regex(arguments, DataTypes.BooleanType, (matcher, _) -> matcher.find()));
        catalog.define(Group.STRING, "regexp_count(text, regex)")
                .says("How often the regular expression matches.")
                .example("regexp_count('Steven and Stephen', 'Ste(v|ph)en')")
                .withTyping(arguments ->
                        regex(
                                arguments,
                                DataTypes.IntegerType,
                                (matcher, _) -> (int) matcher.results().count()));
        catalog.define(Group.STRING, "regexp_substr(text, regex)")
                .says("The first match; NULL if there is none.")
                .example("regexp_substr('Steven Jones', 'Ste(v|ph)en')")
                .maybeNull()
                .withTyping(arguments -> {
                    var signature =
                            regex(
                                    arguments,
                                    DataTypes.StringType,
                                    (matcher, _) ->
                                            matcher.find() && !matcher.group().isEmpty()
                                                    ? matcher.group()
                                                    : null);
                    return new Signature(
                            signature.arguments(), signature.type(), true, signature.body());
                });
        catalog.define(Group.STRING, "regexp_instr(text, regex[, group])")
                .says("Where the first match begins, counting from 1; 0 if there is none.")
                .example("regexp_instr('1a 2b 14m', '\\\\d+m')")
                .withTyping(arguments ->
                        regex(
                                arguments,
                                DataTypes.IntegerType,
                                (matcher, _) -> matcher.find() ? matcher.start() + 1 : 0));
    }

    /// What to do with a text and the matches in it.
    @FunctionalInterface
    private interface Use {
        @Nullable Object apply(Matcher matcher, String text);
    }

    private static Signature regex(Arguments arguments, DataType type, Use use) {
        boolean group = arguments.function().equals("regexp_instr");
        arguments.countBetween(2, group ? 3 : 2);
        var patterns = new Patterns(arguments.function(), 0);
        Body body =
                (a, _) -> {
                    var text = Catalog.<String>the(a[0]);
                    return use.apply(patterns.of(Catalog.the(a[1])).matcher(text), text);
                };
        return signature(arguments, type, body);
    }

    /// Of a text, a regular expression and perhaps a number.
    private static Signature signature(Arguments arguments, DataType type, Body body) {
        return new Signature(
                arguments.size() == 2
                        ? arguments.as(Kind.TEXT, Kind.TEXT)
                        : arguments.as(Kind.TEXT, Kind.TEXT, Kind.INT),
                type,
                arguments.nullable(),
                body.strict());
    }

    private static void extracts(Catalog catalog) {
        catalog.define(Group.STRING, "regexp_extract(text, regex[, group])")
                .says("A group of the first match, 1 if not given, 0 for all of it; empty if none.")
                .example("regexp_extract('100-200', '(\\\\d+)-(\\\\d+)', 2)")
                .withTyping(arguments ->
                        group(
                                arguments,
                                DataTypes.StringType,
                                (matcher, group) -> matcher.find() ? found(matcher, group) : ""));
        catalog.define(Group.STRING, "regexp_extract_all(text, regex[, group])")
                .says("A group of every match.")
                .example("regexp_extract_all('100-200, 300-400', '(\\\\d+)-(\\\\d+)')")
                .withTyping(arguments ->
                        group(
                                arguments,
                                DataTypes.createArrayType(DataTypes.StringType),
                                (matcher, group) -> {
                                    var all = new ArrayList<String>();
                                    while (matcher.find()) {
                                        all.add(found(matcher, group));
                                    }
                                    return all;
                                }));
        catalog.define(Group.STRING, "split(text, regex[, limit])")
                .says("The parts between matches; at most `limit` of them if that is positive.")
                .example("split('oneAtwoBthreeC', '[ABC]')", "split('a,b,c', ',', 2)")
                .takes(Kind.TEXT, Kind.TEXT)
                .optional(Kind.INT)
                .withTyping(PatternFunctions::split);
    }

    /// What to do with the matches, and the group that is asked for.
    @FunctionalInterface
    private interface GroupUse {
        @Nullable Object apply(Matcher matcher, int group);
    }

    private static String found(Matcher matcher, int group) {
        var found = matcher.group(group);
        return found == null ? "" : found;
    }

    private static Signature group(Arguments arguments, DataType type, GroupUse use) {
        arguments.countBetween(2, 3);
        var patterns = new Patterns(arguments.function(), 0);
        Body body =
                (a, _) -> {
                    int group = a.length > 2 ? Catalog.<Integer>the(a[2]) : 1;
                    var matcher = patterns.of(Catalog.the(a[1])).matcher(Catalog.<String>the(a[0]));
                    if (group < 0 || group > matcher.groupCount()) {
                        throw QueryErrors.parameter(
                                Condition.INVALID_PARAMETER_VALUE__REGEX_GROUP_INDEX,
                                arguments.function(),
                                "idx",
                                "a group index from 0 to " + matcher.groupCount(),
                                group);
                    }
                    return use.apply(matcher, group);
                };
        return signature(arguments, type, body);
    }

    private static Signature split(Arguments arguments) {
        arguments.countBetween(2, 3);
        var patterns = new Patterns("split", 0);
        Body body =
                (a, _) -> {
                    int limit = a.length > 2 ? Catalog.<Integer>the(a[2]) : -1;
                    return split(
                            Catalog.the(a[0]),
                            patterns.of(Catalog.the(a[1])),
                            limit <= 0 ? -1 : limit);
                };
        return new Signature(
                arguments.size() == 2
                        ? arguments.as(Kind.TEXT, Kind.TEXT)
                        : arguments.as(Kind.TEXT, Kind.TEXT, Kind.INT),
                DataTypes.createArrayType(DataTypes.StringType, false),
                arguments.nullable(),
                body.strict());
    }

    private static List<String> split(String text, Pattern by, int limit) {
        if (by.pattern().isEmpty() && !text.isEmpty()) {
            var characters = text.codePoints().mapToObj(Character::toString).toList();
            if (limit < 0 || limit >= characters.size()) {
                return characters;
            }
        }
        return Arrays.asList(by.split(text, limit));
    }

    private static void replaces(Catalog catalog) {
        catalog.define(Group.STRING, "regexp_replace(text, regex, replacement[, position])")
                .says(
                        "With every match at or behind a position that counts from 1 replaced; `$1`"
                                + " in the replacement is the first group.")
                .example("regexp_replace('100-200', '(\\\\d+)', 'num')")
                .takes(Kind.TEXT, Kind.TEXT, Kind.TEXT)
                .optional(Kind.INT)
                .withTyping(arguments -> {
                    arguments.countBetween(3, 4);
                    requirePosition(arguments);
                    var patterns = new Patterns("regexp_replace", 0);
                    Body body = (a, _) -> replace(patterns, a);
                    return new Signature(
                            arguments.size() == 3
                                    ? arguments.as(Kind.TEXT, Kind.TEXT, Kind.TEXT)
                                    : arguments.as(Kind.TEXT, Kind.TEXT, Kind.TEXT, Kind.INT),
                            DataTypes.StringType,
                            arguments.nullable(),
                            body.strict());
                });
    }

    private static void requirePosition(Arguments arguments) {
        if (arguments.size() > 3
                && arguments.requireConstant(3, "position", DataTypes.IntegerType)
                        instanceof Number position
                && position.doubleValue() < 1) {
            throw arguments.mismatch(
                    Condition.DATATYPE_MISMATCH__VALUE_OUT_OF_RANGE,
                    "The position must be between (0, 2147483647] (current value = %s)"
                            .formatted(position));
        }
    }

    private static String replace(Patterns patterns, @Nullable Object[] a) {
        var text = Catalog.<String>the(a[0]);
        int position = a.length > 3 ? Catalog.<Integer>the(a[3]) : 1;
        var matcher = patterns.of(Catalog.the(a[1])).matcher(text);
        int from = position - 1;
        if (from > 0 && from >= Chars.length(text)) {
            return text;
        }
        try {
            matcher.region(text.offsetByCodePoints(0, from), text.length());
            var out = new StringBuilder();
            while (matcher.find()) {
                matcher.appendReplacement(out, Catalog.<String>the(a[2]));
                Limits.bytes("regexp_replace", out.length());
            }
            return matcher.appendTail(out).toString();
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new TidemillException(
                    Condition.INVALID_REGEXP_REPLACE,
                    "Could not perform regexp_replace for source = '%s', pattern = '%s', replacement = '%s' and position = %d"
                            .formatted(text, a[1], a[2], position),
                    "use groups that the regular expression has",
                    e);
        }
    }
}
