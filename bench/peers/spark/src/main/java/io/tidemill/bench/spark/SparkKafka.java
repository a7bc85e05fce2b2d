package io.tidemill.bench.spark;

import io.tidemill.bench.Outcome;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;

/// Runs one query on Spark Structured Streaming from a topic into a topic. Its sink writes at least
/// once, and knows nothing better. Bounded, it takes everything that is there now (AvailableNow);
/// endless, one micro-batch after the other; `realtime`, Spark's real-time mode, which knows output
/// mode update alone; the last two until it is killed.
///
/// Arguments: brokers, topic to read, topic to write, work folder, `bounded`, `endless` or
/// `realtime`, output mode, columns read in Spark's DDL, SQL over `bid`, the columns of the
/// result's key, separated by commas: none for records without keys.
public final class SparkKafka {
    private SparkKafka() {}

    public static void main(String[] arguments) throws Exception {
        var work = Path.of(arguments[3]);
        boolean bounded = arguments[4].equals("bounded");
        var spark = session(work);
        spark.sql("SELECT 1").collect(); // the session itself is not measured
        var outcome = Outcome.start();
        spark.readStream()
                .format("kafka")
                .option("kafka.bootstrap.servers", arguments[0])
                .option("subscribe", arguments[1])
                .option("startingOffsets", bounded ? "earliest" : "latest")
                .option("kafka.isolation.level", "read_committed")
                .load()
                .selectExpr("from_json(cast(value AS STRING), '" + arguments[6] + "') AS v")
                .selectExpr("v.*")
                .createOrReplaceTempView("bid");
        spark.sql(arguments[7]).createOrReplaceTempView("answer");
        var key =
                arguments[8].isEmpty()
                        ? ""
                        : "to_json(struct(%s)) AS key, ".formatted(arguments[8]);
        var writer =
                spark.sql("SELECT " + key + "to_json(struct(*)) AS value FROM answer")
                        .writeStream()
                        .format("kafka")
                        .outputMode(arguments[4].equals("realtime") ? "update" : arguments[5])
                        .option("kafka.bootstrap.servers", arguments[0])
                        .option("topic", arguments[2])
                        .option("checkpointLocation", work.resolve("checkpoint").toString());
        switch (arguments[4]) {
            case "bounded" ->
                    writer.option("kafka.compression.type", arguments[arguments.length - 1])
                            .option("kafka.batch.size", "262144")
                            .option("kafka.linger.ms", "5")
                            .trigger(Trigger.AvailableNow());
            case "realtime" -> writer.trigger(Trigger.RealTime("5 minutes"));
            default -> writer.trigger(Trigger.ProcessingTime(0));
        }
        writer.start().awaitTermination();
        outcome.print(0, 0);
        spark.stop();
    }

    private static SparkSession session(Path work) {
        var spark =
                SparkSession.builder()
                        .master("local[2]")
                        .appName("bench")
                        .config("spark.ui.enabled", "false")
                        .config("spark.driver.host", "127.0.0.1")
                        .config("spark.driver.bindAddress", "127.0.0.1")
                        .config("spark.sql.session.timeZone", "UTC")
                        .config("spark.sql.shuffle.partitions", "2")
                        .config("spark.sql.streaming.metricsEnabled", "false")
                        .config("spark.local.dir", work.resolve("local").toString())
                        .config("spark.sql.warehouse.dir", work.resolve("warehouse").toString())
                        .getOrCreate();
        spark.sparkContext().setLogLevel("ERROR");
        return spark;
    }
}
