package io.tidemill.bench.spark;

import io.tidemill.bench.Outcome;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;

/// Runs one query on Spark Structured Streaming: SQL over the files as a stream, everything that is
/// there now (AvailableNow), exactly once with a checkpoint, into a sink that hashes every field.
///
/// Arguments: folder of the files, DDL of their columns, SQL over the view `bid`, work folder, `hash`
/// or `json`.
public final class SparkRun {
    private SparkRun() {}

    public static void main(String[] arguments) throws Exception {
        var work = Path.of(arguments[3]);
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
        spark.readStream()
                .schema(arguments[1])
                .json(arguments[0])
                .createOrReplaceTempView("bid");
        var writer =
                spark.sql(arguments[2])
                        .writeStream()
                        .option("checkpointLocation", work.resolve("checkpoint").toString())
                        .trigger(Trigger.AvailableNow());
        if (arguments[4].equals("json")) {
            writer.format("json").start(work.resolve("out").toString()).awaitTermination();
        } else {
            writer.format("io.tidemill.bench.spark.HashSink").start().awaitTermination();
        }
        outcome.print(HashSink.rows(), HashSink.sum());
        spark.stop();
    }
}
