package io.tidemill.sql;

import static io.tidemill.sql.functions.col;
import static io.tidemill.sql.functions.count;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.sql.streaming.MemoryStream;
import io.tidemill.sql.streaming.OutputMode;
import io.tidemill.sql.streaming.StreamingQuery;
import io.tidemill.sql.streaming.StreamingQueryException;
import io.tidemill.sql.streaming.Trigger;
import io.tidemill.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Streaming queries as a program writes and runs them.
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

    @Test
    void theAnswerIsKeptUpToDate() throws Exception {
        var query =
                rides.toDF()
                        .groupBy("city")
                        .agg(count("*").as("n"))
                        .writeStream()
                        .format("memory")
                        .queryName("counts")
                        .outputMode(OutputMode.Complete())
                        .start();
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

    @Test
    void aTableWithoutColumnsIsAStreamWhereItsColumnsMayBeLookedFor() throws Exception {
        Files.createDirectories(directory.resolve("in/year=2026"));
        Files.writeString(
                directory.resolve("in/year=2026/1.json"), "{\"city\": \"Oslo\", \"price\": 1}\n");
        session.sql("CREATE TABLE found USING json OPTIONS (path 'in')");
        assertThatThrownBy(() ->
                        session.readStream()
                                .table("found")
                                .writeStream()
                                .format("noop")
                                .start()
                                .processAllAvailable())
                .hasMessageContaining("schemaInference to true in front of CREATE TABLE");
        session.conf().set("spark.sql.streaming.schemaInference", "true");
        session.sql("CREATE OR REPLACE TABLE found USING json OPTIONS (path 'in')");
        Files.writeString(
                directory.resolve("in/year=2026/2.json"), "{\"city\": \"Rome\", \"more\": 1}\n");
        session.sql("SELECT city, price, year FROM STREAM found")
                .writeStream()
                .format("memory")
                .queryName("all")
                .trigger(Trigger.AvailableNow())
                .start()
                .awaitTermination();
        assertThat(session.sql("SELECT * FROM all ORDER BY city").collectAsList())
                .containsExactly(row("Oslo", 1L, 2026), row("Rome", null, 2026));
        assertThat(session.table("found").columns()).containsExactly("city", "price", "year");
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
