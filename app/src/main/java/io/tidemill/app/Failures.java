package io.tidemill.app;

import io.tidemill.data.TidemillException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/// What an error means to the one who typed the command: words, and an exit code.
public final class Failures {
    private Failures() {}

    /// What happened, where and why, and on a second line what to do; without a stack trace.
    public static String describe(Terminal terminal, Throwable error) {
        Throwable cause = unwrapped(error);
        if (cause instanceof TidemillException known) {
            String remedy =
                    known.remedy().isEmpty() ? "" : "\n  what to do: " + known.remedy() + ".";
            return "%s [%s] %s (SQLSTATE %s)%s"
                    .formatted(
                            terminal.red("error"),
                            known.getCondition(),
                            known.problem(),
                            known.getSqlState(),
                            remedy);
        }
        String message = cause.getMessage();
        return "%s %s\n  what to do: this looks like a mistake of Tidemill; run it again with -v and report what it prints."
                .formatted(
                        terminal.red("error"),
                        message == null
                                ? cause.getClass().getSimpleName()
                                : cause.getClass().getSimpleName() + ": " + message);
    }

    /// Invalid SQL and settings are class 42 (and 0A: what we do not have) of SQLSTATE; anything
    /// else happened while a query ran.
    public static ExitCode exitCode(Throwable error) {
        return switch (unwrapped(error)) {
            case TidemillException known
                    when known.getSqlState().startsWith("42")
                            || known.getSqlState().startsWith("0A") ->
                    ExitCode.INVALID;
            case TimeoutException _ -> ExitCode.TIMED_OUT;
            default -> ExitCode.FAILED;
        };
    }

    private static Throwable unwrapped(Throwable error) {
        Throwable at = error;
        while ((at instanceof CompletionException || at instanceof ExecutionException)
                && at.getCause() != null) {
            at = at.getCause();
        }
        return at;
    }
}
