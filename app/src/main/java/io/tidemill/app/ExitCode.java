package io.tidemill.app;

/// What the command's end says to the script that called it. Anything but 0 means failure.
///
/// 130 and 143 come from the JVM itself: it answers SIGINT and SIGTERM so, after the queries have
/// drained to a commit.
public enum ExitCode {
    /// Everything asked for was done.
    DONE(0),
    /// A query failed, or what was checked is not in order.
    FAILED(1),
    /// The command line cannot be understood.
    USAGE(2),
    /// The SQL or a setting is invalid; nothing was started.
    INVALID(3),
    /// The time given was not enough.
    TIMED_OUT(5);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
