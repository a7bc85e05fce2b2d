package io.tidemill.app;

import java.io.PrintStream;

/// Where the command speaks: results to `out`, everything else to `err`.
///
/// @param errIsTerminal whether a person watches `err`: bars and colour only then
/// @param colourWanted whether the environment lets us colour (`NO_COLOR` is unset)
public record Terminal(
        PrintStream out, PrintStream err, boolean errIsTerminal, boolean colourWanted) {
    private static final String RESET = "\u001b[0m";

    /// A message for people, one line.
    public void say(String message) {
        err.println(message);
    }

    /// The same, with results going elsewhere.
    public Terminal withOut(PrintStream results) {
        return new Terminal(results, err, errIsTerminal, colourWanted);
    }

    public boolean colours() {
        return errIsTerminal && colourWanted;
    }

    /// `text` in red where colour is seen.
    public String red(String text) {
        return colours() ? "\u001b[31m" + text + RESET : text;
    }

    /// `text` faint where colour is seen.
    public String faint(String text) {
        return colours() ? "\u001b[2m" + text + RESET : text;
    }
}
