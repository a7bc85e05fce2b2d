package io.tidemill.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The command `bench/run`: makes the data, runs each query on each engine in turn, as many times
/// as asked (engine by engine within a repetition, so that a busy minute of the machine hits all),
/// compares the results, and writes a table.
final class Bench {
    private final List<String> queries = new ArrayList<>();
    private final Map<String, String> options = new TreeMap<>();

    private Bench(String[] arguments) {
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].startsWith("--")) {
                options.put(arguments[i].substring(2), arguments[++i]);
            } else {
                queries.add(arguments[i]);
            }
        }
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.exit(new Bench(arguments).run() ? 0 : 1);
    }

    private boolean run() throws IOException, InterruptedException {
        long rows = Long.parseLong(options.getOrDefault("rows", "10000000"));
        int repeat = Integer.parseInt(options.getOrDefault("repeat", "3"));
        var names =
                List.of(
                        options.getOrDefault("engines", String.join(",", Engines.NAMES))
                                .split(","));
        var engines = Engines.of(options, options.getOrDefault("sink", "hash"));
        Files.createDirectories(engines.work());
        options.remove("cache");
        var report = new Report(options, Report.FILES.formatted(engines.heap()));
        boolean good = true;
        for (var name : queries.isEmpty() ? List.of("q0", "q1", "q2") : queries) {
            var query = Query.named(name);
            boolean wide = query.rows() == Query.Rows.WIDE;
            var data =
                    DataSet.in(engines.work(), wide ? Math.max(1, rows / 5) : rows, query.rows());
            data.ensure();
            data = data.times(Integer.parseInt(options.getOrDefault("copies", "1")));
            var results = new LinkedHashMap<String, List<Result>>();
            var failures = new ArrayList<String>();
            for (int repetition = 0; repetition < repeat; repetition++) {
                for (var engine : names) {
                    if (!Engines.serves(engine, query)) {
                        continue;
                    }
                    try {
                        var result = engines.run(engine, query, data);
                        System.err.printf("%s %s %s%n", query.name(), engine, result);
                        results.computeIfAbsent(engine, _ -> new ArrayList<>()).add(result);
                    } catch (IOException e) {
                        System.err.printf("%s %s %s%n", query.name(), engine, e.getMessage());
                        failures.add("%s: %s".formatted(engine, e.getMessage()));
                    }
                }
            }
            good &= report.add(query, data, results, engines.check(query, data), failures);
        }
        System.out.println(report.text());
        report.write(engines.home().resolve("results"));
        return good;
    }
}
