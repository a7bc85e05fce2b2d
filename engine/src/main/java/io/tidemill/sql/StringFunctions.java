package io.tidemill.sql;

/// Strings and binary, as [functions] offers them; semantics are those of the SQL reference.
abstract sealed class StringFunctions extends OriginFunctions permits EncodingFunctions {
    StringFunctions() {}

    /// The code of the first character.
    public static Column ascii(Column value) {
        return Column.call("ascii", value);
    }

    /// How many bits it takes.
    public static Column bit_length(Column value) {
        return Column.call("bit_length", value);
    }

    /// Without blanks, or these characters, at both ends.
    public static Column btrim(Column value) {
        return Column.call("btrim", value);
    }

    public static Column btrim(Column first, Column second) {
        return Column.call("btrim", first, second);
    }

    /// How many characters there are.
    public static Column char_length(Column value) {
        return Column.call("char_length", value);
    }

    /// How many characters there are.
    public static Column character_length(Column value) {
        return Column.call("character_length", value);
    }

    /// Strings, binaries or arrays one behind the other.
    public static Column concat(Column... columns) {
        return Column.call("concat", (Object[]) columns);
    }

    /// Strings one behind the other, with a separator between.
    public static Column concat_ws(String first, Column... columns) {
        return Column.call("concat_ws", prepend(first, columns));
    }

    /// Whether the first string has the second in it.
    public static Column contains(Column first, Column second) {
        return Column.call("contains", first, second);
    }

    /// The n-th of the values behind the first.
    public static Column elt(Column... columns) {
        return Column.call("elt", (Object[]) columns);
    }

    /// Whether the first string ends with the second.
    public static Column endswith(Column first, Column second) {
        return Column.call("endswith", first, second);
    }

    /// Where a string stands in a list with commas, from 1.
    public static Column find_in_set(Column first, Column second) {
        return Column.call("find_in_set", first, second);
    }

    /// Each word with a capital.
    public static Column initcap(Column value) {
        return Column.call("initcap", value);
    }

    /// Where a string first stands in another, from 1; 0 if it does not.
    public static Column instr(Column first, String second) {
        return Column.call("instr", first, second);
    }

    public static Column instr(Column first, Column second) {
        return Column.call("instr", first, second);
    }

    /// The first n characters.
    public static Column left(Column first, Column second) {
        return Column.call("left", first, second);
    }

    /// How many characters, or bytes of binary, there are.
    public static Column length(Column value) {
        return Column.call("length", value);
    }

    /// How many letters must change.
    public static Column levenshtein(Column first, Column second) {
        return Column.call("levenshtein", first, second);
    }

    public static Column levenshtein(Column first, Column second, int third) {
        return Column.call("levenshtein", first, second, third);
    }

    /// Where a string first stands in another, from 1; 0 if it does not.
    public static Column locate(String first, Column second) {
        return Column.call("locate", first, second);
    }

    public static Column locate(String first, Column second, int third) {
        return Column.call("locate", first, second, third);
    }

    /// In small letters.
    public static Column lower(Column value) {
        return Column.call("lower", value);
    }

    /// Filled at the left to a length.
    public static Column lpad(Column first, int second, String third) {
        return Column.call("lpad", first, second, third);
    }

    public static Column lpad(Column first, Column second, Column third) {
        return Column.call("lpad", first, second, third);
    }

    /// Without blanks, or these characters, at the left.
    public static Column ltrim(Column value) {
        return Column.call("ltrim", value);
    }

    public static Column ltrim(Column text, String characters) {
        return ltrim(text, Column.lit(characters));
    }

    /// Whether the digits have a right check digit.
    public static Column luhn_check(Column value) {
        return Column.call("luhn_check", value);
    }

    /// Letters and digits replaced.
    public static Column mask(Column value) {
        return Column.call("mask", value);
    }

    public static Column mask(Column first, Column second) {
        return Column.call("mask", first, second);
    }

    public static Column mask(Column first, Column second, Column third) {
        return Column.call("mask", first, second, third);
    }

