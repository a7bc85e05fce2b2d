package io.tidemill.app.command;

import io.tidemill.app.ExitCode;
import io.tidemill.app.Terminal;
import io.tidemill.app.run.FlowRun;
import io.tidemill.app.run.FreshStart;
import io.tidemill.app.run.Results;
import io.tidemill.app.run.Sessions;
import io.tidemill.app.run.Watchdog;
import io.tidemill.runtime.ResourcePlan;
import io.tidemill.sql.Pipeline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `tidemill run FILE.sql`: runs the statements of a file, and its flows until they end.
///
/// What flows remember lies in `.tidemill/<file's name>` beside the file, so that the command means
/// the same from every directory.
@Command(
        name = "run",
        description = {
            "Run a file of statements, and its flows until they end.",
            "Flows go on where they stopped the last time."
        })
public final class RunCommand implements Callable<Integer> {
    @ParentCommand private @Nullable RootCommand root;

    @Parameters(paramLabel = "FILE.sql", description = "Statements, with semicolons between them.")
    private @Nullable Path file;

    @Option(
            names = "--fresh",
            description =
                    "Start over: forget what the flows did, and delete what they have written.")
    private boolean fresh;

    @Option(
            names = "--follow",
            description = "Stay and take data as it comes, until Ctrl-C or SIGTERM.")
    private boolean follow;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "Where flows remember how far they are. Default: .tidemill beside FILE.")
    private Optional<Path> state = Optional.empty();

    @Mixin private RunOptions options = new RunOptions();

    private final Terminal terminal;

    public RunCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path script = java.util.Objects.requireNonNull(file).toAbsolutePath().normalize();
        Path memory =
                state.map(Path::toAbsolutePath)
                        .orElseGet(() ->
                                script.resolveSibling(".tidemill")
                                        .resolve(script.getFileName().toString()));
        int verbosity = root == null ? 0 : root.verbosity();
        var view = options.progress(verbosity).view(terminal);
        var shown = terminal.withOut(view.beside(terminal.out()));
        try (var _ = new Watchdog(terminal, options.timeout());
                var session = Sessions.open(shown, options.settings())) {
            Pipeline pipeline = Pipeline.read(session, script);
            if (fresh) {
                forget(pipeline, memory);
            }
            var results = new Results(shown, options.form(), verbosity < 0);
            ExitCode ended =
                    new FlowRun(terminal, session, view)
                            .run(
                                    pipeline,
                                    new Pipeline.Settings(
                                            memory, follow, results::write, this::tell));
            return ended.number();
        }
    }

    private void forget(Pipeline pipeline, Path memory) throws IOException {
        Pipeline.Traces traces = pipeline.traces(memory);
        for (Path checkpoint : traces.checkpoints()) {
            FreshStart.forgetCheckpoint(checkpoint);
        }
        for (Path output : traces.outputs()) {
            FreshStart.forgetOutput(output);
        }
        FreshStart.kept(pipeline.tables()).forEach(terminal::say);
    }

    /// What the flows will need, before they start; with `-q` only what there is too little of.
    private void tell(ResourcePlan plan) {
        boolean quiet = root != null && root.verbosity() < 0;
        (quiet ? plan.starving() : plan.lines())
                .forEach(line -> terminal.say(terminal.faint(line)));
    }
}
