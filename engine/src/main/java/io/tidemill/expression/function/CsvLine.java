package io.tidemill.expression.function;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One record of CSV as text, into fields and back, by the options of CSV files.
///
/// A field in quotes keeps separators and line ends; in it the escape character stands before a
/// quote. An empty field is NULL, an empty one in quotes an empty text.
final class CsvLine {
    private final String separator;
    private final char quote;
    private final char escape;
    private final String nullValue;
    private final boolean trimLeading;
    private final boolean trimTrailing;
    private final boolean quoteAll;
    private final boolean escapeQuotes;
    private final String emptyValue;

    /// @param writing some defaults are others than for reading
    CsvLine(JsonSettings settings, boolean writing) {
        separator = settings.text("sep").or(() -> settings.text("delimiter")).orElse(",");
        quote = settings.letter("quote", '"');
        escape = settings.letter("escape", '\\');
        nullValue = settings.text("nullValue").orElse("");
        trimLeading = settings.flag("ignoreLeadingWhiteSpace", writing);
        trimTrailing = settings.flag("ignoreTrailingWhiteSpace", writing);
        quoteAll = settings.flag("quoteAll", false);
        escapeQuotes = settings.flag("escapeQuotes", true);
        emptyValue = settings.text("emptyValue").orElse(writing ? "\"\"" : "");
    }

    /// The fields of a record.
    List<@Nullable String> read(String record) {
        var fields = new ArrayList<@Nullable String>();
        int at = 0;
        while (at <= record.length()) {
            int start = at;
            while (trimLeading && start < record.length() && record.charAt(start) == ' ') {
                start++;
            }
            if (quote != 0 && start < record.length() && record.charAt(start) == quote) {
                var text = new StringBuilder();
                int end = quoted(record, start + 1, text);
                fields.add(text.isEmpty() ? emptyValue : text.toString());
                int next = record.indexOf(separator, end);
                at = next < 0 ? record.length() + 1 : next + separator.length();
            } else {
                int next = record.indexOf(separator, start);
                int end = next < 0 ? record.length() : next;
                at = next < 0 ? record.length() + 1 : next + separator.length();
                while (trimTrailing && end > start && record.charAt(end - 1) == ' ') {
                    end--;
                }
                var field = record.substring(start, end);
                fields.add(field.isEmpty() || field.equals(nullValue) ? null : field);
            }
        }
        return fields;
    }

    /// Takes what is in quotes; says where it ends.
    private int quoted(String record, int from, StringBuilder text) {
        int at = from;
        while (at < record.length()) {
            char letter = record.charAt(at);
            boolean more = at + 1 < record.length();
            if (letter == escape && more && record.charAt(at + 1) == quote) {
                text.append(quote);
                at += 2;
            } else if (letter == quote) {
                return at + 1;
            } else {
                text.append(letter);
                at++;
            }
        }
        return at;
    }

    /// A record of these fields; null stands for NULL.
    String write(List<@Nullable String> fields) {
        var record = new StringBuilder();
        for (int i = 0; i < fields.size(); i++) {
            record.append(i == 0 ? "" : separator);
            var field = fields.get(i);
            if (field == null) {
                record.append(nullValue);
            } else {
                append(record, trimmed(field));
            }
        }
        return record.toString();
    }

    private String trimmed(String field) {
        var leading = trimLeading ? field.stripLeading() : field;
        return trimTrailing ? leading.stripTrailing() : leading;
    }

    private void append(StringBuilder record, String field) {
        if (field.isEmpty()) {
            record.append(emptyValue);
            return;
        }
        boolean needsQuotes =
                field.contains(separator)
                        || field.indexOf('\n') >= 0
                        || field.indexOf('\r') >= 0
                        || escapeQuotes && field.indexOf(quote) >= 0;
        if (quote == 0 || !quoteAll && !needsQuotes) {
            record.append(field);
            return;
        }
        record.append(quote);
        for (int i = 0; i < field.length(); i++) {
            if (field.charAt(i) == quote) {
                record.append(escape);
            }
            record.append(field.charAt(i));
        }
        record.append(quote);
    }
}
