package io.tidemill.app.command;

import io.tidemill.app.ExitCode;
import io.tidemill.app.Terminal;
import io.tidemill.app.run.Sessions;
import io.tidemill.sql.Pipeline;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `tidemill explain`: shows what each query, INSERT and flow would do. Tables and views are
/// declared, nothing is read or written.
@Command(name = "explain", description = "Show what the queries among statements would do.")
public final class ExplainCommand implements Callable<Integer> {
    @Mixin private StatementSource source = new StatementSource();

    @Option(names = "--extended", description = "Show the plan before it is improved, too.")
    private boolean extended;

    @Option(
            names = "--formatted",
            description = "Show the steps one by one, with what they keep and how much that is.")
    private boolean formatted;

    @Option(
            names = "--conf",
            paramLabel = "KEY=VALUE",
            description = "A setting of the session; may be given often.")
    private Map<String, String> settings = new LinkedHashMap<>();

    private final Terminal terminal;

    public ExplainCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        try (var session = Sessions.open(terminal, settings)) {
            Pipeline.of(source.text(), source.directory())
                    .explain(session, formatted ? "formatted" : extended ? "extended" : "simple")
                    .forEach(terminal.out()::println);
        }
        terminal.out().flush();
        return ExitCode.DONE.number();
    }
}
