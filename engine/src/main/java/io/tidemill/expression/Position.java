package io.tidemill.expression;

/// Where in the text of a query an expression stands, for messages.
///
/// @param line counts from 1; 0 when there is no text
/// @param column counts from 1
/// @param text the expression as it was written
/// @param salt what sets the random numbers drawn here apart from those drawn elsewhere
public record Position(int line, int column, String text, long salt) {
    /// For expressions that nobody wrote.
    public static final Position NONE = new Position(0, 0, "");

    public Position(int line, int column, String text) {
        this(line, column, text, 0);
    }

    Position salted(long newSalt) {
        return new Position(line, column, text, newSalt);
    }

    /// `"price / 0" at line 3, column 8`; the bare expression when there is no place.
    public String describe() {
        return line == 0
                ? "\"" + text + "\""
                : "\"%s\" at line %d, column %d".formatted(text, line, column);
    }
}
