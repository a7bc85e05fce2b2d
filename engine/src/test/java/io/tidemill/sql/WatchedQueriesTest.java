package io.tidemill.sql;

import static io.tidemill.sql.functions.col;
import static io.tidemill.sql.functions.count;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.data.Json;
import io.tidemill.sql.streaming.MemoryStream;
import io.tidemill.sql.streaming.OutputMode;
import io.tidemill.sql.streaming.StreamingQuery;
import io.tidemill.sql.streaming.StreamingQueryException;
import io.tidemill.sql.streaming.StreamingQueryListener;
import io.tidemill.sql.streaming.StreamingQueryManager.Outcome;
import io.tidemill.sql.types.StructType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Streaming queries as a program watches them, waits for them and learns how they ended.
class WatchedQueriesTest {
    @TempDir private Path directory;
    private TidemillSession session;
    private MemoryStream<Row> rides;

    @BeforeEach
    void begin() {
        session = Sessions.in(directory);
        rides =
                MemoryStream.create(
                        session, Encoders.row(StructType.fromDDL("city STRING, price INT")));
    }

    @AfterEach
    void end() {
        session.close();
    }

    private static Row row(Object... values) {
        return RowFactory.create(values);
    }

    private StreamingQuery counting(String name) throws TimeoutException {
        return rides.toDF()
                .groupBy("city")
                .agg(count("*").as("n"))
                .writeStream()
                .format("memory")
                .queryName(name)
                .outputMode(OutputMode.Complete())
                .start();
    }

    private StreamingQuery failing(String name) throws TimeoutException {
        return rides.toDF()
                .select(col("price").divide(0))
                .writeStream()
                .format("noop")
                .queryName(name)
                .start();
    }

    @Test
    void oneFailureHidesNoOutcomeAndStopsNoOther() throws Exception {
        var counts = counting("counts");
        var broken = failing("broken");
        var copy = rides.toDF().writeStream().format("memory").queryName("copy").start();
        rides.addData(row("Oslo", 1));
        assertThatThrownBy(broken::awaitTermination)
                .isInstanceOfSatisfying(
                        StreamingQueryException.class,
                        e -> assertThat(e.id()).isEqualTo(broken.id()))
                .hasMessageContaining("DIVIDE_BY_ZERO")
                .hasMessageContaining("broken");
        rides.addData(row("Rom", 1));
        counts.processAllAvailable();
        copy.processAllAvailable();
        assertThat(session.table("counts").count()).isEqualTo(2);
        assertThat(session.table("copy").count()).isEqualTo(2);
        assertThatThrownBy(() -> session.streams().awaitAnyTermination())
                .isInstanceOf(StreamingQueryException.class);
        counts.stop();
        copy.stop();
        var outcomes = session.streams().awaitAll();
        assertThat(outcomes).extracting(o -> o.query().name()).contains("counts", "broken", "copy");
        assertThat(outcomes)
                .filteredOn(o -> o.failure().isPresent())
                .extracting(Outcome::query)
                .containsExactly(broken);
    }

    @Test
    void theManagerKnowsWhatRuns() throws Exception {
        var query = counting("counts");
        assertThat(session.streams().active()).containsExactly(query);
        assertThat(session.streams().get(query.id())).isSameAs(query);
        assertThat(session.streams().get(query.id().toString())).isSameAs(query);
        assertThat(session.sql("SHOW QUERIES").first().getString(0)).isEqualTo("counts");
        assertThatThrownBy(() -> counting("counts")).hasMessageContaining("counts");
        assertThat(session.streams().awaitAnyTermination(50)).isFalse();
        query.stop();
        assertThat(session.streams().awaitAnyTermination(10_000)).isTrue();
        session.streams().resetTerminated();
        assertThat(session.streams().awaitAnyTermination(50)).isFalse();
        assertThat(session.streams().active()).isEmpty();
        assertThat(session.streams().get(query.id())).isNull();
    }

    @Test
    void completionIsAFuture() throws Exception {
        var query = counting("counts");
        var broken = failing("broken");
        rides.addData(row("Oslo", 1));
        assertThat(broken.completion())
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("DIVIDE_BY_ZERO");
        assertThat(query.completion()).isNotDone();
        query.stop();
        assertThat(query.completion().get(10, TimeUnit.SECONDS)).isSameAs(query);
    }

    @Test
    void progressHasSparksFields() throws Exception {
        var query = counting("counts");
        rides.addData(row("Oslo", 1), row("Rom", 2));
        query.processAllAvailable();
        var progress = query.lastProgress();
        assertThat(progress.numInputRows()).isEqualTo(2);
        assertThat(progress.sources()[0].numInputRows()).isEqualTo(2);
        assertThat(progress.stateOperators()[0].numRowsTotal()).isEqualTo(2);
        assertThat(progress.sink().numOutputRows()).isEqualTo(2);
        var json = Json.parseObject(progress.json());
        assertThat(json.keySet())
                .contains(
                        "id",
                        "runId",
                        "name",
                        "timestamp",
                        "batchId",
                        "batchDuration",
                        "numInputRows",
                        "durationMs",
                        "stateOperators",
                        "sources",
                        "sink");
        assertThat((String) json.get("timestamp"))
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(query.recentProgress()).isNotEmpty();
        assertThat(query.status().message()).isNotEmpty();
        query.stop();
    }

    @Test
    void aListenerThatThrowsHarmsNobody() throws Exception {
        var heard = Collections.synchronizedList(new ArrayList<String>());
        session.streams()
                .addListener(
                        new Listener(e -> {
                            if (e.startsWith("progress")) {
                                throw new AssertionError("an error on purpose");
                            }
                            throw new IllegalStateException("on purpose");
                        }));
        var listener = new Listener(heard::add);
        session.streams().addListener(listener);
        assertThat(session.streams().listListeners()).hasSize(2);
        var query = counting("counts");
        assertThat(heard).containsExactly("started counts");
        rides.addData(row("Oslo", 1));
        query.processAllAvailable();
        query.stop();
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() ->
                        assertThat(heard)
                                .containsExactly("started counts", "progress 1", "terminated"));
        session.streams().removeListener(listener);
        counting("more").stop();
        assertThat(heard).hasSize(3);
    }

    /// Tells what it heard in words.
    private static final class Listener extends StreamingQueryListener {
        private final Consumer<String> heard;

        Listener(Consumer<String> heard) {
            this.heard = heard;
        }

        @Override
        public void onQueryStarted(QueryStartedEvent event) {
            heard.accept("started " + event.name());
        }

        @Override
        public void onQueryProgress(QueryProgressEvent event) {
            heard.accept("progress " + event.progress().numInputRows());
        }

        @Override
        public void onQueryTerminated(QueryTerminatedEvent event) {
            heard.accept("terminated" + event.exception().map(e -> " " + e).orElse(""));
        }
    }
}
