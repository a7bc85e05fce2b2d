package io.tidemill.app.progress;

/// For `--progress none` and `-q`: says nothing.
public record NoProgress() implements ProgressView {
    @Override
    public void epoch(EpochReport report) {}

    @Override
    public void tick() {}

    @Override
    public void say(String message) {}

    @Override
    public void close() {}
}
