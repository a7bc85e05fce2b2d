package io.tidemill.app.progress;

import java.io.PrintStream;

/// Shows people how queries get on. Called from any thread.
public sealed interface ProgressView extends AutoCloseable
        permits LineProgress, NoProgress, StatusLine {
    /// An epoch was committed.
    void epoch(EpochReport report);

    /// Time has passed: shows what was held back and is due now.
    void tick();

    /// A message that must not be lost.
    void say(String message);

    /// Where results go, so that they and what is shown here do not run into each other.
    default PrintStream beside(PrintStream out) {
        return out;
    }

    /// Shows what was held back, and ends.
    @Override
    void close();
}
