package io.tidemill.app.command;

import io.tidemill.app.ExitCode;
import io.tidemill.app.Terminal;
import io.tidemill.checkpoint.CheckpointInspection;
import io.tidemill.system.RealWorld;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tidemill checkpoint show|verify DIR`: looks into what a query remembers, without changing it,
/// also while the query runs.
@Command(
        name = "checkpoint",
        description = "Look into what a query remembers.",
        subcommands = {CheckpointCommand.Show.class, CheckpointCommand.Verify.class})
public final class CheckpointCommand {

    /// `tidemill checkpoint show DIR`.
    @Command(name = "show", description = "Show whose it is, who has it, and its newest epochs.")
    public static final class Show implements Callable<Integer> {
        @Parameters(paramLabel = "DIR", description = "The checkpoint's directory.")
        private Path directory = Path.of("");

        @Option(
                names = "--epochs",
                paramLabel = "N",
                defaultValue = "10",
                description = "How many epochs. Default: 10.")
        private int epochs;

        private final Terminal terminal;

        public Show(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            CheckpointInspection.of(RealWorld.create(), directory)
                    .show(epochs)
                    .forEach(terminal.out()::println);
            return ExitCode.DONE.number();
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
            var verdict = CheckpointInspection.of(RealWorld.create(), directory).verify();
            verdict.lines().forEach(terminal.out()::println);
            terminal.say(
                    verdict.whole() ? "The checkpoint is whole." : "The checkpoint is damaged.");
            return (verdict.whole() ? ExitCode.DONE : ExitCode.FAILED).number();
        }
    }
}
