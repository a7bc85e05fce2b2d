package io.tidemill.operator.join;

import module java.base;

import io.tidemill.expression.Expression;
import io.tidemill.expression.Position;
import io.tidemill.operator.OperatorHarness;
import io.tidemill.operator.join.JoinSpec.Alone;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Joins of every type, kept up to date, against nested loops.
class HashJoinTest {
    private static final int SEEDS = Integer.getInteger("seeds", 5);

    /// A key, a number, a name.
    private static final StructType INPUT = StructType.fromDDL("k BIGINT, s STRING, v BIGINT");

    @ParameterizedTest(name = "{0} on {1} keys, NULL safe {2}, condition {3}")
    @CsvSource({
        "INNER, 1, false, false",
        "INNER, 1, true, true",
        "INNER, 2, false, true",
        "INNER, 0, false, false",
        "INNER, 0, false, true",
        "LEFT, 1, false, false",
        "LEFT, 1, false, true",
        "LEFT, 0, false, true",
        "RIGHT, 1, false, true",
        "RIGHT, 2, true, false",
        "FULL, 1, false, false",
        "FULL, 1, false, true",
        "FULL, 0, false, true",
        "SEMI, 1, false, false",
        "SEMI, 1, true, true",
        "SEMI, 0, false, true",
        "ANTI, 1, false, false",
        "ANTI, 1, false, true",
        "ANTI, 0, false, false"
    })
    void holdsWhatNestedLoopsFind(String type, int keys, boolean nullSafe, boolean condition) {
        for (long seed = 0; seed < SEEDS; seed++) {
            var random = new SplittableRandom(seed);
            var story = story(random, 40, true);
            harness(type, keys, nullSafe, condition)
                    .check(story, random, prefix -> loops(prefix, type, keys, nullSafe, condition));
        }
    }

    static OperatorHarness.Story story(SplittableRandom random, int rows, boolean retractions) {
        var story = new OperatorHarness.Story();
        var there = new ArrayList<OperatorHarness.Step.Change>();
        for (int i = 0; i < rows; i++) {
            if (retractions && !there.isEmpty() && random.nextInt(3) == 0) {
                var back = there.remove(random.nextInt(there.size()));
                story.change(back.input(), -back.weight(), back.row().toArray());
                continue;
            }
            int k = random.nextInt(5);
            var row =
                    Arrays.<Object>asList(
                            k == 4 ? null : (Object) (long) k,
                            random.nextInt(4) == 0 ? null : "s" + random.nextInt(2),
                            random.nextInt(5) == 0 ? null : (Object) (long) random.nextInt(4));
            var change =
                    new OperatorHarness.Step.Change(
                            random.nextInt(2), row, 1 + random.nextInt(4) / 3);
            there.add(change);
            story.change(change.input(), change.weight(), row.toArray());
        }
        return story;
    }

    static OperatorHarness harness(String type, int keys, boolean nullSafe, boolean condition) {
        var spec = spec(type, keys, nullSafe, condition);
        return new OperatorHarness(
                (worker, workers, out) -> {
                    var join = new HashJoin(spec, worker, workers, out);
                    return new OperatorHarness.Made(
                            join, List.of(join.left(), join.right()), join.states());
                },
                new OperatorHarness.Input(INPUT, keys),
                new OperatorHarness.Input(INPUT, keys));
    }

    private static JoinSpec spec(String type, int keys, boolean nullSafe, boolean condition) {
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
                side("left", left),
                side("right", right),
                keys,
                Collections.nCopies(keys, nullSafe),
                condition ? Optional.of(less()) : Optional.empty(),
                pairs,
                pairs
                        ? StructType.fromDDL(
                                "k BIGINT, s STRING, v BIGINT, k2 BIGINT, s2 STRING, v2 BIGINT")
                        : INPUT,
                false);
    }

    private static JoinSpec.Side side(String id, Alone alone) {
        return new JoinSpec.Side(id, INPUT, List.of(0, 1, 2), alone, true, true, Optional.empty());
    }

    private static Expression less() {
        return new Expression.Call(
                "<",
                List.of(
                        new Expression.Input(2, "v", DataTypes.LongType, true),
                        new Expression.Input(5, "v2", DataTypes.LongType, true)),
                DataTypes.BooleanType,
                true,
                Position.NONE);
    }

    static Map<List<Object>, Long> loops(
            OperatorHarness.Prefix prefix,
            String type,
            int keys,
            boolean nullSafe,
            boolean condition) {
        var lefts = prefix.rows(0);
        var rights = prefix.rows(1);
        var result = new ArrayList<List<Object>>();
        var metRights = new boolean[rights.size()];
        for (var left : lefts) {
            boolean met = false;
            for (int i = 0; i < rights.size(); i++) {
                var right = rights.get(i);
                if (meet(left, right, keys, nullSafe, condition)) {
                    met = true;
                    metRights[i] = true;
                    if (!type.equals("SEMI") && !type.equals("ANTI")) {
                        result.add(both(left, right));
                    }
                }
            }
            if (met ? type.equals("SEMI") : type.equals("ANTI")) {
                result.add(left);
            } else if (!met && (type.equals("LEFT") || type.equals("FULL"))) {
                result.add(both(left, Collections.nCopies(3, null)));
            }
        }
        for (int i = 0; i < rights.size(); i++) {
            if (!metRights[i] && (type.equals("RIGHT") || type.equals("FULL"))) {
                result.add(both(Collections.nCopies(3, null), rights.get(i)));
            }
        }
        return OperatorHarness.table(result);
    }

    private static List<Object> both(List<Object> left, List<Object> right) {
        var both = new ArrayList<Object>(left);
        both.addAll(right);
        return both;
    }

    private static boolean meet(
            List<Object> left, List<Object> right, int keys, boolean nullSafe, boolean condition) {
        for (int key = 0; key < keys; key++) {
            boolean same = Objects.equals(left.get(key), right.get(key));
            if (!same || !nullSafe && left.get(key) == null) {
                return false;
            }
        }
        return !condition
                || left.get(2) != null
                        && right.get(2) != null
                        && (Long) left.get(2) < (Long) right.get(2);
    }
}
