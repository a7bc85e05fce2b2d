package io.tidemill.app.command;

import io.tidemill.app.ExitCode;
import io.tidemill.app.Terminal;
import io.tidemill.app.run.FlowRun;
import io.tidemill.app.run.Results;
import io.tidemill.app.run.Sessions;
import io.tidemill.app.run.Watchdog;
import io.tidemill.sql.Pipeline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/// `tidemill sql "SELECT …"`: runs statements given on the command line, in a file or on standard
/// input; relative paths in them start from the current directory.
@Command(
        name = "sql",
        description = "Run statements from the command line, a file or standard input.")
public final class SqlCommand implements Callable<Integer> {
    @ParentCommand private @Nullable RootCommand root;
    @Mixin private StatementSource source = new StatementSource();
    @Mixin private RunOptions options = new RunOptions();

    private final Terminal terminal;

    public SqlCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        String text = source.text();
        Path here = Path.of("").toAbsolutePath();
        int verbosity = root == null ? 0 : root.verbosity();
        var view = options.progress(verbosity).view(terminal);
        var shown = terminal.withOut(view.beside(terminal.out()));
        try (var _ = new Watchdog(terminal, options.timeout());
                var session = Sessions.open(shown, options.settings())) {
            var results = new Results(shown, options.form(), verbosity < 0);
            ExitCode ended =
                    new FlowRun(terminal, session, view)
                            .run(
                                    Pipeline.of(text, here),
                                    new Pipeline.Settings(
                                            here.resolve(".tidemill").resolve("sql"),
                                            false,
                                            results::write));
            return ended.number();
        }
    }
}
