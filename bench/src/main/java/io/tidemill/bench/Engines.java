package io.tidemill.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
public record Engines(
        Path home, Path work, Path java, String sink, String heap, Duration patience) {
    static final List<String> USUAL = List.of("tidemill", "spark", "flink", "duckdb");
    static final List<String> NAMES =
            List.of("tidemill", "tidemill-plain", "spark", "flink", "duckdb");

    /// Makes what the engines' processes are started from: compiled programs of the peers, jars and
    /// AOT cache of Tidemill. The script `bench/prepare` does it, and says what it does.
    ///
    /// @param names of engines, or `broker`
    /// @throws IOException when that fails
    public void prepare(List<String> names) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(home.resolve("prepare").toString()));
        command.addAll(names);
        int code = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (code != 0) {
            throw new IOException("bench/prepare ended with exit code " + code);
        }
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
                    peer(
                            engine,
                            "io.tidemill.bench.TidemillRun",
                            arguments(
                                    List.of(query.sql(), query.mode(), folder.toString(), sink),
                                    tables(query, data, Query.Table::ddl)),
                            log);
            case "spark" ->
                    peer(
                            engine,
                            "io.tidemill.bench.spark.SparkRun",
                            arguments(
                                    List.of(
                                            query.spark().orElseThrow(),
                                            query.sparkMode(),
                                            folder.toString(),
                                            sink),
                                    tables(query, data, Query.Table::ddl)),
                            log);
            case "flink" ->
                    peer(
                            engine,
                            "io.tidemill.bench.flink.FlinkRun",
                            arguments(
                                    List.of(
                                            query.flink(),
                                            query.flinkResult(),
                                            folder.toString(),
                                            sink),
                                    tables(query, data, Query.Table::columns)),
                            log);
            case "duckdb" -> duck(query, data, "time", log);
            default -> throw new IllegalArgumentException("no engine " + engine);
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
        return peer(
                "duckdb", "io.tidemill.bench.DuckRun", arguments(List.of(sql, mode), tables), log);
    }

    /// Runs a program of an engine to its end.
    ///
    /// @throws IOException when it does not end well, or not in time
    public Result peer(String engine, String main, List<String> arguments, Path log)
            throws IOException, InterruptedException {
        return PeerProcess.run(command(engine, main, arguments), log, patience);
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

    /// The command that starts a program of an engine.
    public List<String> command(String engine, String main, List<String> arguments)
            throws IOException {
        var command = new ArrayList<String>();
        command.add(java.resolve("bin/java").toString());
        command.add("-Xmx" + heap);
        command.add("--enable-native-access=ALL-UNNAMED");
        var cache = jars().resolve("tidemill.aot");
        if (engine.equals("tidemill") && Files.exists(cache)) {
            command.add("-XX:AOTCache=" + cache);
        }
        if (engine.equals("spark")) {
            command.add("-Dlog4j2.level=error");
        }
        command.addAll(List.of("-cp", classPath(engine), main));
        command.addAll(arguments);
        return command;
    }

    private String classPath(String engine) throws IOException {
        return switch (engine) {
            case "duckdb" -> own();
            case "tidemill", "tidemill-plain" -> text(jars().resolve("cp.txt"));
            default -> {
                var target = home.resolve("peers").resolve(engine).resolve("target");
                yield target.resolve("classes") + ":" + text(target.resolve("cp.txt"));
            }
        };
    }

    /// Where Tidemill's jars and its AOT cache lie: a cache knows jars only.
    private Path jars() {
        return home.resolve("target/quick/jars");
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8).strip();
    }

    /// The class path of this process.
    public static String own() {
        return System.getProperty("java.class.path");
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
