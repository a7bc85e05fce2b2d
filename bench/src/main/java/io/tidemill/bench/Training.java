package io.tidemill.bench;

import io.tidemill.sql.TidemillSession;
import io.tidemill.sql.streaming.StreamingQueryException;
import io.tidemill.sql.streaming.Trigger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeoutException;

/// A short run of everything, from which a JVM leaves an AOT cache for Tidemill's runs: what the
/// command's `warm-up` does after a build. The rows and the queries are not those that are
/// measured.
///
/// Arguments: a folder for its files, which are left there.
final class Training {
    private static final long ROWS = 300_000;
    private static final List<String> QUERIES =
            List.of(
                    "SELECT * FROM bid",
                    "SELECT bidder, price * 2 AS twice, upper(channel) AS c FROM bid",
                    "SELECT bidder, url FROM bid WHERE bidder % 7 = 3 AND price > 10",
                    "SELECT bidder, count(*) AS n, sum(price) AS s, max(dateTime) AS t FROM bid"
                            + " GROUP BY bidder");

    private Training() {}

    public static void main(String[] arguments)
            throws IOException, TimeoutException, StreamingQueryException, InterruptedException {
        var folder = Path.of(arguments[0]);
        try (var session = TidemillSession.builder().getOrCreate()) {
            for (boolean wide : List.of(false, true)) {
                var rows = folder.resolve(wide ? "wide" : "bids");
                write(rows, wide);
                for (int i = 0; i < QUERIES.size(); i++) {
                    session.readStream()
                            .schema(Query.named(wide ? "wide" : "q0").tables().getFirst().ddl())
                            .json(rows.toString())
                            .createOrReplaceTempView("bid");
                    session.sql(QUERIES.get(i))
                            .writeStream()
                            .outputMode(QUERIES.get(i).contains("GROUP BY") ? "update" : "append")
                            .option(
                                    "checkpointLocation",
                                    folder.resolve("checkpoint-" + wide + i).toString())
                            .trigger(Trigger.AvailableNow())
                            .format("noop")
                            .start()
                            .awaitTermination();
                }
            }
        }
    }

    private static void write(Path folder, boolean wide) throws IOException {
        Files.createDirectories(folder);
        var lines = wide ? new Lines.Wide() : new Lines.Plain();
        var text = new Text();
        try (var out = Files.newOutputStream(folder.resolve("part-0.json"))) {
            Bids.read(
                    ROWS,
                    batch -> {
                        for (int row = 0; row < batch.rows(); row++) {
                            lines.add(text, batch, row);
                        }
                        out.write(text.bytes(), 0, text.length());
                        text.clear();
                        return true;
                    });
        }
    }
}
