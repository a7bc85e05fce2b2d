package io.tidemill.bench.flink;

import io.tidemill.bench.Outcome;
import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/// Runs one query on Flink's MiniCluster from a topic into a topic, two task threads, objects used
/// again. Bounded, it ends at the last record that there is at its start, with mini-batches; else
/// it goes on until it is killed, with network buffers sent on at once and a checkpoint at each
/// interval, which is when its transactions commit.
///
/// Arguments: brokers, topic to read, topic to write, work folder, `bounded` or `endless`,
/// `exactly` or `atleast`, milliseconds between checkpoints, columns read in Flink's DDL, SQL over
/// `bid`, columns of the result in Flink's DDL, and the columns of its key, separated by commas:
/// none for a result that only grows.
public final class FlinkKafka {
    private FlinkKafka() {}

    public static void main(String[] arguments) throws Exception {
        boolean bounded = arguments[4].equals("bounded");
        var environment =
                StreamExecutionEnvironment.createLocalEnvironment(2, settings(arguments, bounded));
        var tables = StreamTableEnvironment.create(environment);
        var outcome = Outcome.start();
        var watermark =
                arguments[8].contains("DESCRIPTOR")
                        ? ", WATERMARK FOR `dateTime` AS `dateTime` - INTERVAL '10' SECOND"
                        : "";
        tables.executeSql(
                """
                CREATE TABLE bid (%s%s) WITH (
                  'connector' = 'kafka', 'topic' = '%s', 'properties.bootstrap.servers' = '%s',
                  'properties.group.id' = '%s', 'scan.startup.mode' = '%s'%s,
                  'format' = 'json', 'json.timestamp-format.standard' = 'ISO-8601')
                """
                        .formatted(
                                arguments[7],
                                watermark,
                                arguments[1],
                                arguments[0],
                                arguments[2],
                                bounded ? "earliest-offset" : "latest-offset",
                                bounded ? ", 'scan.bounded.mode' = 'latest-offset'" : ""));
        tables.executeSql(sink(arguments));
        tables.executeSql("INSERT INTO answer " + arguments[8]).await();
        outcome.print(0, 0);
        System.exit(0);
    }

    private static String sink(String[] arguments) {
        var key = arguments[10];
        var format =
                key.isEmpty()
                        ? "'connector' = 'kafka', 'format' = 'json',"
                                + " 'json.timestamp-format.standard' = 'ISO-8601'"
                        : "'connector' = 'upsert-kafka', 'key.format' = 'json', 'value.format' ="
                                + " 'json', 'value.json.timestamp-format.standard' = 'ISO-8601',"
                                + " 'key.json.timestamp-format.standard' = 'ISO-8601'";
        var delivery =
                arguments[5].equals("exactly")
                        ? "'sink.delivery-guarantee' = 'exactly-once',"
                                + " 'sink.transactional-id-prefix' = '%s',".formatted(arguments[2])
                                + " 'properties.transaction.timeout.ms' = '600000'"
                        : "'sink.delivery-guarantee' = 'at-least-once'";
        boolean bounded = arguments[4].equals("bounded");
        return """
        CREATE TABLE answer (%s%s) WITH (%s, %s, 'topic' = '%s',
          'properties.bootstrap.servers' = '%s', 'properties.retry.backoff.ms' = '2',
          'properties.compression.type' = '%s', 'properties.batch.size' = '262144',
          'properties.linger.ms' = '%d')
        """
                .formatted(
                        arguments[9],
                        key.isEmpty() ? "" : ", PRIMARY KEY (" + key + ") NOT ENFORCED",
                        format,
                        delivery,
                        arguments[2],
                        arguments[0],
                        arguments[arguments.length - 1],
                        bounded ? 5 : 0);
    }

    private static Configuration settings(String[] arguments, boolean bounded) {
        var settings = new Configuration();
        settings.setString("parallelism.default", "2");
        settings.setString("pipeline.object-reuse", "true");
        settings.setString("execution.checkpointing.interval", arguments[6] + "ms");
        settings.setString("execution.checkpointing.mode", "EXACTLY_ONCE");
        settings.setString(
                "execution.checkpointing.dir",
                Path.of(arguments[3]).resolve("checkpoint").toUri().toString());
        settings.setString("execution.buffer-timeout.interval", bounded ? "100ms" : "1ms");
        settings.setString("table.exec.mini-batch.enabled", String.valueOf(bounded));
        settings.setString("table.exec.mini-batch.allow-latency", "2s");
        settings.setString("table.exec.mini-batch.size", "50000");
        settings.setString("table.local-time-zone", "UTC");
        settings.setString("taskmanager.numberOfTaskSlots", "2");
        settings.setString("rest.port", "0");
        return settings;
    }
}
