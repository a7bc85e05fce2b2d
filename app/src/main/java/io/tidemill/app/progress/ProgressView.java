package io.tidemill.app.progress;

/// Shows people how queries get on. Called from any thread.
public sealed interface ProgressView extends AutoCloseable
        permits BarProgress, LineProgress, NoProgress {
    /// An epoch was committed.
    void epoch(EpochReport report);

    /// A message that must not be lost among bars.
    void say(String message);

    /// Shows what was held back, and ends.
    @Override
    void close();
}
