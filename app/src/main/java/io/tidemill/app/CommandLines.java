package io.tidemill.app;

import io.tidemill.app.command.RootCommand;
import io.tidemill.data.TidemillException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/// Turns a command line into an exit code: parses it, calls the verb, and says what went wrong in
/// words. A stack trace appears with `-v` only.
public final class CommandLines {
    private CommandLines() {}

    /// @return the exit code of [ExitCode]
    public static int run(Terminal terminal, String... args) {
        var root = new RootCommand();
        var line =
                new CommandLine(root, new Factory(terminal))
                        .setOut(writer(terminal.out()))
                        .setErr(writer(terminal.err()))
                        .setColorScheme(CommandLine.Help.defaultColorScheme(ansi(terminal)))
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .setUsageHelpAutoWidth(true)
                        .setExecutionExceptionHandler(
                                (error, _, _) -> failed(terminal, root.verbosity(), error))
                        .setExecutionStrategy(parsed -> {
                            LogSetup.level(root.verbosity());
                            return new CommandLine.RunLast().execute(parsed);
                        });
        return line.execute(args);
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, stream.charset()), true);
    }

    private static Ansi ansi(Terminal terminal) {
        return terminal.colours() ? Ansi.ON : Ansi.OFF;
    }

    private static int failed(Terminal terminal, int verbosity, Throwable error) {
        terminal.say(Failures.describe(terminal, error));
        if (verbosity > 0) {
            error.printStackTrace(terminal.err());
        }
        return Failures.exitCode(error).number();
    }

    /// Makes the verbs, each with the terminal it speaks to, and picocli's own helpers.
    private record Factory(Terminal terminal) implements CommandLine.IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            for (var constructor : type.getDeclaredConstructors()) {
                if (constructor.getParameterCount() == 1
                        && constructor.getParameterTypes()[0] == Terminal.class) {
                    try {
                        return type.cast(constructor.newInstance(terminal));
                    } catch (InvocationTargetException e) {
                        throw e.getCause() instanceof TidemillException known ? known : e;
                    }
                }
            }
            return CommandLine.defaultFactory().create(type);
        }
    }
}
