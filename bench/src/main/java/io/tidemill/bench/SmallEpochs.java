package io.tidemill.bench;

import io.tidemill.sql.TidemillSession;
import io.tidemill.sql.streaming.StreamingQuery;
import io.tidemill.sql.streaming.StreamingQueryException;
import io.tidemill.sql.streaming.StreamingQueryListener;
import io.tidemill.sql.streaming.StreamingQueryProgress;
import io.tidemill.sql.streaming.Trigger;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/// Many small epochs: how many a second a query commits when each is a thousand rows of
/// `rate-micro-batch`, exactly once with a checkpoint on disk.
///
/// Arguments: work folder (emptied by the caller), `noop` or `json`, `plain` or `grouped`, seconds.
/// Prints epochs a second after a warm-up of a third of that time, and the mean milliseconds of
/// each phase.
final class SmallEpochs {
    private static final AtomicLong LAST = new AtomicLong();
    private static final AtomicLong LONGEST = new AtomicLong();

    private SmallEpochs() {}

    public static void main(String[] arguments)
            throws TimeoutException, StreamingQueryException, InterruptedException {
        var work = Path.of(arguments[0]);
        long millis = (long) (Double.parseDouble(arguments[3]) * 1000);
        try (var session = TidemillSession.builder().getOrCreate()) {
            session.readStream()
                    .format("rate-micro-batch")
                    .option("rowsPerBatch", 1000)
                    .load()
                    .createOrReplaceTempView("numbers");
            session.streams().addListener(new Gaps());
            boolean grouped = !arguments[2].equals("plain");
            var query =
                    grouped
                            ? "SELECT value * 7919 %% %s AS k, count(*) AS n, sum(value) AS s FROM numbers GROUP BY 1"
                                    .formatted(arguments[2])
                            : "SELECT * FROM numbers";
            var writer =
                    session.sql(query)
                            .writeStream()
                            .outputMode(grouped ? "changelog" : "append")
                            .option("checkpointLocation", work.resolve("checkpoint").toString())
                            .trigger(Trigger.RealTime());
            if (arguments[1].equals("json")) {
                writer.format("json").option("path", work.resolve("out").toString());
            } else {
                writer.format(arguments[1]);
            }
            var running = writer.start();
            running.awaitTermination(millis / 3);
            long firstEpoch = last(running).batchId();
            long begun = System.nanoTime();
            LONGEST.set(0);
            running.awaitTermination(millis);
            long epochs = last(running).batchId() - firstEpoch;
            double seconds = (System.nanoTime() - begun) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "%s %s: %.0f epochs/s (%.2f ms each), longest %d ms%n",
                    arguments[1],
                    arguments[2],
                    epochs / seconds,
                    1000 * seconds / epochs,
                    LONGEST.get() / 1_000_000);
            running.stop();
        }
    }

    /// Notes the longest time between two commits.
    private static final class Gaps extends StreamingQueryListener {
        @Override
        public void onQueryStarted(QueryStartedEvent event) {}

        @Override
        public void onQueryProgress(QueryProgressEvent event) {
            long now = System.nanoTime();
            long before = LAST.getAndSet(now);
            if (before != 0) {
                LONGEST.accumulateAndGet(now - before, Math::max);
            }
        }

        @Override
        public void onQueryTerminated(QueryTerminatedEvent event) {}
    }

    private static StreamingQueryProgress last(StreamingQuery query) {
        var progress = query.lastProgress();
        if (progress == null) {
            throw new IllegalStateException("no epoch was committed in time");
        }
        return progress;
    }
}
