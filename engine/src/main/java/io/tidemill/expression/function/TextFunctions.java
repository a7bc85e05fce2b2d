package io.tidemill.expression.function;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.sql.types.DataTypes;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Functions that measure, search and compare text.
final class TextFunctions {
    private TextFunctions() {}

    static void define(Catalog catalog) {
        lengths(catalog);
        characters(catalog);
        search(catalog);
        distances(catalog);
    }

    private static void lengths(Catalog catalog) {
        catalog.define(Group.STRING, "length(text)")
                .alias("char_length", "character_length", "len")
                .says("How many characters a text has, or bytes a binary value.")
                .example("length('Größe ')", "length(x'0102')")
                .takes(Kind.TEXT_OR_BINARY)
                .gives(DataTypes.IntegerType)
                .total()
                .with1((Object value) ->
                        value instanceof String text
                                ? Chars.length(text)
                                : ((byte[]) value).length);
        catalog.define(Group.STRING, "octet_length(text)")
                .says("How many bytes it has in UTF-8.")
                .example("octet_length('Größe')")
                .takes(Kind.TEXT_OR_BINARY)
                .gives(DataTypes.IntegerType)
                .total()
                .with1((Object value) -> bytes(value).length);
        catalog.define(Group.STRING, "bit_length(text)")
                .says("How many bits it has in UTF-8.")
                .example("bit_length('Größe')")
                .takes(Kind.TEXT_OR_BINARY)
                .gives(DataTypes.IntegerType)
                .total()
                .with1((Object value) -> bytes(value).length * 8);
    }

    /// A binary value, or the UTF-8 of a text.
    static byte[] bytes(Object value) {
        return value instanceof String text
                ? text.getBytes(StandardCharsets.UTF_8)
                : (byte[]) value;
    }

    private static void characters(Catalog catalog) {
        catalog.define(Group.STRING, "ascii(text)")
                .says("The code point of the first character; 0 for an empty text.")
                .example("ascii('Spark')")
                .takes(Kind.TEXT)
                .gives(DataTypes.IntegerType)
                .total()
                .with1((String text) -> text.isEmpty() ? 0 : text.codePointAt(0));
        catalog.define(Group.STRING, "char(code)")
                .alias("chr")
                .says("The character of a code from 0 to 255, beyond that modulo 256.")
                .example("char(65)")
                .takes(Kind.LONG)
                .gives(DataTypes.StringType)
                .total()
                .with1((Long code) -> code < 0 ? "" : Character.toString((int) (code & 0xff)));
        catalog.define(Group.STRING, "lower(text)")
                .alias("lcase")
                .says("In lower case.")
                .example("lower('GRÖSSE')")
                .takes(Kind.TEXT)
                .gives(DataTypes.StringType)
                .total()
                .with1((String text) -> text.toLowerCase(Locale.ROOT));
        catalog.define(Group.STRING, "upper(text)")
                .alias("ucase")
                .says("In upper case.")
                .example("upper('Größe')")
                .takes(Kind.TEXT)
                .gives(DataTypes.StringType)
                .total()
                .with1((String text) -> text.toUpperCase(Locale.ROOT));
        catalog.define(Group.STRING, "initcap(text)")
                .says("The first letter of each word in upper case, the others in lower case.")
                .example("initcap('sPark sql')")
                .takes(Kind.TEXT)
                .gives(DataTypes.StringType)
                .total()
                .with1((String text) -> initcap(text));
        catalog.define(Group.STRING, "reverse(value)")
                .says("The characters of a text, or the elements of an array, in opposite order.")
                .example("reverse('Spark')", "reverse(array(2, 1, 4))")
                .total()
                .withTyping(Reverse::resolve);
    }

    private static String initcap(String text) {
        var out = new StringBuilder();
        boolean begins = true;
        for (int c : text.toLowerCase(Locale.ROOT).codePoints().toArray()) {
            out.append(begins ? titled(c) : Character.toString(c));
            begins = c == ' ';
        }
        return out.toString();
    }

    /// The title case of a character, which can be several: `Ss` for `ß`.
    private static String titled(int c) {
        var upper = Character.toString(c).toUpperCase(Locale.ROOT);
        return Character.toTitleCase(c) == c && upper.length() > Character.charCount(c)
                ? upper.charAt(0) + upper.substring(1).toLowerCase(Locale.ROOT)
                : Character.toString(Character.toTitleCase(c));
    }

    private static void search(Catalog catalog) {
        both(catalog, "contains(text, part)", "Whether `part` occurs in `text`.", "SQL", 0);
        both(catalog, "startswith(text, part)", "Whether `text` begins with `part`.", "Spark", 1);
        both(catalog, "endswith(text, part)", "Whether `text` ends with `part`.", "SQL", 2);
        catalog.define(Group.STRING, "instr(text, part)")
                .says("Where `part` first occurs, counting from 1; 0 if it does not.")
                .example("instr('Spark SQL', 'SQL')")
                .takes(Kind.TEXT, Kind.TEXT)
                .gives(DataTypes.IntegerType)
                .total()
                .with2((String text, String part) -> Chars.indexOf(text, part, 0) + 1);
        catalog.define(Group.STRING, "locate(part, text[, start])")
                .alias("position")
                .says(
                        "Where `part` first occurs at or behind `start`, counting from 1; 0 if nowhere.")
                .example("locate('bar', 'foobarbar')", "locate('bar', 'foobarbar', 5)")
                .takes(Kind.TEXT, Kind.TEXT)
                .optional(Kind.INT)
                .gives(DataTypes.IntegerType)
                .seesNull()
                .total()
                .with((a, _) -> locate(a));
        catalog.define(Group.STRING, "find_in_set(text, list)")
                .says(
                        "Which entry of the comma-separated `list` the text is, counting from 1; else 0.")
                .example("find_in_set('ab', 'abc,b,ab')")
                .takes(Kind.TEXT, Kind.TEXT)
                .gives(DataTypes.IntegerType)
                .total()
                .with2((String text, String list) -> findInSet(text, list));
    }

