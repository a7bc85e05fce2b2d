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
/// Arguments: SQL, output mode, work folder, `hash` or `json`; then for each table its name, the
/// folder of its files and the DDL of its columns.
final class TidemillRun {
    private TidemillRun() {}

    public static void main(String[] arguments)
            throws TimeoutException, StreamingQueryException, InterruptedException {
        var work = Path.of(arguments[2]);
        try (var session = TidemillSession.builder().getOrCreate()) {
            session.sql("SELECT 1").collectAsList(); // the session itself is not measured
            var outcome = Outcome.start();
            for (int i = 4; i < arguments.length; i += 3) {
                var rows = session.readStream().schema(arguments[i + 2]).json(arguments[i + 1]);
                (arguments[1].equals("append") ? rows : rows.withWatermark("dateTime", "1 hour"))
                        .createOrReplaceTempView(arguments[i]);
            }
            var writer =
                    session.sql(arguments[0])
                            .writeStream()
                            .outputMode(arguments[1])
                            .option("checkpointLocation", work.resolve("checkpoint").toString())
                            .trigger(Trigger.AvailableNow());
            if (arguments[3].equals("json")) {
                writer.format("json").start(work.resolve("out").toString()).awaitTermination();
            } else {
                writer.format("bench-hash").start().awaitTermination();
            }
            outcome.print(HashConnector.rows(), HashConnector.sum());
        }
    }
}
