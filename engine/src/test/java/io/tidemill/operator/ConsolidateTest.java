package io.tidemill.operator;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.operator.OperatorHarness.Input;
import io.tidemill.operator.OperatorHarness.Made;
import io.tidemill.operator.OperatorHarness.Story;
import io.tidemill.operator.OperatorHarness.Way;
import io.tidemill.sql.types.StructType;
import org.junit.jupiter.api.Test;

class ConsolidateTest {
    private static final StructType SCHEMA = StructType.fromDDL("a DOUBLE, k STRING, b BIGINT");

    private static Story story(RandomGenerator random) {
        var story = new Story();
        for (int i = 0; i < 60; i++) {
            Object[] row = {
                random.nextInt(4) == 0 ? -0.0 : random.nextInt(2),
                random.nextInt(5) == 0 ? null : "k" + random.nextInt(3),
                (long) random.nextInt(2)
            };
            row[0] = ((Number) row[0]).doubleValue();
            story.change(0, 3, row).change(0, -random.nextInt(0, 4), row);
        }
        return story;
    }

    @Test
    void noRowStandsTwiceNorAtWeightZero() {
        for (long seed = 0; seed < 40; seed++) {
            var random = new SplittableRandom(seed);
            List<Integer> key = random.nextBoolean() ? List.of() : List.of(1);
            var harness =
                    new OperatorHarness(
                            (_, _, out) ->
                                    Made.of(
                                            key.isEmpty()
                                                    ? Consolidate.byRow(SCHEMA, out)
                                                    : Consolidate.byKey(SCHEMA, key, out)),
                            new Input(SCHEMA, 3));
            harness.check(story(random), random, prefix -> prefix.table(0));
            var epochs = harness.run(story(random), random, new Way(20, 1, true, true, false));
            for (var epoch : epochs) {
                long rows = epoch.batches().stream().mapToLong(batch -> batch.rows()).sum();
                assertThat(rows).isEqualTo(epoch.delta().size());
            }
        }
    }

    @Test
    void theOldRowOfAKeyStandsDirectlyBeforeTheNewOne() {
        var story = new Story();
        for (long i = 0; i < 20; i++) {
            for (var key : List.of("x", "y", "z")) {
                story.add(0, 1.0, key, i);
                if (i > 0) {
                    story.change(0, -1, 1.0, key, i - 1);
                }
            }
        }
        for (long seed = 0; seed < 50; seed++) {
            var random = new SplittableRandom(seed);
            var harness =
                    new OperatorHarness(
                            (_, _, out) -> Made.of(Consolidate.byKey(SCHEMA, List.of(1), out)),
                            new Input(SCHEMA, 3));
            var last = harness.run(story, random, new Way(0, 1, true, false, false)).getLast();
            assertThat(last.table()).hasSize(3);
            var second = new Story();
            story.steps().forEach(second.steps()::add);
            second.change(0, -1, 1.0, "y", 19L).add(0, 2.0, "y", 0L);
            harness.upsertOut(1).run(second, random, new Way(0, 1, false, false, false));
        }
    }
}
