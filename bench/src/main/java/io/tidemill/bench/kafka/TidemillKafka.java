package io.tidemill.bench.kafka;

import io.tidemill.bench.Outcome;
import io.tidemill.sql.TidemillSession;
import io.tidemill.sql.streaming.StreamingQueryException;
import io.tidemill.sql.streaming.Trigger;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;

/// Runs one query on Tidemill from a topic into a topic. Bounded, it takes everything that is there
/// now (available now); else it goes on until it is killed.
///
/// Arguments: brokers, topic to read, topic to write, work folder, `bounded` or `endless`,
/// `exactly` or `atleast`, output mode, columns read, SQL over `bid`, codec of what is written.
final class TidemillKafka {
    private TidemillKafka() {}

    public static void main(String[] arguments)
            throws TimeoutException, StreamingQueryException, InterruptedException {
        boolean bounded = arguments[4].equals("bounded");
        try (var session = TidemillSession.builder().getOrCreate()) {
            session.sql("SELECT 1").collectAsList(); // the session itself is not measured
            var outcome = Outcome.start();
            var bids =
                    session.readStream()
                            .format("kafka")
                            .schema(arguments[7])
                            .option("kafka.bootstrap.servers", arguments[0])
                            .option("subscribe", arguments[1])
                            .option("startingOffsets", bounded ? "earliest" : "latest")
                            .option("format", "json")
                            .load();
            (arguments[6].equals("append") ? bids : bids.withWatermark("dateTime", "10 seconds"))
                    .createOrReplaceTempView("bid");
            var writer =
                    session.sql(arguments[8])
                            .writeStream()
                            .format("kafka")
                            .option("kafka.bootstrap.servers", arguments[0])
                            .option("topic", arguments[2])
                            .option("format", "json")
                            .option("changelog.envelope", "op")
                            .option(
                                    "delivery",
                                    arguments[5].equals("exactly")
                                            ? "exactly-once"
                                            : "at-least-once")
                            .outputMode(arguments[6])
                            .option(
                                    "checkpointLocation",
                                    Path.of(arguments[3]).resolve("checkpoint").toString());
            if (bounded) {
                writer.option("kafka.compression.type", arguments[arguments.length - 1])
                        .trigger(Trigger.AvailableNow());
            }
            writer.start().awaitTermination();
            outcome.print(0, 0);
        }
    }
}
