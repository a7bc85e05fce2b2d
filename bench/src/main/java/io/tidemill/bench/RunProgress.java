package io.tidemill.bench;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;

/// Says on standard error that something goes on, what it is and since when, once it has taken two
/// seconds: on a terminal in one line that moves each second, elsewhere in a line now and then.
public final class RunProgress implements AutoCloseable {
    private static final Duration FIRST = Duration.ofSeconds(2);
    private static final String CLEAR = "\r\u001b[K";

    private final String what;
    private final PrintStream err = System.err;
    private final boolean terminal =
            Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    private final Duration interval = Duration.ofSeconds(terminal ? 1 : 30);
    private final long begun = System.nanoTime();
    private final Thread teller = Thread.ofVirtual().unstarted(this::tell);

    /// @param what goes on from now to [#close]
    public RunProgress(String what) {
        this.what = what;
        teller.start();
    }

    private void tell() {
        try {
            Thread.sleep(FIRST);
            while (true) {
                long seconds = (System.nanoTime() - begun) / 1_000_000_000;
                err.print(
                        (terminal ? CLEAR : "")
                                + "%s: %d s so far".formatted(what, seconds)
                                + (terminal ? "" : System.lineSeparator()));
                err.flush();
                Thread.sleep(interval);
            }
        } catch (InterruptedException e) {
            // it is over
        }
    }

    /// Says something about it in a line that stays.
    public void say(String text) {
        err.println((terminal ? CLEAR : "") + what + ": " + text);
    }

    @Override
    public void close() {
        teller.interrupt();
        boolean interrupted = false;
        while (teller.isAlive()) {
            try {
                teller.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (terminal) {
            err.print(CLEAR);
            err.flush();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
