package io.tidemill.sql;

import static io.tidemill.sql.functions.avg;
import static io.tidemill.sql.functions.col;
import static io.tidemill.sql.functions.count;
import static io.tidemill.sql.functions.countDistinct;
import static io.tidemill.sql.functions.lit;
import static io.tidemill.sql.functions.max;
import static io.tidemill.sql.functions.min;
import static io.tidemill.sql.functions.sum;
import static io.tidemill.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.sql.streaming.MemoryStream;
import io.tidemill.sql.streaming.StreamingQuery;
import io.tidemill.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Aggregates of rows on their way, told in the progress of a stream and by the observation of a
/// batch.
class ObserveTest {
    private static final StructType RIDE = StructType.fromDDL("city STRING, fare INT");

    @TempDir private Path directory;
    private TidemillSession session;
    private MemoryStream<Row> rides;

    @BeforeEach
    void open() {
        session = Sessions.in(directory);
        rides = MemoryStream.create(session, Encoders.row(RIDE));
    }

    @AfterEach
    void close() {
        session.close();
    }

    private static Row row(Object... values) {
        return RowFactory.create(values);
    }

    private StreamingQuery start(Dataset<Row> rows, String mode) throws Exception {
        return rows.writeStream().format("noop").outputMode(mode).start();
    }

    private static Row last(StreamingQuery query, String name) {
        return Arrays.stream(query.recentProgress())
                .filter(progress -> progress.numInputRows() > 0)
                .reduce((_, later) -> later)
                .orElseThrow()
                .observedMetrics()
                .get(name);
    }

    @Test
    void theProgressOfAStreamTellsWhatPassedInEachEpoch() throws Exception {
        var observed =
                rides.toDF()
                        .observe(
                                "quality",
                                count(lit(1)).as("rows"),
                                count(when(col("fare").lt(0), 1)).as("bad"),
                                max("fare").as("most"),
                                sum("fare").divide(count(lit(1))).as("mean"),
                                countDistinct("city").as("cities"))
                        .where("fare >= 0");
        var query = start(observed.groupBy("city").count(), "update");
        rides.addData(row("Oslo", 5), row("Rom", -1), row("Oslo", 8));
        query.processAllAvailable();
        assertThat(last(query, "quality")).isEqualTo(row(3L, 1L, 8, 4.0, 2L));
        rides.addData(row("Bonn", 2));
        query.processAllAvailable();
        assertThat(last(query, "quality")).isEqualTo(row(1L, 0L, 2, 2.0, 1L));
        assertThat(last(query, "quality").schema().fieldNames())
                .containsExactly("rows", "bad", "most", "mean", "cities");
        var json = query.lastProgress().json();
        assertThat(Arrays.stream(query.recentProgress()).map(p -> p.json()))
                .anyMatch(text -> text.contains("\"observedMetrics\":{\"quality\":{\"rows\":1,"));
        assertThat(json).contains("observedMetrics");
        query.stop();
    }

    @Test
    void rowsOfChangingResultsCountWhenTheyAreAdded() throws Exception {
        var counts = rides.toDF().groupBy("city").agg(sum("fare").as("s"));
        var observed =
                counts.observe("changed", count(lit(1)).as("n"), min("s").as("least"))
                        .where("s > 1");
        var query = start(observed, "changelog");
        rides.addData(row("Oslo", 5), row("Rom", 1));
        query.processAllAvailable();
        assertThat(last(query, "changed")).isEqualTo(row(2L, 1L));
        rides.addData(row("Oslo", 5));
        query.processAllAvailable();
        assertThat(last(query, "changed")).isEqualTo(row(1L, 10L));
        query.stop();
        var whole = start(counts.observe("all", count(lit(1)).as("n")), "complete");
        whole.processAllAvailable();
        assertThat(last(whole, "all")).isEqualTo(row(2L));
        rides.addData(row("Bonn", 1));
        whole.processAllAvailable();
        assertThat(last(whole, "all")).isEqualTo(row(3L));
        whole.stop();
    }

    @Test
    void anObservationTakesTheMetricsOfTheFirstAction() throws Exception {
        var observation = new Observation("stats");
        var rows =
                session.range(100_000)
                        .observe(
                                observation,
                                count(lit(1)).as("n"),
                                avg("id").as("mean"),
                                functions.percentile(col("id"), lit(0.5)).as("middle"));
        assertThat(observation.getOrEmpty()).isEmpty();
        assertThat(rows.where("id < 10").count()).isEqualTo(10);
        assertThat(observation.get())
                .containsEntry("n", 100_000L)
                .containsEntry("mean", 49_999.5)
                .containsEntry("middle", 49_999.5);
        assertThat(rows.where("id < 5").count()).isEqualTo(5);
        assertThat(observation.getAsJava()).hasSize(3);
        assertThatThrownBy(() -> session.range(1).observe(observation, count(lit(1))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new Observation().name()).isNotEqualTo(new Observation().name());
    }

    @Test
    void noRowsAreObservedToo() throws Exception {
        var observation = new Observation();
        var rows =
                session.range(0).observe(observation, count(lit(1)).as("n"), max("id").as("most"));
        assertThat(rows.collectAsList()).isEmpty();
        assertThat(observation.get()).containsEntry("n", 0L).containsEntry("most", null);
    }

    @Test
    void severalPlacesAreObservedUnderTheirNames() throws Exception {
        var a = new Observation();
        var b = new Observation();
        var rows =
                session.range(10)
                        .observe(a, count(lit(1)).as("n"))
                        .where("id > 6")
                        .observe(b, sum("id").as("s"));
        rows.collectAsList();
        assertThat(a.get()).containsEntry("n", 10L);
        assertThat(b.get()).containsEntry("s", 24L);
    }

    @Test
    void whatCannotBeObservedIsRefused() {
        var stream = rides.toDF();
        assertThatThrownBy(() -> stream.observe(new Observation(), count(lit(1))))
                .hasMessageContaining("progress");
        assertThatThrownBy(() -> session.range(1).observe("m", col("id")))
                .isInstanceOf(AnalysisException.class);
        var twice =
                session.range(1)
                        .observe("m", count(lit(1)).as("n"))
                        .observe("m", max("id").as("n"));
        assertThatThrownBy(twice::collectAsList).hasMessageContaining("DUPLICATED_METRICS_NAME");
        var inQuery = session.range(1).observe("q", max(session.range(3).agg(max("id")).scalar()));
        assertThatThrownBy(inQuery::collectAsList).hasMessageContaining("sub-queries");
        assertThatThrownBy(() -> new Observation("")).hasMessageContaining("empty");
    }
}
