package io.tidemill.data;

/// What functions of a program throw: theirs to be told of, however they ended.
public final class UserCode {
    private UserCode() {}

    /// What a function threw, for a message that names the function. A class that is not found, an
    /// assertion or a recursion without end are faults of the function like any exception.
    ///
    /// @throws VirtualMachineError as it is, where the JVM is at its end and not the function
    public static Throwable thrown(Throwable cause) {
        if (cause instanceof VirtualMachineError end && !(end instanceof StackOverflowError)) {
            throw end;
        }
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return cause;
    }
}
