package io.tidemill.operator;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import module java.base;

import io.tidemill.data.Batch;
import io.tidemill.expression.AggregateCall;
import io.tidemill.expression.Position;
import io.tidemill.operator.OperatorHarness.Input;
import io.tidemill.operator.OperatorHarness.Made;
import io.tidemill.operator.OperatorHarness.Story;
import io.tidemill.operator.aggregate.GroupAggregate;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructType;
import org.junit.jupiter.api.Test;

/// The harness itself: an operator that is right passes, one that keeps a lent batch or answers by
/// the cut does not.
class OperatorHarnessTest {
    private static final StructType INPUT = StructType.fromDDL("k STRING");
    private static final StructType COUNTS = StructType.fromDDL("k STRING, n BIGINT");

    private static Made count(int worker, int workers, Downstream out) {
        var call =
                new AggregateCall(
                        "count",
                        List.of(),
                        false,
                        Optional.empty(),
                        DataTypes.LongType,
                        false,
                        Position.NONE);
        return Made.of(
                GroupAggregate.create(
                        new GroupAggregate.Spec(
                                "count-0", INPUT, 1, List.of(call), COUNTS, true, false),
                        worker,
                        workers,
                        out));
    }

    private static Story story(RandomGenerator random) {
        var story = new Story();
        var present = new ArrayList<Object>();
        for (int i = 0; i < 40; i++) {
            if (!present.isEmpty() && random.nextInt(3) == 0) {
                story.change(0, -1, present.remove(random.nextInt(present.size())));
            } else {
                var key = random.nextInt(6) == 0 ? null : "k" + random.nextInt(5);
                present.add(key);
                story.add(0, key);
            }
        }
        return story;
    }

    private static Map<List<Object>, Long> counts(OperatorHarness.Prefix prefix) {
        var counts = new HashMap<List<Object>, Long>();
        prefix.table(0)
                .forEach((row, weight) -> counts.put(Arrays.asList(row.getFirst(), weight), 1L));
        return counts;
    }

    @Test
    void aCountIsTheSameHoweverItIsCut() {
        for (long seed = 0; seed < 30; seed++) {
            var random = new SplittableRandom(seed);
            new OperatorHarness(OperatorHarnessTest::count, new Input(INPUT, 1))
                    .upsertOut(0)
                    .check(story(random), random, OperatorHarnessTest::counts);
        }
    }

    /// Gives each epoch's last batch again: wrong, since the batch was only lent.
    private static final class Keeper implements Operator, Downstream {
        private final Downstream out;
        private Batch kept = Batch.create(INPUT, 0);

        Keeper(Downstream out) {
            this.out = out;
        }

        @Override
        public String name() {
            return "keeper";
        }

        @Override
        public void push(Batch delta) {
            out.push(kept);
            kept = delta;
        }

        @Override
        public void endEpoch(EpochEnd end) {
            out.push(kept);
            kept = Batch.create(INPUT, 0);
        }
    }

    @Test
    void anOperatorThatKeepsALentBatchIsFoundOut() {
        var random = new SplittableRandom(1);
        var harness =
                new OperatorHarness((_, _, out) -> Made.of(new Keeper(out)), new Input(INPUT, 1));
        assertThatThrownBy(() -> harness.check(story(random), random, prefix -> prefix.table(0)))
                .isInstanceOf(AssertionError.class);
    }
}
