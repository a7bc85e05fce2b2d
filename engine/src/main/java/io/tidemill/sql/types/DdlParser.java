package io.tidemill.sql.types;

import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;

/// Reads types and lists of columns written in DDL, as Spark's `StructType.fromDDL` does.
///
/// A recursive descent over the text; `column` in messages counts from 1.
final class DdlParser {
    private final String text;
    private int at;

    private DdlParser(String text) {
        this.text = text;
    }

    static StructType parseColumns(String ddl) {
        var parser = new DdlParser(ddl);
        var columns = parser.columns(false);
        parser.expectEnd();
        return columns;
    }

    static DataType parseType(String ddl) {
        var parser = new DdlParser(ddl);
        try {
            var type = parser.type();
            parser.expectEnd();
            return type;
        } catch (IllegalArgumentException notOneType) {
            try {
                return parseColumns(ddl);
            } catch (IllegalArgumentException notColumns) {
                throw ddl.strip().indexOf(' ') < 0 ? notOneType : notColumns;
            }
        }
    }

    /// @param nested inside `struct<...>`, where a colon may stand behind the name
    private StructType columns(boolean nested) {
        var fields = new ArrayList<StructField>();
        skipSpace();
        while (at < text.length() && !(nested && text.charAt(at) == '>')) {
            var name = name();
            skipSpace();
            if (nested) {
                accept(':');
            }
            var type = type();
            boolean nullable = true;
            Optional<String> comment = Optional.empty();
            if (acceptWord("NOT")) {
                if (!acceptWord("NULL")) {
                    throw error("NULL expected behind NOT");
                }
                nullable = false;
            }
            if (acceptWord("COMMENT")) {
                comment = Optional.of(quoted());
            }
            fields.add(new StructField(name, type, nullable, comment));
            if (!accept(',')) {
                break;
            }
        }
        return new StructType(fields);
    }

    private DataType type() {
        int start = skipSpace();
        var name = word().toUpperCase(Locale.ROOT);
        return switch (name) {
            case "BOOLEAN", "BOOL" -> DataTypes.BooleanType;
            case "TINYINT", "BYTE" -> DataTypes.ByteType;
            case "SMALLINT", "SHORT" -> DataTypes.ShortType;
            case "INT", "INTEGER" -> DataTypes.IntegerType;
            case "BIGINT", "LONG" -> DataTypes.LongType;
            case "FLOAT", "REAL" -> DataTypes.FloatType;
            case "DOUBLE" -> DataTypes.DoubleType;
            case "STRING" -> DataTypes.StringType;
            case "VARCHAR", "CHAR", "CHARACTER" -> {
                parameters(1);
                yield DataTypes.StringType;
            }
            case "BINARY" -> DataTypes.BinaryType;
            case "DATE" -> DataTypes.DateType;
            case "TIMESTAMP", "TIMESTAMP_LTZ" -> DataTypes.TimestampType;
            case "TIMESTAMP_NTZ" -> DataTypes.TimestampNTZType;
            case "VOID", "NULL" -> DataTypes.NullType;
            case "DECIMAL", "DEC", "NUMERIC" -> decimal();
            case "INTERVAL" -> interval();
            case "ARRAY" -> {
                expect('<');
                var element = type();
                expect('>');
                yield new ArrayType(element);
            }
            case "MAP" -> {
                expect('<');
                var key = type();
                expect(',');
                var value = type();
                expect('>');
                yield new MapType(key, value);
            }
            case "STRUCT" -> {
                expect('<');
                var fields = columns(true);
                expect('>');
                yield fields;
            }
            default -> {
                at = start;
                throw error("'%s' is not a type".formatted(name));
            }
        };
    }

    private DataType decimal() {
        int[] values = parameters(2);
        return switch (values.length) {
            case 0 -> new DecimalType();
            case 1 -> new DecimalType(values[0], 0);
            default -> new DecimalType(values[0], values[1]);
        };
    }

    private DataType interval() {
        var start = word().toUpperCase(Locale.ROOT);
        var end = acceptWord("TO") ? word().toUpperCase(Locale.ROOT) : start;
        int first = unit(start);
        int last = unit(end);
        if (first < 2 != last < 2 || first > last) {
            throw error("an interval goes from YEAR to MONTH or from DAY to SECOND");
        }
        return first < 2
                ? new YearMonthIntervalType((byte) first, (byte) last)
                : new DayTimeIntervalType((byte) (first - 2), (byte) (last - 2));
    }

    private int unit(String name) {
        return switch (name) {
            case "YEAR" -> 0;
            case "MONTH" -> 1;
            case "DAY" -> 2;
            case "HOUR" -> 3;
            case "MINUTE" -> 4;
            case "SECOND" -> 5;
            default -> throw error("'%s' is not a unit of an interval".formatted(name));
        };
    }

    private int[] parameters(int most) {
        if (!accept('(')) {
            return new int[0];
        }
        var values = new ArrayList<Integer>();
        do {
            skipSpace();
            int start = at;
            while (at < text.length() && Character.isDigit(text.charAt(at))) {
                at++;
            }
            if (start == at || at - start > 9) {
                throw error("a number expected");
            }
            values.add(Integer.parseInt(text.substring(start, at)));
        } while (values.size() < most && accept(','));
        expect(')');
        return values.stream().mapToInt(Integer::intValue).toArray();
    }

    private String name() {
        skipSpace();
        if (at >= text.length() || text.charAt(at) != '`') {
            return word();
        }
        var name = new StringBuilder();
        at++;
        while (true) {
            if (at >= text.length()) {
                throw error("a closing ` expected");
            }
            char c = text.charAt(at++);
            if (c == '`') {
                if (at < text.length() && text.charAt(at) == '`') {
                    at++;
                } else {
                    return name.toString();
                }
            }
            name.append(c);
        }
    }

    private String quoted() {
        skipSpace();
        char quote = at < text.length() ? text.charAt(at) : ' ';
        if (quote != '\'' && quote != '"') {
            throw error("a quoted text expected");
        }
        at++;
        var value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != quote) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            value.append(text.charAt(at++));
        }
        expect(quote);
        return value.toString();
    }

    private String word() {
        skipSpace();
        int start = at;
        while (at < text.length() && isWordPart(text.charAt(at))) {
            at++;
        }
        if (start == at) {
            throw error(at < text.length() ? "a name expected" : "the text ends too early");
        }
        return text.substring(start, at);
    }

    private boolean acceptWord(String word) {
        int start = skipSpace();
        int end = start + word.length();
        if (text.regionMatches(true, start, word, 0, word.length())
                && (end >= text.length() || !isWordPart(text.charAt(end)))) {
            at = end;
            return true;
        }
        return false;
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    private boolean accept(char c) {
        skipSpace();
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char c) {
        if (!accept(c)) {
            throw error("'%s' expected".formatted(c));
        }
    }

    private void expectEnd() {
        skipSpace();
        if (at < text.length()) {
            throw error("nothing more expected");
        }
    }

    private int skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private IllegalArgumentException error(String what) {
        return new IllegalArgumentException(
                "schema '%s', column %d: %s; write columns as 'name TYPE, ...', for example 'device STRING, signal DOUBLE'"
                        .formatted(text, at + 1, what));
    }
}
