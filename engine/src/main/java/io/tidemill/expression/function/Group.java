package io.tidemill.expression.function;

/// The chapter of the reference that a function stands in.
public enum Group {
    OPERATOR("Operators"),
    CONDITIONAL("Conditions and NULL"),
    CONVERSION("Conversions"),
    STRING("Text and binary"),
    HASH("Hashes"),
    MATH("Numbers"),
    BITWISE("Bits"),
    DATETIME("Dates, times and intervals"),
    ARRAY("Arrays"),
    MAP("Maps"),
    STRUCT("Structs"),
    LAMBDA("Functions of functions"),
    JSON("JSON"),
    CSV("CSV"),
    FILE("Files that rows are from"),
    SESSION("The session"),
    AGGREGATE("Aggregates"),
    WINDOW("Functions over windows of rows"),
    GENERATOR("Functions that make rows");

    private final String title;

    Group(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}
