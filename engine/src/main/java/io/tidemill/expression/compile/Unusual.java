package io.tidemill.expression.compile;

/// Thrown by methods that generated code calls for a value that they do not care to handle, such as
/// a time at the end of its range: the interpreter then computes the batch.
final class Unusual extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unusual() {
        super("a value for the interpreter", null, false, false);
    }
}
