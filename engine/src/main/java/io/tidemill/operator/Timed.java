package io.tidemill.operator;

/// An operator whose result changes by time alone: the runtime starts an epoch for it, with data or
/// without, when the clock has reached [#nextTimerMicros].
public interface Timed {
    /// When it wants an epoch, in microseconds since 1970; `Long.MAX_VALUE`: never. Asked between
    /// epochs, also right after a restart.
    long nextTimerMicros();
}
