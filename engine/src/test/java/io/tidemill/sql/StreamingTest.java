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
import io.tidemill.sql.streaming.Trigger;
import io.tidemill.sql.types.StructType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Streaming queries as a program starts, watches, waits for and stops them.
class StreamingTest {
    private static final StructType RIDE = StructType.fromDDL("city STRING, price INT");

    @TempDir private Path directory;
    private TidemillSession session;
    private MemoryStream<Row> rides;

    @BeforeEach
    void begin() {
        session = Sessions.in(directory);
        rides = MemoryStream.create(session, Encoders.row(RIDE));
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
    void theAnswerIsKeptUpToDate() throws Exception {
        var query = counting("counts");
        rides.addData(row("Oslo", 1), row("Rom", 2));
        query.processAllAvailable();
        assertThat(session.table("counts").collectAsList())
                .containsExactlyInAnyOrder(row("Oslo", 1L), row("Rom", 1L));
        rides.addData(row("Oslo", 3));
        query.processAllAvailable();
        assertThat(session.sql("SELECT n FROM counts WHERE city = 'Oslo'").first())
                .isEqualTo(row(2L));
        query.stop();
        assertThat(query.isActive()).isFalse();
        assertThat(query.exception()).isEmpty();
    }

    @Test
    void whatNeedsAnEndIsRefusedOnAStreamAndTheOtherWayRound() {
        var stream = rides.toDF();
        assertThat(stream.isStreaming()).isTrue();
        for (Runnable action :
                List.<Runnable>of(
                        stream::show, stream::count, stream::collectAsList, stream::write)) {
            assertThatThrownBy(action::run)
                    .isInstanceOfSatisfying(
                            AnalysisException.class,
                            e ->
                                    assertThat(e.getCondition())
                                            .isEqualTo("CALL_ON_STREAMING_DATASET_UNSUPPORTED"));
        }
        assertThatThrownBy(() -> session.range(1).writeStream())
                .isInstanceOfSatisfying(
                        AnalysisException.class,
                        e -> assertThat(e.getCondition()).isEqualTo("WRITE_STREAM_NOT_ALLOWED"));
        assertThatThrownBy(() ->
                        stream.groupBy("city").count().writeStream().format("console").start())
                .isInstanceOfSatisfying(
                        AnalysisException.class,
                        e -> assertThat(e.getCondition()).isEqualTo("UNSUPPORTED_OUTPUT_MODE"));
        assertThatThrownBy(() -> stream.writeStream().format("json").start("out"))
                .hasMessageContaining("checkpointLocation");
        assertThatThrownBy(() -> session.readStream().json("in"))
                .hasMessageContaining("columns declared");
    }

    @Test
    void filesAreReadOnceAlsoAfterARestart() throws Exception {
        Files.createDirectories(directory.resolve("in"));
        Files.writeString(directory.resolve("in/1.json"), "{\"city\": \"Oslo\", \"price\": 1}\n");
        copyRides();
        Files.writeString(directory.resolve("in/2.json"), "{\"city\": \"Rom\", \"price\": 2}\n");
        copyRides();
        copyRides();
        assertThat(session.read().schema(RIDE).json("out").collectAsList())
                .containsExactlyInAnyOrder(row("Oslo", 1), row("Rom", 2));
    }

    @Test
    void linesNeedNoDeclaration() throws Exception {
        Files.createDirectories(directory.resolve("in"));
        Files.writeString(directory.resolve("in/1.txt"), "one\ntwo\n");
        session.readStream()
                .textFile("in")
                .writeStream()
                .format("text")
                .option("checkpointLocation", "ck")
                .option("compression", "gzip")
                .trigger(Trigger.AvailableNow())
                .start("out")
                .awaitTermination();
        assertThat(session.read().textFile("out").collectAsList())
                .containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void columnsOfAStreamAreFoundWhereThatIsAskedFor() throws Exception {
        session.conf().set("spark.sql.streaming.schemaInference", "true");
        Files.createDirectories(directory.resolve("in"));
        Files.writeString(directory.resolve("in/1.json"), "{\"city\": \"Oslo\", \"price\": 1}\n");
        session.readStream()
                .json("in")
                .writeStream()
                .format("json")
                .option("checkpointLocation", "ck")
                .trigger(Trigger.AvailableNow())
                .start("out")
                .awaitTermination();
        assertThat(session.read().schema(RIDE).json("out").collectAsList())
                .containsExactly(row("Oslo", 1));
    }

    private void copyRides() throws Exception {
        session.readStream()
                .format("json")
                .schema("city STRING, price INT")
                .load("in")
                .writeStream()
                .format("json")
                .option("checkpointLocation", "ck")
                .trigger(Trigger.AvailableNow())
                .start("out")
                .awaitTermination();
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

    @Test
    void eachEpochGoesToTheProgramWithItsNumber() throws Exception {
        var seen = Collections.synchronizedList(new ArrayList<String>());
        var query =
                rides.toDF()
                        .writeStream()
                        .foreachBatch((rows, id) -> seen.add(id + ": " + rows.count()))
                        .start();
        rides.addData(row("Oslo", 1), row("Rom", 2));
        query.processAllAvailable();
        rides.addData(row("Oslo", 3));
        query.processAllAvailable();
        query.stop();
        assertThat(seen).containsExactly("0: 2", "1: 1");
    }

    @Test
    void eachRowGoesToTheProgramBetweenOpenAndClose() throws Exception {
        var seen = Collections.synchronizedList(new ArrayList<String>());
        var query =
                rides.toDS()
                        .writeStream()
                        .foreach(
                                new ForeachWriter<Row>() {
                                    @Override
                                    public boolean open(long partition, long epoch) {
                                        return seen.add("open " + epoch);
                                    }

                                    @Override
                                    public void process(Row value) {
                                        seen.add(value.getString(0));
                                    }

                                    @Override
                                    public void close(Throwable error) {
                                        seen.add("close " + error);
                                    }
                                })
                        .trigger(Trigger.AvailableNow());
        rides.addData(row("Oslo", 1));
        query.start().awaitTermination();
        assertThat(seen).containsSubsequence("open 0", "Oslo", "close null");
    }

    @Test
    void aProgramsErrorNamesTheFunctionAndTheEpoch() throws Exception {
        var query =
                rides.toDF()
                        .writeStream()
                        .foreachBatch((rows, id) -> {
                            throw new IOException("no such table");
                        })
                        .start();
        rides.addData(row("Oslo", 1));
        assertThatThrownBy(query::awaitTermination)
                .isInstanceOf(StreamingQueryException.class)
                .hasMessageContaining("FAILED_EXECUTE_UDF")
                .hasMessageContaining("foreachBatch")
                .hasMessageContaining("epoch 0")
                .hasMessageContaining("no such table");
    }

    @Test
    void aFlowIsAQueryWithAName() throws Exception {
        Files.createDirectories(directory.resolve("in"));
        Files.writeString(directory.resolve("in/1.json"), "{\"city\": \"Oslo\", \"price\": 1}\n");
        var script =
                """
                CREATE TABLE ride (city STRING, price INT) USING json OPTIONS (path 'in');
                CREATE TABLE cheap (city STRING) USING json OPTIONS (path 'cheap');
                CREATE FLOW cheap_rides OPTIONS (trigger 'available now', maxFilesPerTrigger 1) AS
                  INSERT INTO cheap SELECT city FROM STREAM ride WHERE price < 2;
                CREATE FLOW all_rides OPTIONS (trigger 'available now') AS
                  INSERT INTO noop SELECT * FROM STREAM ride;
                SELECT count(*) FROM ride;
                """;
        var shown = new ArrayList<Row>();
        var settings =
                new Pipeline.Settings(
                        directory.resolve("ck"), false, rows -> shown.addAll(rows.collectAsList()));
        var pipeline = Pipeline.of(script, directory);
        assertThat(pipeline.flows()).containsExactly("cheap_rides", "all_rides");
        var queries = pipeline.run(session, settings);
        assertThat(session.streams().awaitAll()).allMatch(o -> o.failure().isEmpty());
        assertThat(queries)
                .extracting(StreamingQuery::name)
                .containsExactly("cheap_rides", "all_rides");
        assertThat(shown).containsExactly(row(1L));
        assertThat(session.table("cheap").collectAsList()).containsExactly(row("Oslo"));
    }

    @Test
    void theLimitsOfAFlowReachTheTablesBelowViewsAndUnions() throws Exception {
        Files.createDirectories(directory.resolve("in"));
        for (int i = 0; i < 4; i++) {
            Files.writeString(directory.resolve("in/%d.json".formatted(i)), "{\"price\": 1}\n");
        }
        var script =
                """
                CREATE TABLE ride (price INT) USING json OPTIONS (path 'in');
                CREATE TEMPORARY VIEW rides AS SELECT price + 1 AS price FROM STREAM ride;
                CREATE FLOW viewed OPTIONS (trigger 'available now', maxFilesPerTrigger 1) AS
                  INSERT INTO noop SELECT price FROM rides
                    UNION ALL SELECT price FROM STREAM ride WHERE price < 0;
                """;
        var queries =
                Pipeline.of(script, directory)
                        .run(session, Pipeline.Settings.of(directory.resolve("ck")));
        queries.getFirst().awaitTermination();
        assertThat(queries.getFirst().recentProgress()).hasSize(4);
    }

    @Test
    void limitsThatNoTableOfAFlowTakesAreRefused() {
        var script =
                """
                CREATE TABLE ticks USING rate OPTIONS (rowsPerSecond 5);
                CREATE FLOW ticking OPTIONS (maxBytesPerTrigger '10m') AS
                  INSERT INTO noop SELECT value FROM STREAM ticks;
                """;
        assertThatThrownBy(() ->
                        Pipeline.of(script, directory)
                                .run(session, Pipeline.Settings.of(directory)))
                .isInstanceOf(AnalysisException.class)
                .hasMessageContaining("INVALID_OPTION")
                .hasMessageContaining("ticking")
                .hasMessageContaining("ticks");
    }

    @Test
    void aMistakeAnywhereInAPipelineStartsNoFlow() {
        var script =
                """
                CREATE TABLE ride (city STRING) USING json OPTIONS (path 'in');
                CREATE FLOW one AS INSERT INTO noop SELECT * FROM STREAM ride;
                CREATE FLOW two AS INSERT INTO noop SELECT town FROM STREAM ride;
                """;
        assertThatThrownBy(() ->
                        Pipeline.of(script, directory)
                                .run(session, Pipeline.Settings.of(directory)))
                .isInstanceOf(AnalysisException.class)
                .hasMessageContaining("town");
        assertThat(session.streams().active()).isEmpty();
        assertThatThrownBy(() ->
                        session.sql(
                                "CREATE FLOW x OPTIONS (triger 'once') AS"
                                        + " INSERT INTO noop SELECT 1"))
                .hasMessageContaining("trigger");
    }

    private StreamingQuery keepCheaperThan(int price) throws Exception {
        var query =
                rides.toDF()
                        .where(col("price").lt(price))
                        .writeStream()
                        .format("noop")
                        .option("checkpointLocation", "ck")
                        .trigger(Trigger.AvailableNow())
                        .start();
        query.awaitTermination();
        return query;
    }

    @Test
    void rowsThatEndedWithTheirProcessAreMissed() throws Exception {
        rides.addData(row("Oslo", 1));
        keepCheaperThan(5);
        rides = MemoryStream.create(session, Encoders.row(RIDE));
        assertThatThrownBy(() -> keepCheaperThan(5))
                .isInstanceOf(StreamingQueryException.class)
                .hasMessageContaining("SOURCE_DATA_LOST")
                .hasMessageContaining("row 1");
    }

    @Test
    void aQueryThatStartsOverBeginsAnEmptyTableInMemory() throws Exception {
        rides.addData(row("Oslo", 1));
        for (int run = 0; run < 2; run++) {
            rides.toDF()
                    .writeStream()
                    .format("memory")
                    .queryName("copy")
                    .trigger(Trigger.AvailableNow())
                    .start()
                    .awaitTermination();
            assertThat(session.table("copy").count()).isEqualTo(1);
        }
    }

    @Test
    void theOutputModeMayBeAnOption() throws Exception {
        rides.addData(row("Oslo", 1));
        rides.toDF()
                .groupBy("city")
                .count()
                .writeStream()
                .format("memory")
                .queryName("changes")
                .option("outputMode", "changelog")
                .trigger(Trigger.Once())
                .start()
                .awaitTermination();
        assertThat(session.table("changes").collectAsList()).containsExactly(row("+I", "Oslo", 1L));
        assertThatThrownBy(() -> rides.toDF().writeStream().outputMode("appendix"))
                .hasMessageContaining("append, update, complete or changelog");
    }
}
