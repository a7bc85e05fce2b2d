package io.tidemill.operator.join;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.data.Batch;
import io.tidemill.expression.Evaluation;
import io.tidemill.expression.Expression;
import io.tidemill.expression.Position;
import io.tidemill.operator.Downstream;
import io.tidemill.operator.EpochEnd;
import io.tidemill.operator.OperatorHarness;
import io.tidemill.operator.join.JoinSpec.Alone;
import io.tidemill.operator.join.JoinSpec.Expiry;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Joins whose condition bounds how far times are apart, against nested loops; with rows that are
/// given at once, and only when it is certain that they meet nobody.
class TimedJoinTest {
    private static final int SEEDS = Integer.getInteger("seeds", 6);

    static final StructType INPUT = StructType.fromDDL("k BIGINT, t TIMESTAMP, v INT");
    private static final int BEFORE = 4;
    private static final int AFTER = 7;

    @ParameterizedTest(name = "{0}, proven {1}, {2} keys")
    @CsvSource({
        "INNER, false, 1",
        "INNER, true, 0",
        "LEFT, false, 1",
        "LEFT, true, 1",
        "LEFT, true, 0",
        "RIGHT, true, 1",
        "FULL, false, 1",
        "FULL, true, 1",
        "SEMI, true, 1",
        "SEMI, false, 1",
        "ANTI, true, 1",
        "ANTI, false, 0"
    })
    void holdsWhatNestedLoopsFind(String type, boolean proven, int keys) {
        for (long seed = 0; seed < SEEDS; seed++) {
            var random = new SplittableRandom(seed);
            var spec = spec(type, proven, keys);
            var harness =
                    new OperatorHarness(
                            (worker, workers, out) -> {
                                var join = new HashJoin(spec, worker, workers, out);
                                return new OperatorHarness.Made(
                                        join, List.of(join.left(), join.right()), join.states());
                            },
                            new OperatorHarness.Input(INPUT, keys),
                            new OperatorHarness.Input(INPUT, keys));
            if (proven) {
                harness.insertOnlyIn().insertOnlyOut();
            }
            var story = story(random, !proven);
            harness.check(story, random, prefix -> loops(prefix, type, proven, keys));
        }
    }

    static OperatorHarness.Story story(SplittableRandom random, boolean retractions) {
        var story = new OperatorHarness.Story();
        var there = new ArrayList<OperatorHarness.Step.Change>();
        int watermark = 0;
        for (int i = 0; i < 60; i++) {
            if (random.nextInt(5) == 0) {
                watermark += random.nextInt(8);
                story.time(watermark * 1_000_000L, i);
                continue;
            }
            if (retractions && random.nextInt(4) == 0) {
                int least = watermark;
                there.removeIf(change -> second(change.row().get(1)) < least);
                if (!there.isEmpty()) {
                    var back = there.remove(random.nextInt(there.size()));
                    story.change(back.input(), -1, back.row().toArray());
                }
                continue;
            }
            var row =
                    Arrays.<Object>asList(
                            (long) random.nextInt(3),
                            random.nextInt(9) == 0
                                    ? null
                                    : Instant.ofEpochSecond(watermark + random.nextInt(15)),
                            random.nextInt(3));
            var change = new OperatorHarness.Step.Change(random.nextInt(2), row, 1);
            if (row.get(1) != null) {
                there.add(change);
            }
            story.change(change.input(), 1, row.toArray());
        }
        return random.nextBoolean() ? story.end() : story;
    }

    private static long second(Object time) {
        return ((Instant) time).getEpochSecond();
    }

    static JoinSpec spec(String type, boolean proven, int keys) {
        boolean pairs = !type.equals("SEMI") && !type.equals("ANTI");
        var left =
                switch (type) {
                    case "LEFT", "FULL" -> Alone.PADDED;
                    case "SEMI" -> Alone.MATCHED;
                    case "ANTI" -> Alone.UNMATCHED;
                    default -> Alone.NOTHING;
                };
        var right = type.equals("RIGHT") || type.equals("FULL") ? Alone.PADDED : Alone.NOTHING;
        return new JoinSpec(
                side("left", left, AFTER),
                side("right", right, BEFORE),
                keys,
                Collections.nCopies(keys, false),
                Optional.of(between()),
                pairs,
                pairs
                        ? StructType.fromDDL(
                                "k BIGINT, t TIMESTAMP, v INT, k2 BIGINT, t2 TIMESTAMP, v2 INT")
                        : INPUT,
                proven);
    }

    private static JoinSpec.Side side(String id, Alone alone, int keepSeconds) {
        return new JoinSpec.Side(
                id,
                INPUT,
                List.of(0, 1, 2),
                alone,
                true,
                true,
                Optional.of(new Expiry(1, keepSeconds * 1_000_000L)));
    }

    /// t2 between t - BEFORE and t + AFTER.
    private static Expression between() {
        var t = new Expression.Input(1, "t", DataTypes.TimestampType, true);
        var t2 = new Expression.Input(4, "t2", DataTypes.TimestampType, true);
        return new Expression.And(
                List.of(
                        compare(">=", t2, shifted("-", t, BEFORE)),
                        compare("<=", t2, shifted("+", t, AFTER))));
    }

    private static Expression compare(String sign, Expression a, Expression b) {
        return new Expression.Call(sign, List.of(a, b), DataTypes.BooleanType, true, Position.NONE);
    }

    private static Expression shifted(String sign, Expression time, int seconds) {
        var interval =
                new Expression.Literal(
                        Duration.ofSeconds(seconds),
                        StructType.fromDDL("i INTERVAL DAY TO SECOND").typeOf(0));
        return new Expression.Call(
                sign, List.of(time, interval), DataTypes.TimestampType, true, Position.NONE);
    }

