package io.tidemill.operator.join;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.data.Batch;
import io.tidemill.expression.Evaluation;
import io.tidemill.operator.BoxOrder;
import io.tidemill.operator.EpochEnd;
import io.tidemill.operator.OperatorHarness;
import io.tidemill.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Rows with the closest row in time of another input, against a search of all rows.
class AsOfJoinTest {
    private static final int SEEDS = Integer.getInteger("seeds", 6);

    private static final StructType INPUT = StructType.fromDDL("k BIGINT, t TIMESTAMP, v INT");
    private static final StructType OUTPUT =
            StructType.fromDDL("k BIGINT, t TIMESTAMP, v INT, k2 BIGINT, t2 TIMESTAMP, v2 INT");

    @ParameterizedTest(
            name =
                    "before {0}, same {1}, outer {2}, final {3}, watermark {4}, keys {5}, within"
                            + " {6} s")
    @CsvSource({
        "true, true, true, false, false, 1, 99",
        "true, false, false, false, false, 1, 99",
        "false, true, true, false, false, 1, 99",
        "false, false, false, false, false, 0, 99",
        "true, true, true, false, true, 1, 99",
        "false, true, true, false, true, 1, 99",
        "true, true, true, true, true, 1, 99",
        "true, false, false, true, true, 0, 99",
        "false, true, true, true, true, 1, 99",
        "false, false, true, true, true, 1, 99",
        "true, true, true, false, false, 1, 2",
        "false, false, true, false, false, 1, 1",
        "true, true, true, false, true, 1, 2",
        "false, true, true, false, true, 1, 3",
        "true, false, true, true, true, 1, 3",
        "false, true, true, true, true, 1, 2",
        "false, true, false, true, true, 0, 1"
    })
    void eachRowHasTheClosest(
            boolean before,
            boolean same,
            boolean outer,
            boolean finals,
            boolean watermark,
            int keys,
            long within) {
        for (long seed = 0; seed < SEEDS; seed++) {
            var random = new SplittableRandom(seed);
            var lag = watermark ? OptionalLong.of(2_000_000) : OptionalLong.empty();
            var spec =
                    new AsOfSpec(
                            new AsOfSpec.Side("left", INPUT, List.of(0, 1, 2), 1, true, 0),
                            new AsOfSpec.Side("right", INPUT, List.of(0, 1, 2), 1, true, 0),
                            keys,
                            Collections.nCopies(keys, false),
                            before,
                            same,
                            within == 99 ? Long.MAX_VALUE : within * 1_000_000,
                            outer,
                            OUTPUT,
                            finals,
                            lag,
                            lag);
            var harness =
                    new OperatorHarness(
                            (worker, workers, out) -> {
                                var join = new AsOfJoin(spec, worker, workers, out);
                                return new OperatorHarness.Made(
                                        join, List.of(join.left(), join.right()), join.states());
                            },
                            new OperatorHarness.Input(INPUT, keys),
                            new OperatorHarness.Input(INPUT, keys));
            if (finals) {
                harness.insertOnlyIn().insertOnlyOut();
            }
            harness.check(
                    story(random, !finals, watermark), random, prefix -> search(prefix, spec));
        }
    }

    private static OperatorHarness.Story story(
            SplittableRandom random, boolean retractions, boolean watermarked) {
        var story = new OperatorHarness.Story();
        var there = new ArrayList<OperatorHarness.Step.Change>();
        int least = 2; // the watermark minus the lag, in seconds
        for (int i = 0; i < 60; i++) {
            if (watermarked && random.nextInt(5) == 0) {
                least += random.nextInt(5);
                story.time((least + 2) * 1_000_000L, i);
                continue;
            }
            if (retractions && random.nextInt(4) == 0) {
                int bound = least;
                there.removeIf(change -> second(change.row()) < bound);
                if (!there.isEmpty()) {
                    var back = there.remove(random.nextInt(there.size()));
                    story.change(back.input(), -1, back.row().toArray());
                }
                continue;
            }
            var row =
                    Arrays.<Object>asList(
                            random.nextInt(9) == 0 ? null : (Object) (long) random.nextInt(3),
                            random.nextInt(9) == 0
                                    ? null
                                    : Instant.ofEpochSecond(least + random.nextInt(8)),
                            random.nextInt(3));
            var change = new OperatorHarness.Step.Change(random.nextInt(2), row, 1);
            if (row.get(1) != null) {
                there.add(change);
            }
            story.change(change.input(), 1, row.toArray());
        }
        return random.nextBoolean() && watermarked ? story.end() : story;
    }

