package io.tidemill.app.run;

import io.tidemill.app.ExitCode;
import io.tidemill.app.Terminal;
import java.time.Duration;
import java.util.Optional;

/// Ends the process when its time is up; flows drain to a commit as they do on a signal.
public final class Watchdog implements AutoCloseable {
    private final Optional<Thread> thread;

    public Watchdog(Terminal terminal, Optional<Duration> limit) {
        thread =
                limit.map(time ->
                        Thread.ofPlatform()
                                .daemon()
                                .name("tidemill-timeout")
                                .start(() -> wait(terminal, time)));
    }

    private static void wait(Terminal terminal, Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            return;
        }
        terminal.say(
                "%s not done within %s\n  what to do: give it more with --timeout; flows go on from their last commit."
                        .formatted(
                                terminal.red("error"),
                                time.toString().substring(2).toLowerCase(java.util.Locale.ROOT)));
        Runtime.getRuntime().exit(ExitCode.TIMED_OUT.number());
    }

    /// It was in time.
    @Override
    public void close() {
        thread.ifPresent(Thread::interrupt);
    }
}
