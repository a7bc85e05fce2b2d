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

    @ParameterizedTest(name = "before {0}, same {1}, outer {2}, final {3}, watermark {4}, keys {5}")
    @CsvSource({
        "true, true, true, false, false, 1",
        "true, false, false, false, false, 1",
        "false, true, true, false, false, 1",
        "false, false, false, false, false, 0",
        "true, true, true, false, true, 1",
        "false, true, true, false, true, 1",
        "true, true, true, true, true, 1",
        "true, false, false, true, true, 0",
        "false, true, true, true, true, 1",
        "false, false, true, true, true, 1"
    })
    void eachRowHasTheClosest(
            boolean before,
            boolean same,
            boolean outer,
            boolean finals,
            boolean watermark,
            int keys) {
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
                    story(random, !finals, watermark),
                    random,
                    prefix -> search(prefix, before, same, outer, finals, keys));
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

    private static Map<List<Object>, Long> search(
            OperatorHarness.Prefix prefix,
            boolean before,
            boolean same,
            boolean outer,
            boolean finals,
            int keys) {
        var result = new ArrayList<List<Object>>();
        double bound = prefix.watermarkMicros() / 1e6 - 2;
        for (var left : prefix.rows(0)) {
            List<Object> match = null;
            boolean possible = left.get(1) != null && (keys == 0 || left.get(0) != null);
            for (var right : prefix.rows(1)) {
                if (possible && meet(left, right, before, same, keys)) {
                    match = closer(match, right, before);
                }
            }
            boolean certain =
                    !finals
                            || prefix.last()
                            || !possible
                            || (before
                                    ? second(left) < bound
                                    : match != null && second(match) < bound);
            if (certain && (match != null || outer)) {
                var row = new ArrayList<>(left);
                row.addAll(match == null ? Collections.nCopies(3, null) : match);
                result.add(row);
            }
        }
        return OperatorHarness.table(result);
    }

    private static boolean meet(
            List<Object> left, List<Object> right, boolean before, boolean same, int keys) {
        if (keys == 1 && !Objects.equals(left.get(0), right.get(0)) || right.get(1) == null) {
            return false;
        }
        long distance = second(left) - second(right);
        return distance == 0 ? same : before == distance > 0;
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
        var lag = OptionalLong.of(0);
        var spec =
                new AsOfSpec(
                        new AsOfSpec.Side("left", INPUT, List.of(0, 1, 2), 1, true, 0),
                        new AsOfSpec.Side("right", INPUT, List.of(0, 1, 2), 1, true, 0),
                        1,
                        List.of(false),
                        true,
                        true,
                        false,
                        OUTPUT,
                        true,
                        lag,
                        lag);
        var given = new int[1];
        var join = new AsOfJoin(spec, 0, 1, batch -> given[0] += batch.rows());
        for (int second = 0; second < 1000; second++) {
            join.beginEpoch(new Evaluation(0, 0, ZoneOffset.UTC));
            var batch = Batch.create(INPUT, 10);
            for (int i = 0; i < 10; i++) {
                batch.append((long) i, Instant.ofEpochSecond(second), i);
            }
            join.left().push(batch);
            join.right().push(batch);
            join.endEpoch(new EpochEnd(second * 1_000_000L, 0, false));
        }
        assertThat(given[0]).isEqualTo(999 * 10);
        assertThat(join.states().get(0).stateSize().rows()).isEqualTo(10);
        assertThat(join.states().get(1).stateSize().rows()).isEqualTo(20);
    }
}
