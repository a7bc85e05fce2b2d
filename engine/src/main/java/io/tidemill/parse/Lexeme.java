package io.tidemill.parse;

import java.util.Optional;

/// A piece of SQL text between white space and comments.
///
/// @param text as written, but for [Kind#QUOTED] and [Kind#STRING] what it says: without quotes and
///   with escapes resolved; for [Kind#BINARY] the hexadecimal digits
/// @param start where it begins in the source, counted in chars from 0
/// @param end where it ends, exclusive
/// @param hint of SELECT, the comment with a hint that stands behind it
record Lexeme(Kind kind, String text, int start, int end, Optional<Hint> hint) {
    /// A comment that says something.
    ///
    /// @param text with its signs
    record Hint(String text, int start) {}

    Lexeme(Kind kind, String text, int start, int end) {
        this(kind, text, start, end, Optional.empty());
    }

    /// What a lexeme is before anybody has looked at what stands around it.
    enum Kind {
        WORD,
        /// A name in backticks.
        QUOTED,
        STRING,
        BINARY,
        NUMBER,
        SYMBOL,
        END
    }

    /// Whether this is that word, without regard to case, and not a quoted name.
    boolean isWord(String word) {
        return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    /// Whether this can name a column or table.
    boolean isName() {
        return kind == Kind.WORD || kind == Kind.QUOTED;
    }

    boolean isEnd() {
        return kind == Kind.END;
    }
}
