package io.tidemill.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// The command's front door: real streams, real process.
public final class Main {
    private Main() {}

    /// Runs the command line `args` and ends the process with its exit code. Ends it outright: a
    /// verb returns only when everything it started has ended.
    public static void main(String[] args) {
        var out = stream(FileDescriptor.out);
        var err = stream(FileDescriptor.err);
        var terminal =
                new Terminal(
                        out,
                        err,
                        Boolean.getBoolean("tidemill.terminal.err"),
                        System.getenv("NO_COLOR") == null);
        int exitCode = CommandLines.run(terminal, args);
        out.flush();
        err.flush();
        Runtime.getRuntime().exit(exitCode);
    }

    /// UTF-8 whatever the locale: a result is data, and the same bytes everywhere.
    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(
                new FileOutputStream(descriptor),
                descriptor.equals(FileDescriptor.err),
                StandardCharsets.UTF_8);
    }
}
