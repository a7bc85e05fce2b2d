package io.tidemill.app.command;

import io.tidemill.app.ExitCode;
import io.tidemill.app.Terminal;
import io.tidemill.app.kafka.FlowLags;
import io.tidemill.app.kafka.FlowLags.FlowLag;
import io.tidemill.app.kafka.LagRows;
import io.tidemill.app.output.ResultFormat;
import io.tidemill.app.output.ResultWriter;
import io.tidemill.app.run.Sessions;
import io.tidemill.kafka.lag.PartitionLag;
import io.tidemill.sql.Pipeline;
import io.tidemill.sql.Pipeline.DeclaredTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tidemill kafka lag FILE.sql|CHECKPOINT`: how far flows are behind in their topics, and how long
/// the broker keeps what they have not read. Works beside flows that run, and for those that do
/// not.
@Command(
        name = "lag",
        description = {
            "Show how far flows are behind in their topics,",
            "and how long the broker keeps what they have not read."
        })
public final class KafkaLagCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FILE.sql|CHECKPOINT",
            description = "The script that the flows stand in, or the checkpoint of one.")
    private Path target = Path.of("");

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "Where flows remember how far they are. Default: .tidemill beside FILE.")
    private Optional<Path> state = Optional.empty();

    @Option(
            names = "--option",
            paramLabel = "KEY=VALUE",
            description =
                    "For a checkpoint: how its cluster is met, kafka.bootstrap.servers=HOST:PORT;"
                            + " may be given often.")
    private Map<String, String> options = new LinkedHashMap<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            defaultValue = "table",
            description = "How to show it: ${COMPLETION-CANDIDATES}. Default: table.")
    private ResultFormat form = ResultFormat.TABLE;

    @Option(names = "--json", description = "The same as -o json.")
    private boolean json;

    @Option(
            names = "--warn-below",
            paramLabel = "HOURS",
            defaultValue = "24",
            description = "Warn when unread rows go sooner. Default: ${DEFAULT-VALUE}.")
    private long warnBelow = 24;

    private final Terminal terminal;

    public KafkaLagCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<FlowLag> lags = lags();
        ResultFormat as = json ? ResultFormat.JSON : form;
        boolean words = as == ResultFormat.TABLE || as == ResultFormat.MARKDOWN;
        ResultWriter writer =
                as.writer(
                        terminal.out(),
                        words ? LagRows.TABLE : LagRows.DATA,
                        ZoneId.systemDefault());
        for (FlowLag lag : lags) {
            for (PartitionLag one : lag.report().partitions()) {
                writer.row(
                        words ? LagRows.words(lag.flow(), one) : LagRows.numbers(lag.flow(), one));
            }
        }
        writer.end();
        terminal.out().flush();
        for (FlowLag lag : lags) {
            lag.report()
                    .warning(Duration.ofHours(warnBelow))
                    .ifPresent(text -> terminal.say(terminal.red(lag.flow() + ": " + text)));
        }
        return ExitCode.DONE.number();
    }

    private List<FlowLag> lags() throws IOException, InterruptedException {
        if (Files.isDirectory(target)) {
            return new FlowLags(List.of(new DeclaredTable("", "kafka", options))).of(target);
        }
        Path script = target.toAbsolutePath().normalize();
        Path memory =
                state.map(Path::toAbsolutePath)
                        .orElseGet(() ->
                                script.resolveSibling(".tidemill")
                                        .resolve(script.getFileName().toString()));
        List<FlowLag> found = new ArrayList<>();
        try (var session = Sessions.open(terminal, Map.of())) {
            Pipeline pipeline = Pipeline.read(session, script);
            var flows = new FlowLags(pipeline.tables());
            List<Path> checkpoints = pipeline.traces(memory).checkpoints();
            for (int i = 0; i < checkpoints.size(); i++) {
                if (Files.exists(checkpoints.get(i))) {
                    found.addAll(flows.of(checkpoints.get(i)));
                } else {
                    terminal.say(pipeline.flows().get(i) + ": has not run yet");
                }
            }
        }
        return found;
    }
}
