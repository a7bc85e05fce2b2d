package io.tidemill.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files of statements with flows.
class FlowsTest {
    @TempDir private Path directory;
    private TidemillSession session;

    @BeforeEach
    void begin() {
        session = Sessions.in(directory);
    }

    @AfterEach
    void end() {
        session.close();
    }

    private static Row row(Object... values) {
        return RowFactory.create(values);
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
}