    private static void both(Catalog catalog, String usage, String says, String part, int where) {
        var name = usage.substring(0, usage.indexOf('('));
        catalog.define(Group.STRING, usage)
                .says(says)
                .example("%s('Spark SQL', '%s')".formatted(name, part))
                .total()
                .withTyping(arguments -> {
                    arguments.count(2);
                    boolean binary =
                            arguments.type(0).equals(DataTypes.BinaryType)
                                    && arguments.type(1).equals(DataTypes.BinaryType);
                    var kind = binary ? Kind.BINARY : Kind.TEXT;
                    Body body =
                            (a, _) -> {
                                var text = latin(Catalog.the(a[0]));
                                var found = latin(Catalog.the(a[1]));
                                return switch (where) {
                                    case 0 -> text.contains(found);
                                    case 1 -> text.startsWith(found);
                                    default -> text.endsWith(found);
                                };
                            };
                    return new Signature(
                            arguments.as(kind, kind),
                            DataTypes.BooleanType,
                            arguments.nullable(),
                            body.strict());
                });
    }

    /// Bytes as a text of as many characters, so that they can be searched like one.
    private static String latin(Object value) {
        return value instanceof String text
                ? text
                : new String((byte[]) value, StandardCharsets.ISO_8859_1);
    }

    private static @Nullable Integer locate(@Nullable Object[] a) {
        if (a.length > 2 && a[2] == null) {
            return 0;
        }
        if (a[0] == null || a[1] == null) {
            return null;
        }
        int start = a.length > 2 ? Catalog.<Integer>the(a[2]) : 1;
        if (start >= 1 && Catalog.<String>the(a[0]).isEmpty()) {
            return 1;
        }
        return start < 1 ? 0 : Chars.indexOf(Catalog.the(a[1]), Catalog.the(a[0]), start - 1) + 1;
    }

    private static int findInSet(String text, String list) {
        if (text.contains(",")) {
            return 0;
        }
        int index = 1;
        for (var entry : list.split(",", -1)) {
            if (entry.equals(text)) {
                return index;
            }
            index++;
        }
        return 0;
    }

    private static void distances(Catalog catalog) {
        catalog.define(Group.STRING, "levenshtein(left, right[, most])")
                .says("How many characters must be changed; -1 if that is more than `most`.")
                .example("levenshtein('kitten', 'sitting')", "levenshtein('kitten', 'sitting', 2)")
                .takes(Kind.TEXT, Kind.TEXT)
                .optional(Kind.INT)
                .gives(DataTypes.IntegerType)
                .total()
                .with((a, _) -> {
                    int distance = distance(Catalog.the(a[0]), Catalog.the(a[1]));
                    return a.length > 2 && distance > Catalog.<Integer>the(a[2]) ? -1 : distance;
                });
        catalog.define(Group.STRING, "soundex(text)")
                .says("A code that words that sound alike in English share.")
                .example("soundex('Miller')")
                .takes(Kind.TEXT)
                .gives(DataTypes.StringType)
                .total()
                .with1((String text) -> soundex(text));
        catalog.define(Group.STRING, "luhn_check(digits)")
                .says("Whether the digits pass the Luhn test of credit card numbers.")
                .example("luhn_check('79927398713')")
                .takes(Kind.TEXT)
                .gives(DataTypes.BooleanType)
                .total()
                .with1((String text) -> luhn(text));
    }

    private static int distance(String left, String right) {
        int[] a = left.codePoints().toArray();
        int[] b = right.codePoints().toArray();
        int[] row = new int[b.length + 1];
        for (int j = 0; j <= b.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length; i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length; j++) {
                int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length];
    }

    /// The digit of each letter from A to Z; 7 (H and W) does not separate equal digits.
    private static final String SOUNDS = "01230127022455012623017202";

    private static String soundex(String text) {
        if (text.isEmpty()) {
            return text;
        }
        char first = upper(text.charAt(0));
        if (first < 'A' || first > 'Z') {
            return text;
        }
        var code = new StringBuilder().append(first);
        char last = SOUNDS.charAt(first - 'A');
        for (int i = 1; i < text.length() && code.length() < 4; i++) {
            char c = upper(text.charAt(i));
            if (c < 'A' || c > 'Z') {
                last = '0';
                continue;
            }
            char sound = SOUNDS.charAt(c - 'A');
            if (sound == '7') {
                continue;
            }
            if (sound != '0' && sound != last) {
                code.append(sound);
            }
            last = sound;
        }
        return code.append("000").substring(0, 4);
    }

    private static char upper(char c) {
        return c >= 'a' && c <= 'z' ? (char) (c - 32) : c;
    }

    private static boolean luhn(String text) {
        if (text.isEmpty()) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(text.length() - 1 - i) - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            int weighted = i % 2 == 1 ? digit * 2 : digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return sum % 10 == 0;
    }

    /// INVALID_INDEX_OF_ZERO.
    static TidemillException zeroIndex() {
        return new TidemillException(
                Condition.INVALID_INDEX_OF_ZERO,
                "The index 0 is invalid. An index shall be either < 0 or > 0 (the first element has"
                        + " index 1)",
                "count from 1, or from the end with negative numbers");
    }
}
