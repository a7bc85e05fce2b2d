package io.tidemill.bench.kafka;

import io.tidemill.bench.Engines;
import io.tidemill.bench.Query;
import io.tidemill.bench.Training;
import io.tidemill.sql.TidemillSession;
import io.tidemill.sql.streaming.StreamingQueryException;
import io.tidemill.sql.streaming.Trigger;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/// [Training], and then the same from topic to topic: what the command's `warm-up` does where it
/// finds a broker to start. Other rows and other queries than those that are measured.
///
/// Arguments: a folder for its files, which are left there; the folder `bench`.
final class KafkaTraining {
    /// By output mode.
    private static final Map<String, String> QUERIES =
            Map.of(
                    "append",
                            "SELECT bidder, price * 2 AS twice, upper(channel) AS c, url FROM bid",
                    "update",
                            "SELECT channel, count(*) AS n, max(price) AS p FROM bid GROUP BY"
                                    + " channel",
                    "changelog",
                            "SELECT auction % 1000 AS a, count(*) AS n FROM bid GROUP BY auction %"
                                    + " 1000");

    private KafkaTraining() {}

    public static void main(String[] arguments)
            throws IOException, TimeoutException, StreamingQueryException, InterruptedException {
        Training.main(arguments);
        var folder = Path.of(arguments[0]).resolve("kafka");
        var home = Path.of(arguments[1]).toAbsolutePath();
        var engines =
                new Engines(
                        home,
                        home.resolve("target/bench"),
                        Path.of(System.getProperty("java.home")),
                        "json",
                        "1g",
                        Duration.ofMinutes(1));
        try (var broker = BrokerProcess.start(engines, folder.resolve("broker"));
                var topics = new Topics(broker.address())) {
            Training.write(folder.resolve("bids"), false);
            topics.fill("training", folder.resolve("bids"));
            for (var query : QUERIES.entrySet()) {
                topics.create(List.of(query.getKey()), Topics.PARTITIONS);
                run(broker.address(), query.getValue(), query.getKey(), folder);
            }
        }
    }

    private static void run(String brokers, String sql, String mode, Path folder)
            throws TimeoutException, StreamingQueryException, InterruptedException {
        try (var session = TidemillSession.builder().getOrCreate()) {
            session.readStream()
                    .format("kafka")
                    .schema(Query.named("q0").tables().getFirst().ddl())
                    .option("kafka.bootstrap.servers", brokers)
                    .option("subscribe", "training")
                    .option("startingOffsets", "earliest")
                    .option("format", "json")
                    .load()
                    .createOrReplaceTempView("bid");
            session.sql(sql)
                    .writeStream()
                    .format("kafka")
                    .option("kafka.bootstrap.servers", brokers)
                    .option("topic", mode)
                    .option("format", "json")
                    .option("kafka.compression.type", "lz4")
                    .option("checkpointLocation", folder.resolve("of-" + mode).toString())
                    .outputMode(mode)
                    .trigger(Trigger.AvailableNow())
                    .start()
                    .awaitTermination();
        }
    }
}
