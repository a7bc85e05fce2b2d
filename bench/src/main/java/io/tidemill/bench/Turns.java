package io.tidemill.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/// Engines that take turns: within a repetition each of them runs once, so that a busy minute of
/// the machine hits all of them. Which ones, and how often, is said on the command line.
public final class Turns {
    @Option(
            names = "--engines",
            paramLabel = "NAME",
            split = ",",
            showDefaultValue = Visibility.NEVER,
            description = "Which engines. Default: all, with their usual settings.")
    private List<String> engines = List.of();

    @Option(
            names = "--repeat",
            paramLabel = "N",
            converter = AtLeastOne.class,
            description = "How often each engine runs each query.")
    private long repeat = 3;

    /// What came of a query.
    ///
    /// @param results of each engine that had one, in the order of the repetitions
    /// @param failures a line for each run that had none
    public record Measured(Map<String, List<Result>> results, List<String> failures) {}

    /// One run of one engine.
    @FunctionalInterface
    public interface Run {
        /// @param progress of this run
        /// @throws IOException when it came to nothing, and why
        Result of(String engine, RunProgress progress) throws IOException, InterruptedException;
    }

    /// The engines that take part.
    ///
    /// @param usual those that do when none is named
    /// @param known those that could
    public List<String> engines(CommandSpec command, List<String> usual, List<String> known) {
        return engines.isEmpty() ? usual : Names.known(command, "engine", engines, known);
    }

    /// Lets the engines that can run a query do so, in turns.
    public Measured measure(String query, List<String> engines, Predicate<String> serves, Run run)
            throws InterruptedException {
        var results = new LinkedHashMap<String, List<Result>>();
        var failures = new ArrayList<String>();
        for (long turn = 1; turn <= repeat; turn++) {
            for (var engine : engines.stream().filter(serves).toList()) {
                var what = "%s %s, %d of %d".formatted(query, engine, turn, repeat);
                try (var progress = new RunProgress(what)) {
                    var result = run.of(engine, progress);
                    results.computeIfAbsent(engine, _ -> new ArrayList<>()).add(result);
                    progress.say(result.toString());
                } catch (IOException e) {
                    System.err.printf("%s: %s%n", what, e.getMessage());
                    failures.add("%s: %s".formatted(engine, e.getMessage()));
                }
            }
        }
        return new Measured(results, failures);
    }
}
