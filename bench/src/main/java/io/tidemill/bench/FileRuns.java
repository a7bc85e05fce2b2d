package io.tidemill.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// How fast each engine reads files through a query: makes the files, lets the engines take turns,
/// compares the results with DuckDB's, and writes a table. The command `bench/run`.
@Command(
        name = "bench/run",
        description = {
            "How fast each engine reads files through a query.",
            "Queries: q0 q1 q2 wide, which keep nothing; q3 q4 q5 q7 q8 q9 q11 q12 q15 q16 q17 q18"
                    + " q19 q20, which do.",
            "Engines: tidemill spark flink duckdb, and tidemill-plain, which has no AOT cache.%n"
        },
        footer = {"", "How it is measured, and how the engines are set: bench/README.md"})
public final class FileRuns implements Callable<Integer> {
    @Spec private CommandSpec command = CommandSpec.create();
    @Mixin private EngineOptions options = new EngineOptions();
    @Mixin private Turns turns = new Turns();

    @Parameters(
            paramLabel = "[QUERY...]",
            hideParamSyntax = true,
            split = ",",
            defaultValue = "q0,q1,q2",
            description = "Which queries.")
    private List<String> queries = List.of();

    @Option(
            names = "--rows",
            paramLabel = "N",
            converter = AtLeastOne.class,
            description = "How many bids, or events of all kinds; a fifth of it for wide.")
    private long rows = 10_000_000;

    @Option(
            names = "--copies",
            paramLabel = "N",
            converter = AtLeastOne.class,
            description = "How often each file of bids is there, for longer runs on the same rows.")
    private long copies = 1;

    @Option(
            names = "--sink",
            paramLabel = "KIND",
            description = "What is done with the result: ${COMPLETION-CANDIDATES}.")
    private Sink sink = Sink.HASH;

    /// Where results go: into sums over all columns, or into JSON files, which DuckDB sums up.
    public enum Sink {
        HASH,
        JSON;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// The exit code: 0 when all results were right.
    @Override
    public Integer call() throws IOException, InterruptedException {
        var names = turns.engines(command, Engines.USUAL, Engines.NAMES);
        var wanted =
                Names.known(command, "query", queries, Query.names()).stream()
                        .map(Query::named)
                        .toList();
        if (copies > 1 && wanted.stream().anyMatch(query -> query.rows() == Query.Rows.EVENTS)) {
            throw new ParameterException(
                    command.commandLine(),
                    "--copies is for q0 q1 q2 wide: events that come twice would be other events");
        }
        return run(wanted, names) ? 0 : 1;
    }

    private boolean run(List<Query> wanted, List<String> names)
            throws IOException, InterruptedException {
        var engines = options.engines(sink.toString());
        engines.prepare(names);
        Files.createDirectories(engines.work());
        var report = new Report(Names.line(command), Report.FILES.formatted(engines.heap()));
        boolean good = true;
        for (var query : wanted) {
            var data = data(engines, query);
            var measured =
                    turns.measure(
                            query.name(),
                            names,
                            engine -> Engines.serves(engine, query),
                            (engine, _) -> engines.run(engine, query, data));
            good &= report.add(query, data, measured, engines.check(query, data));
        }
        report.write(engines.home());
        return good;
    }

    private DataSet data(Engines engines, Query query) throws IOException {
        long count = query.rows() == Query.Rows.WIDE ? Math.max(1, rows / 5) : rows;
        var data = DataSet.in(engines.work(), count, query.rows());
        data.ensure();
        return data.times((int) copies);
    }
}
