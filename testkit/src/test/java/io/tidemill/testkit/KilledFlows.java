package io.tidemill.testkit;

import module java.base;

import io.tidemill.sql.TidemillSession;
import io.tidemill.sql.streaming.Trigger;

/// The process that [KilledFlowsTest] kills: stateful queries over files of rides, each with a
/// checkpoint and a changelog in files of its own.
final class KilledFlows {
    static final Map<String, String> QUERIES =
            new TreeMap<>(
                    Map.of(
                            "windows",
                            "SELECT window_start AS start, city, count(*) AS n, sum(fare) AS total"
                                    + " FROM TUMBLE(TABLE ride, DESCRIPTOR(time), INTERVAL 10 SECONDS)"
                                    + " GROUP BY window_start, window_end, city",
                            "pairs",
                            "SELECT a.id, b.id AS other FROM ride a JOIN ride b ON a.id = b.fare",
                            "duplicates",
                            "SELECT DISTINCT city, fare FROM ride",
                            "top",
                            "SELECT id, city, n FROM (SELECT *, row_number() OVER (PARTITION BY"
                                    + " city ORDER BY fare DESC, id) AS n FROM ride) WHERE n <= 3"));

    static final String COLUMNS = "id BIGINT, city STRING, fare BIGINT, time TIMESTAMP";

    private KilledFlows() {}

    /// @param arguments the directory, then `stream` or `drain`
    public static void main(String[] arguments) throws Exception {
        var directory = Path.of(arguments[0]);
        var session =
                TidemillSession.builder()
                        .directory(directory)
                        .config("spark.sql.session.timeZone", "UTC")
                        .create();
        session.readStream()
                .format("json")
                .schema(COLUMNS)
                .option("maxFilesPerTrigger", 2)
                .load("in")
                .withWatermark("time", "1 hour")
                .createOrReplaceTempView("ride");
        for (var query : QUERIES.entrySet()) {
            session.sql(query.getValue())
                    .writeStream()
                    .queryName(query.getKey())
                    .format("json")
                    .outputMode("changelog")
                    .option("checkpointLocation", "checkpoint-" + query.getKey())
                    .trigger(
                            arguments[1].equals("drain")
                                    ? Trigger.AvailableNow()
                                    : Trigger.ProcessingTime(0))
                    .start("out-" + query.getKey());
        }
        System.out.println("running");
        session.streams().awaitAll();
        session.stop();
    }
}
