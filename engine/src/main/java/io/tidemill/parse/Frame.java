package io.tidemill.parse;

import java.util.Locale;

/// What [Words] remembers of an open parenthesis, or of the whole text.
final class Frame {
    /// What a parenthesis belongs to.
    enum Form {
        PLAIN,
        QUERY,
        CAST,
        EXTRACT,
        TRIM,
        SUBSTRING,
        OVERLAY,
        POSITION,
        STRUCT,
        WINDOW,
        PIVOT,
        SAMPLE,
        /// `FROM VALUES (1), (2)`.
        TABLE_WITHOUT_PARENTHESES;

        /// The form of the parenthesis behind a word, else `otherwise`.
        static Form of(String word, Form otherwise) {
            return switch (word.toUpperCase(Locale.ROOT)) {
                case "CAST", "TRY_CAST" -> CAST;
                case "EXTRACT" -> EXTRACT;
                case "TRIM" -> TRIM;
                case "SUBSTRING", "SUBSTR" -> SUBSTRING;
                case "OVERLAY" -> OVERLAY;
                case "POSITION" -> POSITION;
                case "STRUCT" -> STRUCT;
                case "OVER", "GROUP" -> WINDOW;
                case "PIVOT", "UNPIVOT", "NULLS" -> PIVOT;
                default -> otherwise;
            };
        }
    }

    /// The part of a query that is being read.
    enum Clause {
        START,
        SELECT,
        FROM,
        WHERE,
        GROUP,
        HAVING,
        WINDOW,
        ORDER,
        LIMIT
    }

    Form form;
    Clause clause = Clause.START;

    /// CASEs without their END.
    int cases;

    /// Whether MATCH_CONDITION was read, and ON not yet.
    boolean matched;

    /// Whether the frame of a window counts groups, which the grammar has no word for.
    boolean groups;

    Frame(Form form) {
        this.form = form;
    }
}
