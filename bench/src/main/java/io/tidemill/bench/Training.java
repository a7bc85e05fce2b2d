package io.tidemill.bench;

import io.tidemill.sql.TidemillSession;
import io.tidemill.sql.streaming.StreamingQueryException;
import io.tidemill.sql.streaming.Trigger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.LongFunction;

/// A short run of everything, from which a JVM leaves an AOT cache for Tidemill's runs: what the
/// command's `warm-up` does after a build. The rows and the queries are not those that are
/// measured.
///
/// Arguments: a folder for its files, which are left there.
public final class Training {
    private static final long ROWS = 300_000;
    private static final long DEVICES = 20_000;
    private static final List<String> QUERIES =
            List.of(
                    "SELECT * FROM bid",
                    "SELECT bidder, price * 2 AS twice, upper(channel) AS c FROM bid",
                    "SELECT bidder, url FROM bid WHERE bidder % 7 = 3 AND price > 10",
                    "SELECT bidder, count(*) AS n, sum(price) AS s, max(dateTime) AS t FROM bid"
                            + " GROUP BY bidder");

    /// What the command's `warm-up` runs too: every kind of step that keeps state, once.
    private static final List<String> KEEPING =
            List.of(
                    """
                    SELECT d.name, d.site, r.value, r.note FROM reading AS r
                    JOIN device AS d ON r.device = d.id WHERE d.site <> 'site 3'\
                    """,
                    """
                    SELECT d.site, avg(m.top) AS mean FROM device AS d
                    JOIN (SELECT device, max(value) AS top FROM reading GROUP BY device) AS m
                    ON m.device = d.id GROUP BY d.site\
                    """,
                    """
                    SELECT device, value, note FROM (
                      SELECT *, row_number() OVER (PARTITION BY device ORDER BY value DESC, time) AS n
                      FROM reading)
                    WHERE n <= 3\
                    """,
                    """
                    SELECT device, value, note FROM (
                      SELECT *, row_number() OVER (PARTITION BY device ORDER BY time DESC, note) AS n
                      FROM reading)
                    WHERE n = 1\
                    """,
                    """
                    SELECT device, window_start, count(*) AS n, min(value) AS low
                    FROM TABLE(TUMBLE(TABLE reading, DESCRIPTOR(time), INTERVAL '1' MINUTE))
                    GROUP BY device, window_start, window_end\
                    """,
                    """
                    SELECT window_end, count(*) AS n
                    FROM TABLE(HOP(TABLE reading, DESCRIPTOR(time), INTERVAL '10' SECOND,
                      INTERVAL '1' MINUTE))
                    GROUP BY window_start, window_end\
                    """,
                    """
                    SELECT device, window_start, window_end, count(*) AS n
                    FROM TABLE(SESSION(TABLE reading PARTITION BY device, DESCRIPTOR(time),
                      INTERVAL '2' SECOND))
                    GROUP BY device, window_start, window_end\
                    """,
                    """
                    SELECT date_format(time, 'HH:mm') AS minute, count(DISTINCT device) AS devices,
                      count(DISTINCT device) FILTER (WHERE value > 500) AS high, count(*) AS n
                    FROM reading GROUP BY date_format(time, 'HH:mm')\
                    """);

    private Training() {}

    public static void main(String[] arguments)
            throws IOException, TimeoutException, StreamingQueryException, InterruptedException {
        var folder = Path.of(arguments[0]);
        try (var session = TidemillSession.builder().getOrCreate()) {
            for (boolean wide : List.of(false, true)) {
                var rows = folder.resolve(wide ? "wide" : "bids");
                write(rows, wide);
                session.readStream()
                        .schema(Query.named(wide ? "wide" : "q0").tables().getFirst().ddl())
                        .json(rows.toString())
                        .createOrReplaceTempView("bid");
                for (int i = 0; i < QUERIES.size(); i++) {
                    var mode = QUERIES.get(i).contains("GROUP BY") ? "update" : "append";
                    run(session, QUERIES.get(i), mode, folder.resolve("checkpoint-" + wide + i));
                }
            }
            write(folder.resolve("device"), DEVICES, Training::device);
            write(folder.resolve("reading"), ROWS, Training::reading);
            view(session, folder, "device", "id BIGINT, name STRING, site STRING");
            view(
                    session,
                    folder,
                    "reading",
                    "device BIGINT, value BIGINT, note STRING, time TIMESTAMP");
            for (int i = 0; i < KEEPING.size(); i++) {
                run(session, KEEPING.get(i), "changelog", folder.resolve("checkpoint-kept" + i));
            }
        }
    }

    private static void view(TidemillSession session, Path folder, String name, String ddl) {
        var rows = session.readStream().schema(ddl).json(folder.resolve(name).toString());
        (name.equals("reading") ? rows.withWatermark("time", "1 minute") : rows)
                .createOrReplaceTempView(name);
    }

    private static void run(TidemillSession session, String sql, String mode, Path checkpoint)
            throws TimeoutException, StreamingQueryException, InterruptedException {
        session.sql(sql)
                .writeStream()
                .outputMode(mode)
                .option("checkpointLocation", checkpoint.toString())
                .trigger(Trigger.AvailableNow())
                .format(mode.equals("update") ? "noop" : "bench-hash")
                .start()
                .awaitTermination();
    }

    private static String device(long row) {
        return "{\"id\":%d,\"name\":\"pump %d\",\"site\":\"site %d\"}%n"
                .formatted(row, row, row % 40);
    }

    private static String reading(long row) {
        return "{\"device\":%d,\"value\":%d,\"note\":\"%s\",\"time\":\"%s\"}%n"
                .formatted(
                        row * 7919 % DEVICES,
                        row * 104_729 % 1000,
                        "checked ".repeat((int) (row % 9)),
                        Instant.ofEpochMilli(1_700_000_000_000L + row * 10));
    }

    private static void write(Path folder, long rows, LongFunction<String> line)
            throws IOException {
        Files.createDirectories(folder);
        try (var out = Files.newBufferedWriter(folder.resolve("part-0.json"))) {
            for (long row = 0; row < rows; row++) {
                out.write(line.apply(row));
            }
        }
    }

    /// Writes bids into a folder, with many columns or few.
    public static void write(Path folder, boolean wide) throws IOException {
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