    public static Column mask(Column first, Column second, Column third, Column fourth) {
        return Column.call("mask", first, second, third, fourth);
    }

    public static Column mask(
            Column first, Column second, Column third, Column fourth, Column fifth) {
        return Column.call("mask", first, second, third, fourth, fifth);
    }

    /// How many bytes it takes.
    public static Column octet_length(Column value) {
        return Column.call("octet_length", value);
    }

    /// With a part replaced.
    public static Column overlay(Column first, Column second, Column third) {
        return Column.call("overlay", first, second, third);
    }

    public static Column overlay(Column first, Column second, Column third, Column fourth) {
        return Column.call("overlay", first, second, third, fourth);
    }

    /// In single quotes, with escapes.
    public static Column quote(Column value) {
        return Column.call("quote", value);
    }

    /// How often a regular expression matches.
    public static Column regexp_count(Column first, Column second) {
        return Column.call("regexp_count", first, second);
    }

    /// A group of the first match; empty without one.
    public static Column regexp_extract(Column first, String second, int third) {
        return Column.call("regexp_extract", first, second, third);
    }

    /// A group of all matches.
    public static Column regexp_extract_all(Column first, Column second) {
        return Column.call("regexp_extract_all", first, second);
    }

    public static Column regexp_extract_all(Column first, Column second, Column third) {
        return Column.call("regexp_extract_all", first, second, third);
    }

    /// Where the first match begins, from 1.
    public static Column regexp_instr(Column first, Column second) {
        return Column.call("regexp_instr", first, second);
    }

    public static Column regexp_instr(Column first, Column second, Column third) {
        return Column.call("regexp_instr", first, second, third);
    }

    /// Whether a part matches.
    public static Column regexp_like(Column first, Column second) {
        return Column.call("regexp_like", first, second);
    }

    /// With all matches replaced.
    public static Column regexp_replace(Column first, String second, String third) {
        return Column.call("regexp_replace", first, second, third);
    }

    public static Column regexp_replace(Column first, Column second, Column third) {
        return Column.call("regexp_replace", first, second, third);
    }

    /// The first match.
    public static Column regexp_substr(Column first, Column second) {
        return Column.call("regexp_substr", first, second);
    }

    /// Repeated n times.
    public static Column repeat(Column first, int second) {
        return Column.call("repeat", first, second);
    }

    public static Column repeat(Column first, Column second) {
        return Column.call("repeat", first, second);
    }

    /// With all of one string replaced.
    public static Column replace(Column first, Column second) {
        return Column.call("replace", first, second);
    }

    public static Column replace(Column first, Column second, Column third) {
        return Column.call("replace", first, second, third);
    }

    /// Backwards; also of an array.
    public static Column reverse(Column value) {
        return Column.call("reverse", value);
    }

    /// The last n characters.
    public static Column right(Column first, Column second) {
        return Column.call("right", first, second);
    }

    /// Filled at the right to a length.
    public static Column rpad(Column first, int second, String third) {
        return Column.call("rpad", first, second, third);
    }

    public static Column rpad(Column first, Column second, Column third) {
        return Column.call("rpad", first, second, third);
    }

    /// Without blanks, or these characters, at the right.
    public static Column rtrim(Column value) {
        return Column.call("rtrim", value);
    }

    public static Column rtrim(Column text, String characters) {
        return rtrim(text, Column.lit(characters));
    }

    /// Words by sentence.
    public static Column sentences(Column value) {
        return Column.call("sentences", value);
    }

    public static Column sentences(Column first, Column second, Column third) {
        return Column.call("sentences", first, second, third);
    }

    /// The Soundex code.
    public static Column soundex(Column value) {
        return Column.call("soundex", value);
    }

    /// Cut at matches of a regular expression.
    public static Column split(Column first, String second) {
        return Column.call("split", first, second);
    }

    public static Column split(Column first, String second, int third) {
        return Column.call("split", first, second, third);
    }

    public static Column split(Column first, Column second) {
        return Column.call("split", first, second);
    }

