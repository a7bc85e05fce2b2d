import io.tidemill.sql.Dataset;
import io.tidemill.sql.Row;
import io.tidemill.sql.TidemillSession;
import io.tidemill.sql.streaming.StreamingQuery;
import io.tidemill.sql.streaming.Trigger;

void main() throws Exception {
    try (var session = TidemillSession.builder().getOrCreate()) {
        Dataset<Row> readings =
                session.readStream()
                        .format("json")
                        .schema("device STRING, signal DOUBLE, time TIMESTAMP")
                        .load("examples/data/readings");

        StreamingQuery strong =
                readings.select("device", "signal")
                        .where("signal > 15")
                        .writeStream()
                        .format("json")
                        .option("checkpointLocation", "target/strong-signals/checkpoint")
                        .trigger(Trigger.AvailableNow())
                        .start("target/strong-signals/out");
        strong.awaitTermination();
    }
}
