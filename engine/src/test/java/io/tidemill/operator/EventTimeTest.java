package io.tidemill.operator;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.data.Batch;
import io.tidemill.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Which rows of a split are left out since they come too late.
class EventTimeTest {
    private static final StructType SCHEMA = StructType.fromDDL("time TIMESTAMP, n INT");
    private static final long SECOND = 1_000_000;

    private final List<String> kept = new ArrayList<>();
    private final List<String> late = new ArrayList<>();
    private final EventTime times = new EventTime(SCHEMA, 0, 10 * SECOND, true, this::keep);

    @BeforeEach
    void begin() {
        times.beginSplit(
                new EventTime.SplitStart(
                        new LeadingTimes(0),
                        Long.MIN_VALUE,
                        200 * SECOND,
                        (delta, row, _, _) -> late.add(text(delta, row))));
    }

    private void keep(Batch delta) {
        for (int row = 0; row < delta.rows(); row++) {
            kept.add(text(delta, row));
        }
    }

    private static String text(Batch delta, int row) {
        return "%+d %s".formatted(delta.weight(row), delta.row(row)[1]);
    }

    private static void add(Batch batch, Integer seconds, int n, long weight) {
        var time = seconds == null ? null : Instant.ofEpochSecond(seconds);
        batch.append(new Object[] {time, n}, weight);
    }

    @Test
    void aRowIsLateBehindTheDelayAndNotAtIt() {
        var batch = Batch.create(SCHEMA, 8);
        add(batch, 100, 1, 1);
        add(batch, 90, 2, 1);
        add(batch, 89, 3, 1);
        add(batch, null, 4, 1);
        times.push(batch);
        assertThat(kept).containsExactly("+1 1", "+1 2", "+1 4");
        assertThat(late).containsExactly("+1 3");
        assertThat(times.endSplit().late()).isEqualTo(1);
    }

    @Test
    void aRowAndItsNewVersionAreLateTogether() {
        var batch = Batch.create(SCHEMA, 8);
        add(batch, 100, 1, 1);
        add(batch, 95, 2, -1); // in time, but what replaces it is not
        add(batch, 50, 2, 1);
        add(batch, 50, 3, -1); // late, and so what replaces it
        add(batch, 105, 3, 1);
        add(batch, 96, 4, -1);
        add(batch, 97, 4, 1);
        times.push(batch);
        assertThat(kept).containsExactly("+1 1", "-1 4", "+1 4");
        assertThat(late).containsExactly("-1 2", "+1 2", "-1 3", "+1 3");
    }

    @Test
    void aRowFromTheFutureLeadsNothing() {
        var batch = Batch.create(SCHEMA, 8);
        add(batch, 500, 1, 1);
        add(batch, 100, 2, 1);
        add(batch, 89, 3, 1);
        times.push(batch);
        assertThat(kept).containsExactly("+1 1", "+1 2");
        assertThat(late).containsExactly("+1 3");
    }
}