    public static Column split(Column first, Column second, Column third) {
        return Column.call("split", first, second, third);
    }

    /// The n-th part between delimiters, from 1.
    public static Column split_part(Column first, Column second, Column third) {
        return Column.call("split_part", first, second, third);
    }

    /// Whether the first string starts with the second.
    public static Column startswith(Column first, Column second) {
        return Column.call("startswith", first, second);
    }

    /// Characters from a position, counted from 1.
    public static Column substr(Column first, Column second) {
        return Column.call("substr", first, second);
    }

    public static Column substr(Column first, Column second, Column third) {
        return Column.call("substr", first, second, third);
    }

    /// Characters from a position, counted from 1.
    public static Column substring(Column first, int second, int third) {
        return Column.call("substring", first, second, third);
    }

    public static Column substring(Column first, Column second, Column third) {
        return Column.call("substring", first, second, third);
    }

    /// What stands before the n-th delimiter.
    public static Column substring_index(Column first, String second, int third) {
        return Column.call("substring_index", first, second, third);
    }

    /// Characters replaced one by one.
    public static Column translate(Column first, String second, String third) {
        return Column.call("translate", first, second, third);
    }

    /// Without blanks, or these characters, at both ends.
    public static Column trim(Column value) {
        return Column.call("trim", value);
    }

    public static Column trim(Column text, String characters) {
        return trim(text, Column.lit(characters));
    }

    /// In capitals.
    public static Column upper(Column value) {
        return Column.call("upper", value);
    }

    /// A random UUID.
    public static Column uuid() {
        return Column.call("uuid");
    }

    static Object[] prepend(Object first, Object[] others) {
        var all = new Object[others.length + 1];
        all[0] = first;
        System.arraycopy(others, 0, all, 1, others.length);
        return all;
    }

    /// Matches an SQL pattern: `%` for any text, `_` for one character.
    public static Column like(Column value, Column pattern) {
        return Column.call("like", value, pattern);
    }

    public static Column like(Column value, Column pattern, Column escape) {
        return Column.call("like", value, pattern, escape);
    }

    /// [#like] without regard to case.
    public static Column ilike(Column value, Column pattern) {
        return Column.call("ilike", value, pattern);
    }

    public static Column ilike(Column value, Column pattern, Column escape) {
        return Column.call("ilike", value, pattern, escape);
    }

    /// Has a part that matches a regular expression.
    public static Column rlike(Column value, Column pattern) {
        return Column.call("rlike", value, pattern);
    }

    /// As [#rlike].
    public static Column regexp(Column value, Column pattern) {
        return Column.call("regexp", value, pattern);
    }

    /// In lower case.
    public static Column lcase(Column value) {
        return Column.call("lcase", value);
    }

    /// In upper case.
    public static Column ucase(Column value) {
        return Column.call("ucase", value);
    }

    /// How many characters or bytes it has.
    public static Column len(Column value) {
        return Column.call("len", value);
    }

    /// The character of a code, of 256.
    public static Column chr(Column code) {
        return Column.call("chr", code);
    }

    /// Values in a format of Java's `Formatter`.
    public static Column printf(Column format, Column... values) {
        return Column.call("format_string", prepend(format, values));
    }

    /// Where a text first has a part, from 1; 0 if nowhere.
    public static Column position(Column part, Column text) {
        return Column.call("locate", part, text);
    }

    public static Column position(Column part, Column text, Column start) {
        return Column.call("locate", part, text, start);
    }

    public static Column ltrim(Column text, Column characters) {
        return Column.call("ltrim", characters, text);
    }

    public static Column rtrim(Column text, Column characters) {
        return Column.call("rtrim", characters, text);
    }

    public static Column trim(Column text, Column characters) {
        return Column.call("trim", characters, text);
    }

    public static Column sentences(Column text, Column language) {
        return Column.call("sentences", text, language);
    }

    public static Column uuid(Column seed) {
        return Column.call("uuid", seed);
    }
}
