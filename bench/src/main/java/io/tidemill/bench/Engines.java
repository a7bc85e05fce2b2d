package io.tidemill.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/// The engines side by side: a heap that may grow equally, two threads for work, the same files,
/// the same sink.
///
/// @param home the folder `bench` of the project
/// @param work where data, checkpoints and logs go
/// @param java home of the JDK that all of them run on
/// @param sink `hash` or `json`
/// @param heap to which every engine's heap may grow, as `-Xmx` has it
/// @param patience after which a run is ended and counts as failed
/// @param cache the AOT cache for `tidemill`; `tidemill-plain` starts without one
public record Engines(
        Path home, Path work, Path java, String sink, String heap, Duration patience, Path cache) {
    static final List<String> NAMES = List.of("tidemill", "spark", "flink", "duckdb");

    /// As the options of a run say.
    public static Engines of(Map<String, String> options, String sink) {
        var home = Path.of(options.getOrDefault("home", "bench")).toAbsolutePath();
        return new Engines(
                home,
                home.resolve("target/bench"),
                Path.of(options.getOrDefault("java", System.getProperty("java.home"))),
                sink,
                options.getOrDefault("heap", "4g"),
                Duration.ofMinutes(Long.parseLong(options.getOrDefault("minutes", "20"))),
                Path.of(options.getOrDefault("cache", "none")));
    }

    /// Runs a query once, cold: a new process, a new checkpoint, an empty output. Files that it
    /// wrote are read by DuckDB afterwards, off the clock.
    Result run(String engine, Query query, DataSet data) throws IOException, InterruptedException {
        var folder = work.resolve("run-" + ProcessHandle.current().pid());
        delete(folder);
        Files.createDirectories(folder);
        try {
            var result = run(engine, query, data, folder);
            if (!sink.equals("json") || engine.equals("duckdb")) {
                return result;
            }
            return result.withRows(
                    duck(
                            "SELECT * FROM bid",
                            "check",
                            List.of("bid", folder.resolve("out") + "/part-*", query.duckResult()),
                            work.resolve("logs/out.log")));
        } finally {
            delete(folder);
        }
    }

    private Result run(String engine, Query query, DataSet data, Path folder)
            throws IOException, InterruptedException {
        var log = work.resolve("logs").resolve(engine + "-" + query.name() + ".log");
        return switch (engine) {
            case "tidemill", "tidemill-plain" ->
                    PeerProcess.run(
                            java,
                            flags(
                                    engine.equals("tidemill") && Files.exists(cache)
                                            ? List.of("-XX:AOTCache=" + cache)
                                            : List.of()),
                            own(),
                            "io.tidemill.bench.TidemillRun",
                            arguments(
                                    List.of(query.sql(), query.mode(), folder.toString(), sink),
                                    tables(query, data, Query.Table::ddl)),
                            log,
                            patience);
            case "spark" ->
                    PeerProcess.run(
                            java,
                            flags(
                                    List.of(
                                            "-Dlog4j2.level=error",
                                            "-XX:+IgnoreUnrecognizedVMOptions")),
                            peer("spark"),
                            "io.tidemill.bench.spark.SparkRun",
                            arguments(
                                    List.of(
                                            query.spark().orElseThrow(),
                                            query.sparkMode(),
                                            folder.toString(),
                                            sink),
                                    tables(query, data, Query.Table::ddl)),
                            log,
                            patience);
            case "flink" ->
                    PeerProcess.run(
                            java,
                            flags(List.of()),
                            peer("flink"),
                            "io.tidemill.bench.flink.FlinkRun",
                            arguments(
                                    List.of(
                                            query.flink(),
                                            query.flinkResult(),
                                            folder.toString(),
                                            sink),
                                    tables(query, data, Query.Table::columns)),
                            log,
                            patience);
            case "duckdb" -> duck(query, data, "time", log);
            default ->
                    throw new IllegalArgumentException(
                            "no engine '%s'; there are %s".formatted(engine, NAMES));
        };
    }

    /// The answer that all are compared with: every row of DuckDB's, hashed as the others hash
    /// theirs.
    public Result check(Query query, DataSet data) throws IOException, InterruptedException {
        return duck(query, data, "check", work.resolve("logs/check-" + query.name() + ".log"));
    }

    private Result duck(Query query, DataSet data, String mode, Path log)
            throws IOException, InterruptedException {
        var tables = new ArrayList<String>();
        for (var table : query.tables()) {
            tables.add(table.name());
            tables.add(data.folder(table) + "/*.json");
            tables.add(table.duckColumns());
        }
        return duck(query.duckdb(), mode, tables, log);
    }

    /// What DuckDB makes of files: name, glob and columns of each table.
    public Result duck(String sql, String mode, List<String> tables, Path log)
            throws IOException, InterruptedException {
        return PeerProcess.run(
                java,
                flags(List.of()),
                own(),
                "io.tidemill.bench.DuckRun",
                arguments(List.of(sql, mode), tables),
                log,
                patience);
    }

    /// Name, folder and columns of each table.
    private static List<String> tables(
            Query query, DataSet data, Function<Query.Table, String> columns) {
        return query.tables().stream()
                .flatMap(table ->
                        Stream.of(
                                table.name(), data.folder(table).toString(), columns.apply(table)))
                .toList();
    }

    private static List<String> arguments(List<String> first, List<String> tables) {
        return Stream.concat(first.stream(), tables.stream()).toList();
    }

    /// Whether the engine can run the query at all.
    static boolean serves(String engine, Query query) {
        return !engine.equals("spark") || query.spark().isPresent();
    }

    private List<String> flags(List<String> more) {
        var flags = new ArrayList<>(List.of("-Xmx" + heap, "--enable-native-access=ALL-UNNAMED"));
        flags.addAll(more);
        return flags;
    }

    /// The class path of this process.
    public static String own() {
        return System.getProperty("java.class.path");
    }

    /// The class path of a peer.
    public String peer(String name) throws IOException {
        var target = home.resolve("peers").resolve(name).resolve("target");
        return target.resolve("classes")
                + ":"
                + Files.readString(target.resolve("cp.txt"), StandardCharsets.UTF_8).strip();
    }

    /// Deletes a folder and all that is in it.
    public static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
