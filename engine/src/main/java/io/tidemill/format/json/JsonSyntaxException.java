package io.tidemill.format.json;

/// A text is not JSON. Without a stack trace: bad records may come in millions.
final class JsonSyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1;

    JsonSyntaxException(String message) {
        super(message, null, false, false);
    }
}