    static Map<List<Object>, Long> loops(
            OperatorHarness.Prefix prefix, String type, boolean proven, int keys) {
        var result = new ArrayList<List<Object>>();
        var lefts = prefix.rows(0);
        var rights = prefix.rows(1);
        for (var left : lefts) {
            var partners = rights.stream().filter(right -> meet(left, right, keys)).toList();
            boolean certain = !proven || isOver(prefix, left, AFTER);
            switch (type) {
                case "SEMI" -> {
                    if (!partners.isEmpty()) {
                        result.add(left);
                    }
                }
                case "ANTI" -> {
                    if (partners.isEmpty() && certain) {
                        result.add(left);
                    }
                }
                default -> {
                    partners.forEach(right -> result.add(both(left, right)));
                    boolean pads = type.equals("LEFT") || type.equals("FULL");
                    if (pads && partners.isEmpty() && certain) {
                        result.add(both(left, Collections.nCopies(3, null)));
                    }
                }
            }
        }
        if (type.equals("RIGHT") || type.equals("FULL")) {
            for (var right : rights) {
                boolean certain = !proven || isOver(prefix, right, BEFORE);
                if (certain && lefts.stream().noneMatch(left -> meet(left, right, keys))) {
                    result.add(both(Collections.nCopies(3, null), right));
                }
            }
        }
        return OperatorHarness.table(result);
    }

    private static boolean isOver(OperatorHarness.Prefix prefix, List<Object> row, int keep) {
        return prefix.last()
                || row.get(1) == null
                || second(row.get(1)) + keep < prefix.watermarkMicros() / 1_000_000.0;
    }

    private static boolean meet(List<Object> left, List<Object> right, int keys) {
        return (keys == 0 || left.get(0).equals(right.get(0)))
                && left.get(1) != null
                && right.get(1) != null
                && second(right.get(1)) >= second(left.get(1)) - BEFORE
                && second(right.get(1)) <= second(left.get(1)) + AFTER;
    }

    private static List<Object> both(List<Object> left, List<Object> right) {
        var both = new ArrayList<Object>(left);
        both.addAll(right);
        return both;
    }

    @Test
    void whatIsOverIsForgotten() {
        var join = new HashJoin(spec("FULL", true, 1), 0, 1, _ -> {});
        for (int second = 0; second < 2000; second++) {
            join.beginEpoch(new Evaluation(0, 0, ZoneOffset.UTC));
            var batch = Batch.create(INPUT, 10);
            for (int i = 0; i < 10; i++) {
                batch.append((long) i, Instant.ofEpochSecond(second), i);
            }
            join.left().push(batch);
            join.right().push(batch);
            join.endEpoch(new EpochEnd(second * 1_000_000L, 0, false));
        }
        assertThat(join.states().get(0).stateSize().rows()).isEqualTo(10 * (AFTER + 1));
        assertThat(join.states().get(1).stateSize().rows()).isEqualTo(10 * (BEFORE + 1));
    }

    @Test
    void aRowThatHasNotChangedForItsTimeToLiveMeetsNobody() {
        var spec = living(5_000_000);
        var given = new ArrayList<String>();
        Downstream out =
                batch -> {
                    for (int row = 0; row < batch.rows(); row++) {
                        given.add(
                                "%s %s %+d"
                                        .formatted(
                                                batch.row(row)[2],
                                                batch.row(row)[5],
                                                batch.weight(row)));
                    }
                };
        var join = new HashJoin(spec, 0, 1, out);
        epoch(join, 0, 1, null);
        epoch(join, 3, 2, null);
        epoch(join, 5, null, 50);
        var again = new HashJoin(spec, 0, 1, out);
        for (int i = 0; i < 2; i++) {
            var restored = again.states().get(i);
            join.states().get(i).writeAll(restored::restore);
        }
        epoch(again, 6, null, 60);
        epoch(again, 7, null, 70);
        assertThat(again.states().get(0).stateSize().rows()).isEqualTo(1);
        epoch(again, 20, null, null);
        epoch(again, 20, null, 80);
        epoch(again, 21, 3, null);
        assertThat(given)
                .containsExactly(
                        "1 null +1",
                        "2 null +1",
                        "1 50 +1",
                        "2 50 +1",
                        "1 null -1",
                        "2 null -1",
                        "2 60 +1",
                        "2 70 +1",
                        "3 80 +1");
        assertThat(again.states().get(0).stateSize().rows()).isEqualTo(1);
    }

    private static JoinSpec living(long ttlMicros) {
        var of = spec("LEFT", false, 1);
        return new JoinSpec(
                living("left", Alone.PADDED, ttlMicros),
                living("right", Alone.NOTHING, ttlMicros),
                1,
                List.of(false),
                Optional.empty(),
                true,
                of.output(),
                false);
    }

    private static JoinSpec.Side living(String id, Alone alone, long ttlMicros) {
        return new JoinSpec.Side(
                id, INPUT, List.of(0, 1, 2), alone, true, true, Optional.empty(), ttlMicros);
    }

    private static void epoch(HashJoin join, int second, Integer left, Integer right) {
        join.beginEpoch(new Evaluation(second * 1_000_000L, 0, ZoneOffset.UTC));
        push(join.left(), left);
        push(join.right(), right);
        join.endEpoch(new EpochEnd(Long.MIN_VALUE, second * 1_000_000L, false));
    }

    private static void push(Downstream to, Integer value) {
        if (value != null) {
            var batch = Batch.create(INPUT, 1);
            batch.append(1L, Instant.EPOCH, value);
            to.push(batch);
        }
    }
}
