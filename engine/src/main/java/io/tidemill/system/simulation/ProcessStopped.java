package io.tidemill.system.simulation;

/// A simulated process has been stopped, as by `kill -9` or a power failure. Nothing may catch this
/// and go on: every further call of the process throws it again.
public final class ProcessStopped extends Error {
    private static final long serialVersionUID = 1L;

    ProcessStopped(String why) {
        super(why);
    }
}
