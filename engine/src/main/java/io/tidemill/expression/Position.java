package io.tidemill.expression;

/// Where in the text of a query an expression stands, for messages.
///
/// @param line counts from 1; 0 when there is no text
/// @param column counts from 1
/// @param text the expression as it was written
public record Position(int line, int column, String text) {
    /// For expressions that nobody wrote.
    public static final Position NONE = new Position(0, 0, "");

    /// `"price / 0" at line 3, column 8`; the bare expression when there is no place.
    public String describe() {
        return line == 0
                ? "\"" + text + "\""
                : "\"%s\" at line %d, column %d".formatted(text, line, column);
    }
}
