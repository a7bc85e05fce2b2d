package io.tidemill.sql;

import io.tidemill.data.Condition;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Puts values in place of `:name` in a statement, but not inside strings, quoted names and
/// comments.
final class Parameters {
    /// What is skipped, or a parameter with its name as group.
    private static final Pattern PIECE =
            Pattern.compile(
                    "'(?:\\\\.|[^'\\\\])*'|\"(?:\\\\.|[^\"\\\\])*\"|`[^`]*`|--[^\\n]*|/\\*(?s:.*?)\\*/"
                            + "|::|:([A-Za-z_][A-Za-z0-9_]*)");

    private Parameters() {}

    /// @param values SQL literals by name
    /// @throws AnalysisException when the statement names a parameter that was not given
    static String fill(String statement, Map<String, String> values) {
        return PIECE.matcher(statement)
                .replaceAll(found -> {
                    var name = found.group(1);
                    return Matcher.quoteReplacement(
                            name == null ? found.group() : value(name, values));
                });
    }

    private static String value(String name, Map<String, String> values) {
        var value = values.get(name);
        if (value == null) {
            throw new AnalysisException(
                    Condition.UNBOUND_SQL_PARAMETER,
                    "the statement has a parameter :%s, for which no value was given"
                            .formatted(name),
                    "give it a value");
        }
        return value;
    }
}
