package io.tidemill.bench;

import io.tidemill.sql.TidemillSession;
import io.tidemill.sql.streaming.StreamingQueryException;
import io.tidemill.sql.streaming.Trigger;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;

/// Runs one query on Tidemill as its users write it: SQL over the files as a stream, everything
/// that is there now (available now), exactly once with a checkpoint, into a sink that hashes every
/// field.
///
/// Arguments: folder of the files, DDL of their columns, SQL over the view `bid`, work folder,
/// `hash` or `json`.
final class TidemillRun {
    private TidemillRun() {}

    public static void main(String[] arguments)
            throws TimeoutException, StreamingQueryException, InterruptedException {
        var work = Path.of(arguments[3]);
        try (var session = TidemillSession.builder().getOrCreate()) {
            session.sql("SELECT 1").collectAsList(); // the session itself is not measured
            var outcome = Outcome.start();
            session.readStream()
                    .schema(arguments[1])
                    .json(arguments[0])
                    .createOrReplaceTempView("bid");
            var writer =
                    session.sql(arguments[2])
                            .writeStream()
                            .option("checkpointLocation", work.resolve("checkpoint").toString())
                            .trigger(Trigger.AvailableNow());
            if (arguments[4].equals("json")) {
                writer.format("json").start(work.resolve("out").toString()).awaitTermination();
            } else {
                writer.format("bench-hash").start().awaitTermination();
            }
            outcome.print(HashConnector.rows(), HashConnector.sum());
        }
    }
}
