package io.tidemill.sql;

/// Encodings, hashes, URLs and numbers in a format, as [functions] offers them; semantics are those
/// of the SQL reference.
abstract sealed class EncodingFunctions extends StringFunctions permits TimeFunctions {
    EncodingFunctions() {}

    /// Binary as Base64.
    public static Column base64(Column value) {
        return Column.call("base64", value);
    }

    /// The cyclic redundancy check.
    public static Column crc32(Column value) {
        return Column.call("crc32", value);
    }

    /// Binary as a string of a character set.
    public static Column decode(Column first, String second) {
        return Column.call("decode", first, second);
    }

    /// A string as binary of a character set.
    public static Column encode(Column first, String second) {
        return Column.call("encode", first, second);
    }

    /// With this many digits behind the point and commas at thousands.
    public static Column format_number(Column first, int second) {
        return Column.call("format_number", first, second);
    }

    /// Printf's form.
    public static Column format_string(String first, Column... columns) {
        return Column.call("format_string", prepend(first, columns));
    }

    /// A hash (Murmur3) of the values, as INT.
    public static Column hash(Column... columns) {
        return Column.call("hash", (Object[]) columns);
    }

    /// In hexadecimal digits.
    public static Column hex(Column value) {
        return Column.call("hex", value);
    }

    /// Whether it is valid UTF-8.
    public static Column is_valid_utf8(Column value) {
        return Column.call("is_valid_utf8", value);
    }

    /// With what is not UTF-8 replaced.
    public static Column make_valid_utf8(Column value) {
        return Column.call("make_valid_utf8", value);
    }

    /// The MD5 sum, in hexadecimal digits.
    public static Column md5(Column value) {
        return Column.call("md5", value);
    }

    /// A part of a URL.
    public static Column parse_url(Column first, Column second) {
        return Column.call("parse_url", first, second);
    }

    public static Column parse_url(Column first, Column second, Column third) {
        return Column.call("parse_url", first, second, third);
    }

    /// The SHA-1 sum, in hexadecimal digits.
    public static Column sha1(Column value) {
        return Column.call("sha1", value);
    }

    /// The SHA-2 sum of 224, 256, 384 or 512 bits.
    public static Column sha2(Column first, int second) {
        return Column.call("sha2", first, second);
    }

    /// Binary from text in a format.
    public static Column to_binary(Column value) {
        return Column.call("to_binary", value);
    }

    public static Column to_binary(Column first, Column second) {
        return Column.call("to_binary", first, second);
    }

    /// A number or time as text in a format.
    public static Column to_char(Column first, Column second) {
        return Column.call("to_char", first, second);
    }

    /// A number from text in a format.
    public static Column to_number(Column first, Column second) {
        return Column.call("to_number", first, second);
    }

    /// A number or time as text in a format.
    public static Column to_varchar(Column first, Column second) {
        return Column.call("to_varchar", first, second);
    }

    /// Binary from text, NULL where it is none.
    public static Column try_to_binary(Column value) {
        return Column.call("try_to_binary", value);
    }

    public static Column try_to_binary(Column first, Column second) {
        return Column.call("try_to_binary", first, second);
    }

    /// A number from text, NULL where it is none.
    public static Column try_to_number(Column first, Column second) {
        return Column.call("try_to_number", first, second);
    }

    /// Binary from Base64.
    public static Column unbase64(Column value) {
        return Column.call("unbase64", value);
    }

    /// Binary from hexadecimal digits.
    public static Column unhex(Column value) {
        return Column.call("unhex", value);
    }

    /// Text from its form in a URL.
    public static Column url_decode(Column value) {
        return Column.call("url_decode", value);
    }

    /// Text in the form for a URL.
    public static Column url_encode(Column value) {
        return Column.call("url_encode", value);
    }

    /// The string itself; an error if it is not UTF-8.
    public static Column validate_utf8(Column value) {
        return Column.call("validate_utf8", value);
    }

    /// A hash (xxHash) of the values, as BIGINT.
    public static Column xxhash64(Column... columns) {
        return Column.call("xxhash64", (Object[]) columns);
    }

    /// As [#sha1].
    public static Column sha(Column value) {
        return Column.call("sha", value);
    }

    /// As [#url_decode], but NULL where it cannot be read.
    public static Column try_url_decode(Column value) {
        return Column.call("try_url_decode", value);
    }

    /// As [#parse_url], but NULL where it cannot be read.
    public static Column try_parse_url(Column url, Column part) {
        return Column.call("try_parse_url", url, part);
    }

    public static Column try_parse_url(Column url, Column part, Column key) {
        return Column.call("try_parse_url", url, part, key);
    }

    /// The text, or NULL where it is no UTF-8.
    public static Column try_validate_utf8(Column value) {
        return Column.call("try_validate_utf8", value);
    }
}
