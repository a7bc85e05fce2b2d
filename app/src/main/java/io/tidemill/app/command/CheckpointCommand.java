package io.tidemill.app.command;

import io.tidemill.app.ExitCode;
import io.tidemill.app.Terminal;
import io.tidemill.checkpoint.CheckpointReader;
import io.tidemill.checkpoint.CheckpointRepair;
import io.tidemill.file.OutputRewind;
import io.tidemill.system.RealWorld;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tidemill checkpoint show|verify DIR`: looks into what a query remembers, without changing it,
/// also while the query runs. `repair` mends what is damaged.
@Command(
        name = "checkpoint",
        description = "Look into what a query remembers, and mend it.",
        subcommands = {
            CheckpointCommand.Show.class,
            CheckpointCommand.Verify.class,
            CheckpointCommand.Repair.class
        })
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

    /// `tidemill checkpoint repair DIR [--output DIR]... [--yes]`: says what it would do, and does
    /// it with `--yes`. 0 when nothing is left to be done, 1 when it would have something to do.
    @Command(
            name = "repair",
            description = {
                "Set what is damaged aside and go back to what is whole.",
                "Says what it would do, and does it with --yes."
            })
    public static final class Repair implements Callable<Integer> {
        @Parameters(paramLabel = "DIR", description = "The checkpoint's directory.")
        private Path directory = Path.of("");

        @Option(
                names = "--output",
                paramLabel = "DIR",
                description =
                        "A directory of files that the query writes: what it has of later epochs"
                                + " than the checkpoint is taken back. May be given several times.")
        private List<Path> outputs = List.of();

        @Option(names = "--yes", description = "Do it.")
        private boolean yes;

        private final Terminal terminal;

        public Repair(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws IOException {
            var world = RealWorld.create();
            var repair = CheckpointRepair.find(world, directory);
            var steps = new ArrayList<>(repair.steps());
            var rewinds = new ArrayList<OutputRewind>();
            for (var output : outputs) {
                var rewind =
                        OutputRewind.find(
                                world, output, repair.query().toString(), repair.lastEpoch());
                steps.addAll(rewind.steps());
                rewinds.add(rewind);
            }
            if (steps.isEmpty()) {
                terminal.out().println("there is nothing to repair");
                return ExitCode.DONE.number();
            }
            steps.forEach(step -> terminal.out().println((yes ? "" : "would ") + step));
            terminal.out().println("the query goes on behind epoch " + repair.lastEpoch());
            if (!yes) {
                terminal.out().println("nothing was changed; add --yes to do it");
                return ExitCode.FAILED.number();
            }
            repair.apply(generation -> {
                for (var rewind : rewinds) {
                    rewind.apply(generation);
                }
            });
            terminal.out().println("done");
            return ExitCode.DONE.number();
        }
    }
}
