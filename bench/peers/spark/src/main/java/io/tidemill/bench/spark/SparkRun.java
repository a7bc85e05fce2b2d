package io.tidemill.bench.spark;

import io.tidemill.bench.Outcome;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;

/// Runs one query on Spark Structured Streaming: SQL over the files as a stream, everything that is
/// there now (AvailableNow), exactly once with a checkpoint, into a sink that hashes every field.
///
/// Arguments: SQL, output mode, work folder, `hash` or `json`; then for each table its name, the
/// folder of its files and the DDL of its columns.
public final class SparkRun {
    private SparkRun() {}

    public static void main(String[] arguments) throws Exception {
        var work = Path.of(arguments[2]);
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
        spark.sql("SELECT 1").collect(); // the session itself is not measured
        var outcome = Outcome.start();
        for (int i = 4; i < arguments.length; i += 3) {
            spark.readStream()
                    .schema(arguments[i + 2])
                    .json(arguments[i + 1])
                    .createOrReplaceTempView(arguments[i]);
        }
        var writer =
                spark.sql(arguments[0])
                        .writeStream()
                        .outputMode(arguments[1])
                        .option("checkpointLocation", work.resolve("checkpoint").toString())
                        .trigger(Trigger.AvailableNow());
        if (arguments[3].equals("json")) {
            writer.format("json").start(work.resolve("out").toString()).awaitTermination();
        } else {
            writer.format("io.tidemill.bench.spark.HashSink").start().awaitTermination();
        }
        outcome.print(HashSink.rows(), HashSink.sum());
        spark.stop();
    }
}
