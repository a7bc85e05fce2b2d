package io.tidemill.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.connect.ReadLimit;
import io.tidemill.connect.Source;
import org.junit.jupiter.api.Test;

class RatePerMicroBatchSourceTest {
    @Test
    void eachEpochHasOneBatchAndALaterTime() throws IOException {
        var source =
                source(
                        Map.of(
                                "rowsPerBatch", "2",
                                "startTimestamp", "5000",
                                "advanceMillisPerBatch", "250"));
        assertThat(source.initialOffset()).isEqualTo("{\"offset\":0,\"timestamp\":5000}");
        var first = next(source, source.initialOffset());
        assertThat(first).containsExactly(row(5000, 0), row(5000, 1));
        var second = next(source, "{\"offset\":2,\"timestamp\":5250}");
        assertThat(second).containsExactly(row(5250, 2), row(5250, 3));
    }

    @Test
    void nothingIsNewUntilTheLastBatchIsLogged() throws IOException {
        var source = source(Map.of("rowsPerBatch", "3"));
        var latest = source.latestOffset();
        assertThat(source.plan(latest, latest, ReadLimit.NONE)).isEmpty();
        assertThat(source.latestOffset()).isEqualTo(latest);
    }

    @Test
    void aRestartGoesOnWhereTheSnapshotStood() throws IOException {
        var source = source(Map.of("rowsPerBatch", "3", "numPartitions", "2"));
        next(source, source.initialOffset());
        var restarted = source(Map.of("rowsPerBatch", "3", "numPartitions", "2"));
        restarted.restore(source.memory());
        assertThat(restarted.latestOffset()).isEqualTo("{\"offset\":6,\"timestamp\":2000}");
    }

    @Test
    void wrongOptionsAreNamed() {
        assertThatThrownBy(() -> source(Map.of()))
                .hasMessageContaining("'rowsPerBatch' must be given");
        assertThatThrownBy(() -> source(Map.of("rowsPerBatch", "0")))
                .hasMessageContaining("rowsPerBatch");
        assertThatThrownBy(() -> source(Map.of("rowsPerBatch", "1", "advanceMillisPerBatch", "-1")))
                .hasMessageContaining("advanceMillisPerBatch");
    }

    private static List<List<Object>> next(Source source, String start) throws IOException {
        var slice = source.plan(start, source.latestOffset(), ReadLimit.NONE).orElseThrow();
        source.remember(slice);
        return Generated.rows(source, slice, RateConnector.SCHEMA);
    }

    private static Source source(Map<String, String> options) throws IOException {
        return Generated.table(new RatePerMicroBatchConnector(), new Generated.Clock(), options)
                .source(true);
    }

    private static List<Object> row(long millis, long value) {
        return List.of(Instant.ofEpochMilli(millis), value);
    }
}
