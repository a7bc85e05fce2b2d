package io.tidemill.bench.flink;

import io.tidemill.bench.Outcome;
import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/// Runs one query on Flink's MiniCluster: SQL over the files as a bounded stream, two task threads,
/// objects used again, exactly-once checkpoints, into a sink that hashes every field.
///
/// The files are read in any order, so no row counts as late; all windows close at the end.
///
/// Arguments: SQL, columns of the result in Flink's DDL, work folder, `hash` or `json`; then for
/// each table its name, the folder of its files and their columns in Flink's DDL.
public final class FlinkRun {
    private static final String WATERMARK =
            ", WATERMARK FOR `dateTime` AS `dateTime` - INTERVAL '1' DAY";

    private FlinkRun() {}

    public static void main(String[] arguments) throws Exception {
        var work = Path.of(arguments[2]);
        var settings = new Configuration();
        settings.setString("parallelism.default", "2");
        settings.setString("pipeline.object-reuse", "true");
        settings.setString("execution.checkpointing.interval", "10s");
        settings.setString("execution.checkpointing.mode", "EXACTLY_ONCE");
        settings.setString(
                "execution.checkpointing.dir", work.resolve("checkpoint").toUri().toString());
        settings.setString("table.exec.mini-batch.enabled", "true");
        settings.setString("table.exec.mini-batch.allow-latency", "2s");
        settings.setString("table.exec.mini-batch.size", "50000");
        settings.setString("table.local-time-zone", "UTC");
        settings.setString("taskmanager.numberOfTaskSlots", "2");
        settings.setString("rest.port", "0");
        var environment = StreamExecutionEnvironment.createLocalEnvironment(2, settings);
        var tables = StreamTableEnvironment.create(environment);
        var outcome = Outcome.start();
        boolean windows = arguments[0].contains("DESCRIPTOR");
        for (int i = 4; i < arguments.length; i += 3) {
            tables.executeSql(
                    """
                    CREATE TABLE %s (%s%s) WITH (
                      'connector' = 'filesystem', 'path' = '%s', 'format' = 'json',
                      'json.timestamp-format.standard' = 'ISO-8601')
                    """
                            .formatted(
                                    arguments[i],
                                    arguments[i + 2],
                                    windows ? WATERMARK : "",
                                    Path.of(arguments[i + 1]).toUri()));
        }
        var sink =
                arguments[3].equals("json")
                        ? "'connector' = 'filesystem', 'path' = '%s', 'format' = 'json'"
                                .formatted(work.resolve("out").toUri())
                        : "'connector' = 'bench-hash'";
        tables.executeSql("CREATE TABLE answer (%s) WITH (%s)".formatted(arguments[1], sink));
        tables.executeSql("INSERT INTO answer " + arguments[0]).await();
        outcome.print(HashSinkFactory.rows(), HashSinkFactory.sum());
        System.exit(0);
    }
}
