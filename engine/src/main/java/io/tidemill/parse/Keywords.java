package io.tidemill.parse;

import io.tidemill.parse.generated.TidemillParserConstants;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Which words and signs the generated grammar knows, and groups of words that [Words] asks about.
final class Keywords {
    /// Words that are keywords wherever they stand, but behind a point or AS.
    static final Set<String> ALWAYS =
            Set.of(
                    "AND",
                    "AS",
                    "BETWEEN",
                    "CASE",
                    "ELSE",
                    "FALSE",
                    "FROM",
                    "HAVING",
                    "IN",
                    "IS",
                    "JOIN",
                    "NOT",
                    "NULL",
                    "ON",
                    "OR",
                    "SELECT",
                    "THEN",
                    "TRUE",
                    "UNION",
                    "USING",
                    "WHEN",
                    "WHERE",
                    "EXCEPT",
                    "INTERSECT");

    /// Words that begin another part of a query: what stands before them is complete.
    static final Set<String> STARTS_CLAUSE =
            Set.of(
                    "FROM",
                    "WHERE",
                    "GROUP",
                    "HAVING",
                    "ORDER",
                    "LIMIT",
                    "UNION",
                    "INTERSECT",
                    "EXCEPT",
                    "MINUS",
                    "JOIN",
                    "INNER",
                    "LEFT",
                    "RIGHT",
                    "FULL",
                    "CROSS",
                    "NATURAL",
                    "ON",
                    "USING",
                    "WINDOW",
                    "QUALIFY",
                    "LATERAL",
                    "WHEN",
                    "THEN",
                    "ELSE",
                    "END",
                    "AND",
                    "OR",
                    "AS",
                    "SEMI",
                    "ANTI",
                    "OFFSET",
                    "PIVOT",
                    "TABLESAMPLE",
                    "IS");

    /// Words of joins, which only mean that in a FROM clause.
    static final Set<String> JOINS =
            Set.of("INNER", "LEFT", "RIGHT", "FULL", "CROSS", "NATURAL", "SEMI", "ANTI");

    private static final Map<String, Integer> KINDS = kinds();

    private Keywords() {}

    /// The kind of a word or sign in the generated grammar.
    static int kind(String image) {
        var kind = KINDS.get(image.toUpperCase(Locale.ROOT));
        if (kind == null) {
            throw new IllegalStateException("the grammar has no token " + image);
        }
        return kind;
    }

    private static Map<String, Integer> kinds() {
        var kinds = new HashMap<String, Integer>();
        var images = TidemillParserConstants.tokenImage;
        for (int kind = 0; kind < images.length; kind++) {
            var image = images[kind];
            if (image.length() > 2 && image.startsWith("\"")) {
                kinds.putIfAbsent(image.substring(1, image.length() - 1), kind);
            }
        }
        return Map.copyOf(kinds);
    }
}
