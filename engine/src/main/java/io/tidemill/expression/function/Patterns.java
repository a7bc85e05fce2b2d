package io.tidemill.expression.function;

import io.tidemill.data.Condition;
import io.tidemill.data.TidemillException;
import io.tidemill.expression.QueryErrors;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Regular expressions and LIKE patterns, compiled once as long as they stay the same.
final class Patterns {
    private final String function;
    private final int flags;
    private String last = "";
    private Pattern compiled = Pattern.compile("");

    /// @param function for messages
    /// @param flags of [Pattern]
    Patterns(String function, int flags) {
        this.function = function;
        this.flags = flags;
    }

    /// The pattern of a regular expression.
    ///
    /// @throws TidemillException INVALID_PARAMETER_VALUE.PATTERN
    Pattern of(String regex) {
        if (!regex.equals(last)) {
            try {
                compiled = Pattern.compile(regex, flags);
                last = regex;
            } catch (PatternSyntaxException e) {
                throw QueryErrors.parameter(
                        Condition.INVALID_PARAMETER_VALUE__PATTERN,
                        function,
                        "regexp",
                        "a regular expression",
                        regex);
            }
        }
        return compiled;
    }

    /// The regular expression that a LIKE pattern means: `%` is any characters, `_` is one.
    ///
    /// @throws TidemillException INVALID_FORMAT.ESC_AT_THE_END or ESC_IN_THE_MIDDLE
    static String ofLike(String pattern, int escape) {
        var out = new StringBuilder();
        int[] characters = pattern.codePoints().toArray();
        for (int i = 0; i < characters.length; i++) {
            int c = characters[i];
            if (c == escape) {
                i++;
                if (i == characters.length) {
                    throw malformed(Condition.INVALID_FORMAT__ESC_AT_THE_END, pattern, escape);
                }
                if (characters[i] != '%' && characters[i] != '_' && characters[i] != escape) {
                    throw malformed(Condition.INVALID_FORMAT__ESC_IN_THE_MIDDLE, pattern, escape);
                }
                out.append(Pattern.quote(Character.toString(characters[i])));
            } else if (c == '%') {
                out.append(".*");
            } else if (c == '_') {
                out.append('.');
            } else {
                out.append(Pattern.quote(Character.toString(c)));
            }
        }
        return out.toString();
    }

    private static TidemillException malformed(Condition condition, String pattern, int escape) {
        return new TidemillException(
                condition,
                "The format is invalid: '%s'. The escape character '%s' must stand before %%, _ or itself"
                        .formatted(pattern, Character.toString(escape)),
                "write the escape character twice to mean itself");
    }
}
