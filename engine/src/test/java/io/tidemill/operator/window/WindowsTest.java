package io.tidemill.operator.window;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.data.Batch;
import io.tidemill.operator.OperatorHarness;
import io.tidemill.operator.OperatorHarness.Input;
import io.tidemill.operator.OperatorHarness.Made;
import io.tidemill.operator.OperatorHarness.Story;
import io.tidemill.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class WindowsTest {
    private static final StructType ROWS = StructType.fromDDL("k STRING, time TIMESTAMP");
    private static final StructType WINDOWED =
            StructType.fromDDL(
                    "k STRING, time TIMESTAMP, window_start TIMESTAMP, window_end TIMESTAMP");

    private static List<List<Long>> found(Windows windows, long time) {
        var found = new ArrayList<List<Long>>();
        int count = windows.find(time);
        for (int i = 0; i < count; i++) {
            found.add(List.of(windows.start(i), windows.end(i)));
        }
        return found;
    }

    /// Spark's rule, written plainly: all `[start, start + size)` with the time in them.
    private static List<List<Long>> hopping(long time, long size, long slide, long offset) {
        var found = new ArrayList<List<Long>>();
        long first = Math.floorDiv(time - size - offset, slide) * slide + offset;
        for (long start = first; start <= time; start += slide) {
            if (start + size > time) {
                found.add(List.of(start, start + size));
            }
        }
        return found;
    }

    @Test
    void hoppingWindowsAreAllThatTheTimeLiesIn() {
        for (long size = 1; size < 13; size++) {
            for (long slide = 1; slide <= size; slide++) {
                for (long offset = 0; offset < slide; offset++) {
                    var windows = Windows.hopping(size, slide, offset);
                    for (long time = -40; time < 40; time++) {
                        assertThat(found(windows, time))
                                .isEqualTo(hopping(time, size, slide, offset));
                    }
                }
            }
        }
    }

    @Test
    void cumulatingWindowsBeginTogetherAndEndStepByStep() {
        var windows = Windows.cumulating(12, 4, 1);
        assertThat(found(windows, 1))
                .containsExactly(List.of(1L, 5L), List.of(1L, 9L), List.of(1L, 13L));
        assertThat(found(windows, 5)).containsExactly(List.of(1L, 9L), List.of(1L, 13L));
        assertThat(found(windows, 12)).containsExactly(List.of(1L, 13L));
        assertThat(found(windows, 0)).containsExactly(List.of(-11L, 1L));
    }

    private static Instant time(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private static Story story(RandomGenerator random) {
        var story = new Story();
        var there = new ArrayList<@Nullable Object[]>();
        for (int i = 0; i < 60; i++) {
            if (!there.isEmpty() && random.nextInt(3) == 0) {
                story.change(0, -1, there.remove(random.nextInt(there.size())));
                continue;
            }
            var time = random.nextInt(10) == 0 ? null : time(random.nextLong(-50, 50));
            var row = new @Nullable Object[] {"k" + random.nextInt(3), time};
            there.add(row);
            story.change(0, 1, row);
        }
        return story;
    }

    private static void check(Windows windows, RepetitionInfo run) {
        var random =
                RandomGeneratorFactory.of("L64X128MixRandom").create(run.getCurrentRepetition());
        new OperatorHarness(
                        (_, _, out) -> Made.of(new AssignWindows(windows, ROWS, 1, WINDOWED, out)),
                        new Input(ROWS, 1))
                .check(
                        story(random),
                        random,
                        prefix -> {
                            var table = new HashMap<List<Object>, Long>();
                            prefix.table(0)
                                    .forEach((row, weight) -> {
                                        if (row.get(1) instanceof Instant at) {
                                            long micros =
                                                    ChronoUnit.MICROS.between(Instant.EPOCH, at);
                                            for (var window : found(windows, micros)) {
                                                var wide = new ArrayList<Object>(row);
                                                wide.add(time(window.get(0)));
                                                wide.add(time(window.get(1)));
                                                table.put(wide, weight);
                                            }
                                        }
                                    });
                            return table;
                        });
    }

    @RepeatedTest(5)
    void eachRowIsThereOnceForEachOfItsWindows(RepetitionInfo run) {
        check(Windows.hopping(10, 3, 1), run);
        check(Windows.hopping(7, 7, 2), run);
        check(Windows.cumulating(12, 4, 1), run);
    }

    @Test
    void rowsInOneWindowKeepTheirColumnsAndTheirOrigin() {
        var seen = new ArrayList<String>();
        var operator =
                new AssignWindows(
                        Windows.hopping(10, 10, 0),
                        ROWS,
                        1,
                        WINDOWED,
                        batch ->
                                seen.add(
                                        Arrays.toString(batch.row(0))
                                                + " from "
                                                + batch.describe(0)));
        var batch = Batch.create(ROWS, 4);
        batch.append("a", time(15));
        batch.setOrigin(row -> "file@" + row);
        operator.push(batch);
        assertThat(seen)
                .containsExactly(
                        "[a, %s, %s, %s] from file@0".formatted(time(15), time(10), time(20)));
    }
}