    private static long second(List<Object> row) {
        return ((Instant) row.get(1)).getEpochSecond();
    }

    private static Map<List<Object>, Long> search(OperatorHarness.Prefix prefix, AsOfSpec spec) {
        var result = new ArrayList<List<Object>>();
        double bound = prefix.watermarkMicros() / 1e6 - 2;
        for (var left : prefix.rows(0)) {
            List<Object> match = null;
            boolean possible = left.get(1) != null && (spec.keys() == 0 || left.get(0) != null);
            for (var right : prefix.rows(1)) {
                if (possible && meet(left, right, spec)) {
                    match = closer(match, right, spec.before());
                }
            }
            boolean certain =
                    !spec.finals()
                            || prefix.last()
                            || !possible
                            || (spec.before()
                                    ? second(left) < bound
                                    : match != null && second(match) < bound
                                            || second(left) + spec.within() / 1e6 < bound);
            if (certain && (match != null || spec.outer())) {
                var row = new ArrayList<>(left);
                row.addAll(match == null ? Collections.nCopies(3, null) : match);
                result.add(row);
            }
        }
        return OperatorHarness.table(result);
    }

    private static boolean meet(List<Object> left, List<Object> right, AsOfSpec spec) {
        boolean other = spec.keys() == 1 && !Objects.equals(left.get(0), right.get(0));
        if (other || right.get(1) == null) {
            return false;
        }
        long distance = second(left) - second(right);
        return Math.abs(distance) <= spec.within() / 1_000_000
                && (distance == 0 ? spec.same() : spec.before() == distance > 0);
    }

    private static List<Object> closer(List<Object> match, List<Object> right, boolean before) {
        if (match == null) {
            return right;
        }
        int order = Long.compare(second(right), second(match));
        if (order != 0) {
            return order > 0 == before ? right : match;
        }
        for (int i = 0; i < 3; i++) {
            int values = BoxOrder.compare(right.get(i), match.get(i));
            if (values != 0) {
                return values > 0 ? right : match;
            }
        }
        return match;
    }

    @Test
    void versionsThatNobodyCanMeetAreForgotten() {
        var kept = keptAfterAThousandSeconds(true, Long.MAX_VALUE);
        assertThat(kept).containsExactly(999 * 10L, 10L, 20L);
    }

    @Test
    void rowsThatAreTooFarFromAllThatComesAreForgotten() {
        // One key has come for the last time at second 0; the last version of it goes, too.
        assertThat(keptAfterAThousandSeconds(true, 5_000_000)).containsExactly(999 * 10L, 10L, 60L);
        // Rows before 994 s found nothing behind them, and were given without a match.
        assertThat(keptAfterAThousandSeconds(false, 5_000_000))
                .containsExactly(994 * 10L, 60L, 10L);
        assertThat(keptAfterAThousandSeconds(false, Long.MAX_VALUE))
                .containsExactly(0L, 10_000L, 10L);
    }

    /// Ten rows a second on both sides, of keys that never come again on the right side but in the
    /// backward case without a distance.
    ///
    /// @return how many rows were given, and are kept of the left and of the right side
    private static List<Long> keptAfterAThousandSeconds(boolean before, long within) {
        var lag = OptionalLong.of(0);
        boolean sameKeys = before && within == Long.MAX_VALUE;
        var spec =
                new AsOfSpec(
                        new AsOfSpec.Side("left", INPUT, List.of(0, 1, 2), 1, true, 0),
                        new AsOfSpec.Side("right", INPUT, List.of(0, 1, 2), 1, true, 0),
                        1,
                        List.of(false),
                        before,
                        true,
                        within,
                        !sameKeys,
                        OUTPUT,
                        true,
                        lag,
                        lag);
        var given = new long[1];
        var join = new AsOfJoin(spec, 0, 1, batch -> given[0] += batch.rows());
        for (int second = 0; second < 1000; second++) {
            join.beginEpoch(new Evaluation(0, 0, ZoneOffset.UTC));
            var left = Batch.create(INPUT, 10);
            var right = Batch.create(INPUT, 10);
            for (int i = 0; i < 10; i++) {
                left.append((long) i, Instant.ofEpochSecond(second), i);
                long key = sameKeys ? i : 100 + 10L * second + i;
                right.append(key, Instant.ofEpochSecond(second), i);
            }
            join.left().push(left);
            join.right().push(right);
            join.endEpoch(new EpochEnd(second * 1_000_000L, 0, false));
        }
        return List.of(
                given[0],
                join.states().get(0).stateSize().rows(),
                join.states().get(1).stateSize().rows());
    }
}
