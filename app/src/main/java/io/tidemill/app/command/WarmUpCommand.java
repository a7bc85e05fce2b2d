package io.tidemill.app.command;

import io.tidemill.app.CommandLines;
import io.tidemill.app.ExitCode;
import io.tidemill.app.Terminal;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `tidemill warm-up`: does a little of everything, so that a JVM that records its start into an
/// AOT cache sees the classes that people's commands will need. The launcher calls it after a
/// build.
@Command(name = "warm-up", hidden = true, description = "Do a little of everything.")
public final class WarmUpCommand implements Callable<Integer> {
    private static final String[][] COMMANDS = {{"--version"}, {"--help"}, {"doctor"}};

    @Override
    public Integer call() {
        var nowhere = new PrintStream(OutputStream.nullOutputStream());
        int worst = ExitCode.DONE.number();
        for (String[] command : COMMANDS) {
            int code = CommandLines.run(new Terminal(nowhere, nowhere, false, false), command);
            worst = Math.max(worst, code);
        }
        return worst;
    }
}
