package io.tidemill.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// The table of a run, in Markdown, with all that is needed to judge and to repeat it.
public final class Report {
    /// How queries over files are measured, but for the heap.
    static final String FILES =
            """
            Each run is a cold process of its own with -Xmx%s; engines take turns. Seconds go from \
            the first file opened to the last row of the result (start of the JVM and of the session \
            not counted), CPU is that of the whole process meanwhile, memory its peak, process from its launch to its end; all are medians, \
            seconds with their range. Every engine but DuckDB reads the files as a stream, exactly once, \
            with a checkpoint; DuckDB is the batch yardstick. Tidemill starts with an AOT cache, as its \
            command makes one after a build (here by a short run over other rows and queries); \
            tidemill-plain is without. All columns of the result are hashed in \
            the sink, and the hash equals the one over DuckDB's rows where it says so.

            """;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final StringBuilder text = new StringBuilder();
    private final Instant begun = Instant.now();

    /// @param command that was given
    /// @param rules how it was measured
    public Report(String command, String rules) {
        text.append("# Benchmark of ")
                .append(begun.toString(), 0, 16)
                .append("\n\nMachine: ")
                .append(machine())
                .append(". Command: `")
                .append(command)
                .append("`.\n")
                .append(rules);
    }

    private static String machine() {
        return "%d processors, Java %s, load %.1f at begin"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        Runtime.version(),
                        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    /// Adds a query; says whether all results were right.
    public boolean add(Query query, DataSet data, Turns.Measured measured, Result right)
            throws IOException {
        text.append("## ").append(query.name()).append("\n\n`").append(query.sql()).append("`\n\n");
        text.append(data.description(query))
                .append("; ")
                .append(right.rows())
                .append(" rows of result\n\n");
        text.append(
                "| engine | M rows/s | seconds (range) | CPU s | M rows/CPU s | peak MiB | process"
                        + " s | result |\n");
        text.append("|---|---|---|---|---|---|---|---|\n");
        var results = measured.results();
        var failures = measured.failures();
        boolean good = true;
        for (var entry : results.entrySet()) {
            good &= line(entry.getKey(), entry.getValue(), data.rowsOf(query), right);
        }
        text.append('\n').append(ratios(results)).append('\n');
        if (query.spark().isEmpty()) {
            text.append("Spark cannot keep this query up to date.\n\n");
        }
        failures.forEach(failure -> text.append("**Failed**: ").append(failure).append("\n\n"));
        return good && failures.isEmpty();
    }

    /// Adds a line of text behind the queries that are there.
    public void note(String line) {
        text.append(line).append("\n\n");
    }

    private boolean line(String engine, List<Result> runs, long rows, Result right) {
        double seconds = median(runs, Result::seconds);
        double cpu = median(runs, Result::cpu);
        boolean countsOnly = engine.equals("duckdb");
        boolean equal =
                runs.stream()
                        .allMatch(run ->
                                run.rows() == right.rows()
                                        && (countsOnly || run.hash() == right.hash()));
        text.append(
                "| %s | %.2f | %.2f (%.2f–%.2f) | %.2f | %.2f | %.0f | %.2f | %s |\n"
                        .formatted(
                                engine,
                                rows / seconds / 1e6,
                                seconds,
                                runs.stream().mapToDouble(Result::seconds).min().orElseThrow(),
                                runs.stream().mapToDouble(Result::seconds).max().orElseThrow(),
                                cpu,
                                rows / cpu / 1e6,
                                median(runs, run -> (double) run.rssMb()),
                                median(runs, Result::processSeconds),
                                equal ? countsOnly ? "reference" : "equal" : "**WRONG**"));
        return equal;
    }

    private static String ratios(Map<String, List<Result>> results) {
        if (!results.containsKey("tidemill") || results.size() == 1) {
            return "";
        }
        return "Tidemill is, by seconds (by CPU seconds), "
                + results.keySet().stream()
                        .filter(engine -> !engine.equals("tidemill"))
                        .map(engine ->
                                "%.1f (%.1f) times as fast as %s"
                                        .formatted(
                                                ratio(results, engine, Result::seconds),
                                                ratio(results, engine, Result::cpu),
                                                engine))
                        .collect(Collectors.joining(", ", "", ".\n"));
    }

    private static double ratio(Map<String, List<Result>> results, String engine, Figure figure) {
        return median(results.getOrDefault(engine, List.of()), figure)
                / median(results.getOrDefault("tidemill", List.of()), figure);
    }

    @FunctionalInterface
    private interface Figure {
        double of(Result result);
    }

    private static double median(List<Result> runs, Figure figure) {
        var sorted = runs.stream().mapToDouble(figure::of).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// Shows it, and keeps it with the results of other days.
    public void write(Path home) throws IOException {
        write(home, begun, "", text.toString());
    }

    /// Shows a report and keeps it in the folder `results`, named after its time.
    ///
    /// @param kind stands before the time in its name
    public static void write(Path home, Instant begun, String kind, String report)
            throws IOException {
        System.out.println(report);
        var folder = Files.createDirectories(home.resolve("results"));
        var file = folder.resolve(kind + TIME.format(begun) + ".md");
        Files.writeString(file, report, StandardCharsets.UTF_8);
        System.err.println("written: " + file);
    }
}
