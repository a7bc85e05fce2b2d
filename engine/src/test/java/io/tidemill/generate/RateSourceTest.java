package io.tidemill.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.connect.ReadLimit;
import io.tidemill.connect.Source;
import io.tidemill.data.TidemillException;
import org.junit.jupiter.api.Test;

class RateSourceTest {
    private final Generated.Clock clock = new Generated.Clock();

    @Test
    void aRowComesWhenItsShareOfTheSecondHasPassed() throws IOException {
        var source = source(Map.of("rowsPerSecond", "4"));
        var start = source.initialOffset();
        assertThat(source.plan(start, source.latestOffset(), ReadLimit.NONE)).isEmpty();
        clock.micros += 500_000;
        var slice = source.plan(start, source.latestOffset(), ReadLimit.NONE).orElseThrow();
        assertThat(slice.rows()).isEqualTo(2);
        assertThat(Generated.rows(source, slice, RateConnector.SCHEMA))
                .containsExactly(row(0, 0), row(250, 1));
    }

    @Test
    void theRateGrowsDuringRampUpAsSparksDoes() {
        var source = new RateSource(clock, new RateOptions(10, Duration.ofSeconds(4), 1));
        assertThat(LongStream.range(0, 7).map(source::valueAtSecond))
                .containsExactly(0L, 2L, 6L, 12L, 20L, 30L, 40L);
    }

    @Test
    void rowsDoNotDependOnTheCutNorOnThePartitions() throws IOException {
        var options = Map.of("rowsPerSecond", "7", "rampUpTime", "3s");
        var whole = source(options);
        var start = whole.initialOffset();
        clock.micros += 9_300_000;
        var end = whole.latestOffset();
        var all =
                Generated.rows(
                        whole,
                        whole.plan(start, end, ReadLimit.NONE).orElseThrow(),
                        RateConnector.SCHEMA);
        var cut = source(Map.of("rowsPerSecond", "7", "rampUpTime", "3s", "numPartitions", "3"));
        var pieces = new ArrayList<List<Object>>();
        var at = start;
        for (var slice = cut.plan(at, end, new ReadLimit(5, 1 << 20));
                slice.isPresent();
                slice = cut.plan(at, end, new ReadLimit(5, 1 << 20))) {
            assertThat(slice.get().rows()).isBetween(1L, 5L);
            pieces.addAll(Generated.rows(cut, slice.get(), RateConnector.SCHEMA));
            at = slice.get().end();
        }
        assertThat(at).isEqualTo(end);
        assertThat(pieces).containsExactlyInAnyOrderElementsOf(all);
        assertThat(all).isSortedAccordingTo(Comparator.comparing(r -> (Instant) r.get(0)));
    }

    @Test
    void aRestartedQueryGoesOnFromItsFirstStart() throws IOException {
        var first = source(Map.of("rowsPerSecond", "1"));
        var start = first.initialOffset();
        clock.micros += 3_000_000;
        var slice = first.plan(start, first.latestOffset(), ReadLimit.NONE).orElseThrow();
        first.remember(slice);
        clock.micros += 2_000_000;
        var second = source(Map.of("rowsPerSecond", "1"));
        second.restore(first.memory());
        var next = second.plan(slice.end(), second.latestOffset(), ReadLimit.NONE).orElseThrow();
        assertThat(Generated.rows(second, next, RateConnector.SCHEMA))
                .containsExactly(row(3000, 3), row(4000, 4));
        assertThat(Generated.rows(second, slice, RateConnector.SCHEMA)).hasSize(3);
    }

    @Test
    void aClockThatStepsBackTakesNothingAway() throws IOException {
        var source = source(Map.of());
        source.initialOffset();
        clock.micros += 10_000_000;
        source.remember(
                source.plan(source.initialOffset(), source.latestOffset(), ReadLimit.NONE)
                        .orElseThrow());
        var reached = source.latestOffset();
        clock.micros -= 8_000_000;
        assertThat(source.latestOffset()).isEqualTo(reached);
    }

    @Test
    void everyWrongOptionIsNamed() {
        assertThatThrownBy(() -> source(Map.of("rowsPerSecond", "0")))
                .isInstanceOf(TidemillException.class)
                .hasMessageContaining("rowsPerSecond");
        assertThatThrownBy(() -> source(Map.of("rowPerSecond", "1")))
                .hasMessageContaining("did you mean 'rowsPerSecond'");
        assertThatThrownBy(() -> source(Map.of("rampUpTime", "-1s")))
                .hasMessageContaining("rampUpTime");
        assertThatThrownBy(() -> source(Map.of("numPartitions", "0")))
                .hasMessageContaining("numPartitions");
    }

    @Test
    void itHasNoEndAndCannotBeWritten() throws IOException {
        var table = Generated.table(new RateConnector(), clock, Map.of());
        assertThatThrownBy(() -> table.source(false)).hasMessageContaining("FROM STREAM t");
        assertThatThrownBy(() -> table.sink(RateConnector.SCHEMA))
                .hasMessageContaining("cannot be written");
    }

    private Source source(Map<String, String> options) throws IOException {
        return Generated.table(new RateConnector(), clock, options).source(true);
    }

    private static List<Object> row(long millis, long value) {
        return List.of(Instant.ofEpochMilli(1_700_000_000_000L + millis), value);
    }
}
