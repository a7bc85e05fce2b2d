package io.tidemill.expression.function;

/// Settles the types of a call.
///
/// Asked twice for the same call, the second time with the arguments cast as it said the first
/// time, it says the same.
@FunctionalInterface
public interface Typing {
    /// @throws io.tidemill.data.TidemillException when the arguments do not go together
    Signature resolve(Arguments arguments);
}
