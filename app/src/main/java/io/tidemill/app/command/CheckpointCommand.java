package io.tidemill.app.command;

import io.tidemill.app.ExitCode;
import io.tidemill.app.Terminal;
import io.tidemill.checkpoint.CheckpointReader;
import io.tidemill.system.RealWorld;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `tidemill checkpoint show|verify DIR`: looks into what a query remembers, without changing it,
/// also while the query runs.
@Command(
        name = "checkpoint",
        description = "Look into what a query remembers.",
        subcommands = {CheckpointCommand.Show.class, CheckpointCommand.Verify.class})
public final class CheckpointCommand {

    /// `tidemill checkpoint show DIR`: 1 when something in it is damaged, which is shown too.
    @Command(
            name = "show",
            description = "Show whose it is, who has it, and every epoch in its log.")
    public static final class Show implements Callable<Integer> {
        @Parameters(paramLabel = "DIR", description = "The checkpoint's directory.")
        private Path directory = Path.of("");

        private final Terminal terminal;

        public Show(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            boolean whole =
                    CheckpointReader.show(RealWorld.create(), directory, terminal.out()::println);
            return (whole ? ExitCode.DONE : ExitCode.FAILED).number();
        }
    }

    /// `tidemill checkpoint verify DIR`: 0 when a query could go on from there, else 1.
    @Command(
            name = "verify",
            description = "Read all of it, and say whether a query could go on from there.")
    public static final class Verify implements Callable<Integer> {
        @Parameters(paramLabel = "DIR", description = "The checkpoint's directory.")
        private Path directory = Path.of("");

        private final Terminal terminal;

        public Verify(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            boolean whole =
                    CheckpointReader.verify(RealWorld.create(), directory, terminal.out()::println);
            return (whole ? ExitCode.DONE : ExitCode.FAILED).number();
        }
    }
}
