package io.tidemill.app.progress;

import io.tidemill.app.Terminal;
import java.time.InstantSource;
import java.util.Locale;

/// What `--progress` takes.
public enum ProgressForm {
    /// A line that is kept up to date where a person watches, else lines.
    AUTO,
    /// A line that is kept up to date.
    TTY,
    /// A line now and then.
    PLAIN,
    /// Nothing.
    NONE;

    /// The view that shows progress in this form.
    public ProgressView view(Terminal terminal) {
        return switch (this) {
            case AUTO -> terminal.errIsTerminal() ? TTY.view(terminal) : PLAIN.view(terminal);
            case TTY -> new StatusLine(terminal, InstantSource.system());
            case PLAIN -> new LineProgress(terminal, InstantSource.system());
            case NONE -> new NoProgress();
        };
    }

    /// As the command line names it.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
