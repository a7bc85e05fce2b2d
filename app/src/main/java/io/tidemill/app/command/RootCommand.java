package io.tidemill.app.command;

import io.tidemill.app.ExitCode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// `tidemill` without a verb: its help. Holds the options that every verb has.
@Command(
        name = "tidemill",
        description = "Keeps the answer to a query up to date while its input grows.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = VersionText.class,
        synopsisSubcommandLabel = "VERB",
        subcommands = {
            RunCommand.class,
            SqlCommand.class,
            ExplainCommand.class,
            CheckpointCommand.class,
            KafkaCommand.class,
            DoctorCommand.class,
            WarmUpCommand.class
        },
        footerHeading = "%nExit codes%n",
        footer = {
            "  0 done, 1 a query failed, 2 usage, 3 invalid SQL or setting, 5 time-out;",
            "  130 or 143 ended by Ctrl-C or SIGTERM, after draining to a commit"
        })
public final class RootCommand implements Callable<Integer> {
    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Log what is done, and show stack traces; twice for details.")
    private boolean[] verbose = {};

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "Say nothing but results and errors.")
    private boolean quiet;

    @Override
    public Integer call() {
        if (spec != null) {
            CommandLine line = spec.commandLine();
            line.usage(line.getErr());
        }
        return ExitCode.USAGE.number();
    }

    /// -1 quiet, 0 as usual, 1 or 2 for each `-v`.
    public int verbosity() {
        return quiet ? -1 : Math.min(verbose.length, 2);
    }
}
