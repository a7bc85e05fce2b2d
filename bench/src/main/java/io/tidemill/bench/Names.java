package io.tidemill.bench;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// Names of queries and engines as they are given on a command line.
public final class Names {
    private Names() {}

    /// The names that were given.
    ///
    /// @param what of which kind they are, for the message
    /// @throws ParameterException when one of them is not known; it says which ones are
    public static List<String> known(
            CommandSpec command, String what, List<String> given, List<String> known) {
        for (var name : given) {
            if (!known.contains(name)) {
                throw new ParameterException(
                        command.commandLine(),
                        "no %s '%s'; there are %s".formatted(what, name, String.join(" ", known)));
            }
        }
        return given;
    }

    /// The command line as it was given, to be repeated.
    public static String line(CommandSpec command) {
        return "bench/run "
                + String.join(" ", command.root().commandLine().getParseResult().originalArgs());
    }
}
