package io.tidemill.operator;

import module java.base;

import io.tidemill.expression.Expression;
import io.tidemill.expression.RowFunctions;
import io.tidemill.operator.OperatorHarness.Input;
import io.tidemill.operator.OperatorHarness.Made;
import io.tidemill.operator.OperatorHarness.Story;
import io.tidemill.sql.types.DataTypes;
import io.tidemill.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The operators that make several rows of one, or weigh it, against plain code.
class RowOperatorsTest {
    private static final RandomGenerator RANDOM = new Random(11);

    /// What a row becomes, each result with its weight.
    @FunctionalInterface
    private interface Result {
        List<Map.Entry<List<@Nullable Object>, Long>> of(List<@Nullable Object> row);
    }

    private static OperatorHarness.Oracle each(Result result) {
        return prefix -> {
            var table = new HashMap<List<@Nullable Object>, Long>();
            for (var row : prefix.rows(0)) {
                for (var made : result.of(row)) {
                    table.merge(OperatorHarness.plain(made.getKey()), made.getValue(), Long::sum);
                }
            }
            table.values().removeIf(weight -> weight == 0);
            return table;
        };
    }

    private static Map.Entry<List<@Nullable Object>, Long> row(
            long weight, @Nullable Object... values) {
        return Map.entry(Arrays.asList(values), weight);
    }

    @Test
    void everyProjectionGivesACopyOfEachRow() {
        var input = StructType.fromDDL("a INT, b STRING");
        var output = StructType.fromDDL("a INT, b STRING, id BIGINT");
        var a = new Expression.Input(0, "a", DataTypes.IntegerType, true);
        var b = new Expression.Input(1, "b", DataTypes.StringType, true);
        List<List<Expression>> sets =
                List.of(
                        List.of(a, b, new Expression.Literal(0L, DataTypes.LongType)),
                        List.of(
                                a,
                                new Expression.Literal(null, DataTypes.StringType),
                                new Expression.Literal(1L, DataTypes.LongType)));
        var story = new Story();
        for (int i = 0; i < 30; i++) {
            story.add(0, RANDOM.nextInt(5), RANDOM.nextInt(4) == 0 ? null : "b" + i);
        }
        new OperatorHarness(
                        (_, _, out) ->
                                Made.of(
                                        new Expand(
                                                sets.stream()
                                                        .map(set ->
                                                                RowFunctions.create(
                                                                        input,
                                                                        Optional.empty(),
                                                                        set,
                                                                        output))
                                                        .toList(),
                                                out)),
                        new Input(input, 0))
                .check(
                        story,
                        RANDOM,
                        each(row ->
                                List.of(
                                        row(1, row.get(0), row.get(1), 0L),
                                        row(1, row.get(0), null, 1L))));
    }

    @Test
    void everyElementGivesACopyOfItsRow() {
        generate(false, false);
        generate(true, false);
        generate(false, true);
        generate(true, true);
    }

    private static void generate(boolean outer, boolean position) {
        var input = StructType.fromDDL("a INT, list ARRAY<STRING>");
        var output = StructType.fromDDL(position ? "a INT, pos INT, x STRING" : "a INT, x STRING");
        var story = new Story();
        for (int i = 0; i < 40; i++) {
            List<@Nullable Object> list = new ArrayList<>();
            for (int j = RANDOM.nextInt(4); j > 0; j--) {
                list.add(RANDOM.nextInt(4) == 0 ? null : "x" + RANDOM.nextInt(3));
            }
            story.change(
                    0,
                    RANDOM.nextInt(3) + 1,
                    RANDOM.nextInt(5),
                    RANDOM.nextInt(5) == 0 ? null : list);
        }
        new OperatorHarness(
                        (_, _, out) -> Made.of(new Generate(output, outer, position, out)),
                        new Input(input, 0))
                .check(story, RANDOM, each(row -> elements(row, outer, position)));
    }

    private static List<Map.Entry<List<@Nullable Object>, Long>> elements(
            List<@Nullable Object> row, boolean outer, boolean position) {
        var list = row.get(1) == null ? List.of() : (List<?>) row.get(1);
        var made = new ArrayList<Map.Entry<List<@Nullable Object>, Long>>();
        for (int i = 0; i < list.size(); i++) {
            made.add(
                    position
                            ? row(1, row.get(0), i, list.get(i))
                            : row(1, row.get(0), list.get(i)));
        }
        if (list.isEmpty() && outer) {
            made.add(position ? row(1, row.get(0), null, null) : row(1, row.get(0), null));
        }
        return made;
    }

    @Test
    void anArrayOfMoreElementsThanABatchHoldsIsGivenInParts() {
        var input = StructType.fromDDL("a INT, list ARRAY<INT>");
        var output = StructType.fromDDL("a INT, pos INT, x INT");
        var list = IntStream.range(0, 5000).boxed().map(i -> (Object) i).toList();
        new OperatorHarness(
                        (_, _, out) -> Made.of(new Generate(output, false, true, out)),
                        new Input(input, 0))
                .insertOnlyOut()
                .insertOnlyIn()
                .check(
                        new Story().add(0, 1, list).add(0, 2, List.of(7)),
                        RANDOM,
                        each(row -> elements(row, false, true)));
    }

    @Test
    void aRowCountsAsOftenAsItSays() {
        var input = StructType.fromDDL("a STRING, w BIGINT");
        var story = new Story();
        for (int i = 0; i < 60; i++) {
            story.add(0, "a" + RANDOM.nextInt(8), (long) RANDOM.nextInt(4));
        }
        new OperatorHarness(
                        (_, _, out) -> Made.of(new Weigh(StructType.fromDDL("a STRING"), out)),
                        new Input(input, 0))
                .check(story, RANDOM, each(row -> List.of(row((Long) row.get(1), row.get(0)))));
    }
}
