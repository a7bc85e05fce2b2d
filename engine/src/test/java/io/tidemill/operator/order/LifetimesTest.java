package io.tidemill.operator.order;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.data.Batch;
import io.tidemill.expression.Evaluation;
import io.tidemill.operator.EpochEnd;
import io.tidemill.operator.OperatorHarness;
import io.tidemill.operator.OperatorHarness.Input;
import io.tidemill.operator.OperatorHarness.Made;
import io.tidemill.operator.OperatorHarness.Prefix;
import io.tidemill.operator.OperatorHarness.Story;
import io.tidemill.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/// Rows that come and go by the clock, against a filter of all rows by the clock as it is.
class LifetimesTest {
    private static final StructType INPUT =
            StructType.fromDDL("time TIMESTAMP, k STRING, v DOUBLE");
    private static final StructType ROW = StructType.fromDDL("k STRING, v DOUBLE");

    private static Instant time(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private static Lifetimes lifetimes(boolean starts, int worker, int workers, List<Batch> out) {
        return new Lifetimes(
                new Lifetimes.Spec("lifetime-0", INPUT, starts, true),
                ROW,
                worker,
                workers,
                batch -> {
                    var copy = Batch.create(ROW, batch.rows());
                    for (int row = 0; row < batch.rows(); row++) {
                        copy.append(batch, row);
                    }
                    out.add(copy);
                });
    }

    private static OperatorHarness harness(boolean starts) {
        return new OperatorHarness(
                (worker, workers, out) ->
                        Made.of(
                                new Lifetimes(
                                        new Lifetimes.Spec("lifetime-0", INPUT, starts, true),
                                        ROW,
                                        worker,
                                        workers,
                                        out)),
                new Input(INPUT, 1));
    }

    private static Story story(RandomGenerator random) {
        var story = new Story();
        var there = new ArrayList<@Nullable Object[]>();
        long now = 0;
        for (int i = 0; i < 60; i++) {
            int what = random.nextInt(8);
            if (what == 0) {
                now += random.nextInt(10);
                story.time(Long.MIN_VALUE, now);
            } else if (what < 3 && !there.isEmpty()) {
                story.change(0, -1, there.remove(random.nextInt(there.size())));
            } else {
                var row =
                        new @Nullable Object[] {
                            random.nextInt(8) == 0 ? null : time(now + random.nextInt(-10, 20)),
                            random.nextInt(6) == 0 ? null : "k" + random.nextInt(3),
                            random.nextInt(3) - 1.0
                        };
                there.add(row);
                story.change(0, 1, row);
            }
        }
        return story;
    }

    private static Map<List<@Nullable Object>, Long> alive(Prefix prefix, boolean starts) {
        var table = new HashMap<List<@Nullable Object>, Long>();
        prefix.table(0)
                .forEach((row, weight) -> {
                    boolean reached =
                            row.get(0) instanceof Instant at
                                    && !at.isAfter(time(prefix.nowMicros()));
                    if (row.get(0) == null || reached == starts) {
                        table.merge(row.subList(1, 3), weight, Long::sum);
                    }
                });
        table.values().removeIf(weight -> weight == 0);
        return table;
    }

    private static RandomGenerator random(RepetitionInfo run) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(run.getCurrentRepetition());
    }

    @RepeatedTest(20)
    void rowsGoWhenTheirTimeIsOver(RepetitionInfo run) {
        var random = random(run);
        harness(false).check(story(random), random, prefix -> alive(prefix, false));
    }

    @RepeatedTest(20)
    void rowsComeWhenTheirTimeHasCome(RepetitionInfo run) {
        var random = random(run);
        harness(true).check(story(random), random, prefix -> alive(prefix, true));
    }

    @Test
    void theNextTimeIsAsked() {
        var out = new ArrayList<Batch>();
        var operator = lifetimes(false, 0, 1, out);
        operator.beginEpoch(new Evaluation(10, 0, ZoneOffset.UTC));
        var rows = Batch.create(INPUT, 4);
        rows.append(time(30), "a", 1.0);
        rows.append(time(20), "b", 2.0);
        rows.append(time(5), "c", 3.0);
        rows.append(null, "d", 4.0);
        operator.push(rows);
        operator.endEpoch(new EpochEnd(Long.MIN_VALUE, 10, false));
        assertThat(out.getFirst().rows()).isEqualTo(3);
        assertThat(operator.nextTimerMicros()).isEqualTo(20);

        out.clear();
        operator.beginEpoch(new Evaluation(20, 0, ZoneOffset.UTC));
        operator.endEpoch(new EpochEnd(Long.MIN_VALUE, 20, false));
        assertThat(out.getFirst().row(0)).containsExactly("b", 2.0);
        assertThat(out.getFirst().weight(0)).isEqualTo(-1);
        assertThat(operator.nextTimerMicros()).isEqualTo(30);
    }
}
