package io.tidemill.bench.command;

import io.tidemill.bench.FileRuns;
import io.tidemill.bench.SpeedChart;
import io.tidemill.bench.kafka.FiveQueries;
import io.tidemill.bench.kafka.LatencyRuns;
import io.tidemill.bench.kafka.Throughput;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// The script `bench/run` without its script: what is measured stands in [FileRuns] (when nothing
/// else is asked for), [Throughput], [LatencyRuns] and [FiveQueries]; [SpeedChart] draws it.
public final class Main {
    private Main() {}

    /// Ends with 0 when all went well, 1 when a run failed or a result was wrong, 2 when the
    /// command line cannot be understood.
    public static void main(String[] arguments) {
        System.exit(
                run(
                        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                        arguments));
    }

    /// The same, for a caller that goes on.
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        var line =
                new CommandLine(new FileRuns())
                        .addSubcommand(new Throughput())
                        .addSubcommand(new LatencyRuns())
                        .addSubcommand(new FiveQueries())
                        .addSubcommand(new SpeedChart());
        line.setOut(out).setErr(err).setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(true).setExecutionStrategy(Main::execute);
        showDefaults(line);
        return line.execute(arguments);
    }

    private static int execute(ParseResult parsed) {
        if (parsed.hasSubcommand() && !parsed.matchedArgs().isEmpty()) {
            throw new ParameterException(
                    parsed.commandSpec().commandLine(),
                    "'%s' comes first, what it is told after it"
                            .formatted(parsed.subcommand().commandSpec().name()));
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private static void showDefaults(CommandLine line) {
        line.getCommandSpec().usageMessage().showDefaultValues(true);
        line.getSubcommands().values().forEach(Main::showDefaults);
    }
}
