package io.tidemill.bench.flink;

import io.tidemill.bench.Outcome;
import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/// Runs one query on Flink's MiniCluster: SQL over the files as a bounded stream, two task threads,
/// objects used again, exactly-once checkpoints, into a sink that hashes every field.
///
/// Arguments: folder of the files, columns in Flink's DDL, SQL over the table `bid`, work folder,
/// `hash` or `json`, columns of the result in Flink's DDL.
public final class FlinkRun {
    private FlinkRun() {}

    public static void main(String[] arguments) throws Exception {
        var work = Path.of(arguments[3]);
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
        var environment =
                StreamExecutionEnvironment.createLocalEnvironment(2, settings);
        var tables = StreamTableEnvironment.create(environment);
        var outcome = Outcome.start();
        tables.executeSql(
                """
                CREATE TABLE bid (%s) WITH (
                  'connector' = 'filesystem', 'path' = '%s', 'format' = 'json',
                  'json.timestamp-format.standard' = 'ISO-8601')
                """
                        .formatted(arguments[1], Path.of(arguments[0]).toUri()));
        var sink =
                arguments[4].equals("json")
                        ? "'connector' = 'filesystem', 'path' = '%s', 'format' = 'json'"
                                .formatted(work.resolve("out").toUri())
                        : "'connector' = 'bench-hash'";
        tables.executeSql("CREATE TABLE answer (%s) WITH (%s)".formatted(arguments[5], sink));
        tables.executeSql("INSERT INTO answer " + arguments[2]).await();
        outcome.print(HashSinkFactory.rows(), HashSinkFactory.sum());
        System.exit(0);
    }
}
