package io.tidemill.testkit;

import static io.tidemill.testkit.RandomRelation.names;

import module java.base;

import io.tidemill.testkit.RandomTables.Column;
import io.tidemill.testkit.RandomTables.ColumnType;

/// Steps for which the order of rows matters, each with an order that leaves no tie but of equal
/// rows.
final class RandomOrderSteps {
    private final RandomGenerator random;
    private final RandomRelation.Maker maker;
    private final RandomExpressions words;

    RandomOrderSteps(RandomGenerator random, RandomRelation.Maker maker, RandomExpressions words) {
        this.random = random;
        this.maker = maker;
        this.words = words;
    }

    private String direction() {
        return words.pick(
                List.of(
                        " DESC NULLS LAST",
                        " ASC NULLS FIRST",
                        " DESC NULLS FIRST",
                        " ASC NULLS LAST"));
    }

    private String order(RandomRelation input) {
        return words.pick(input.columns()).name()
                + direction()
                + ", "
                + input.columns().stream()
                        .map(c -> c.name() + " NULLS FIRST")
                        .collect(Collectors.joining(", "));
    }

    private String partition(RandomRelation input) {
        return random.nextInt(3) == 0
                ? ""
                : "PARTITION BY " + words.pick(input.columns()).name() + " ";
    }

    /// The first rows of all.
    RandomRelation first(RandomRelation input) {
        return maker.step(
                "SELECT %s FROM {0} ORDER BY %s LIMIT %d%s"
                        .formatted(
                                input.names(),
                                order(input),
                                random.nextInt(6),
                                random.nextInt(3) == 0 ? " OFFSET 2" : ""),
                input.columns(),
                input);
    }

    /// The first rows of each partition.
    RandomRelation top(RandomRelation input) {
        var rank = new Column(maker.name(), ColumnType.BIGINT);
        var function = words.pick(List.of("row_number", "rank", "dense_rank"));
        var order =
                function.equals("row_number")
                        ? order(input)
                        : words.pick(input.columns()).name() + direction();
        var columns = new ArrayList<>(input.columns());
        if (random.nextBoolean()) {
            columns.add(rank);
        }
        int last = 1 + random.nextInt(3);
        var condition =
                words.pick(
                        List.of(
                                "%s <= %d".formatted(rank.name(), last),
                                "%s = %d".formatted(rank.name(), last),
                                "%s BETWEEN 2 AND %d".formatted(rank.name(), 1 + last)));
        maker.mayForget(input);
        return maker.step(
                "SELECT %s FROM (SELECT *, %s() OVER (%sORDER BY %s) AS %s FROM {0}) AS x WHERE %s"
                        .formatted(
                                names(columns),
                                function,
                                partition(input),
                                order,
                                rank.name(),
                                condition),
                columns,
                input);
    }

    /// A window function over partitions.
    RandomRelation over(RandomRelation input) {
        var numbers = input.of(ColumnType.BIGINT);
        var number = numbers.isEmpty() ? "1" : words.pick(numbers).name();
        var value =
                new Column(
                        maker.name(),
                        random.nextInt(6) == 0 ? ColumnType.DOUBLE : ColumnType.BIGINT);
        var columns = new ArrayList<>(input.columns());
        columns.add(value);
        maker.mayForget(input);
        return maker.step(
                "SELECT %s, %s AS %s FROM {0}"
                        .formatted(
                                input.names(),
                                value.type() == ColumnType.DOUBLE
                                        ? fraction(input, number)
                                        : call(input, number, !numbers.isEmpty()),
                                value.name()),
                columns,
                input);
    }

    private String fraction(RandomRelation input, String number) {
        return words.pick(
                List.of(
                        "percent_rank() OVER (%sORDER BY %s)"
                                .formatted(partition(input), order(input)),
                        "cume_dist() OVER (%sORDER BY %s)"
                                .formatted(partition(input), order(input)),
                        "avg(%s) OVER (%sORDER BY %s ROWS 2 PRECEDING)"
                                .formatted(number, partition(input), order(input))));
    }

    private String call(RandomRelation input, String number, boolean numbered) {
        var rows =
                words.pick(
                        List.of(
                                "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW",
                                "ROWS BETWEEN 2 PRECEDING AND 1 FOLLOWING",
                                "ROWS BETWEEN 3 PRECEDING AND 1 PRECEDING",
                                "ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING",
                                "ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING"));
        var by = partition(input);
        var all = "(%sORDER BY %s %s)".formatted(by, order(input), rows);
        // Rows that are equal in the order of these are taken together.
        var peers =
                "(%sORDER BY %s%s %s)"
                        .formatted(
                                by,
                                number,
                                numbered ? " NULLS FIRST" : "",
                                words.pick(
                                        List.of(
                                                "RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW",
                                                "RANGE BETWEEN 2 PRECEDING AND 1 FOLLOWING",
                                                "RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING",
                                                "GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING")));
        var plain = "(%sORDER BY %s)".formatted(by, order(input));
        return switch (random.nextInt(10)) {
            case 0 -> "CAST(sum(%s) OVER %s AS BIGINT)".formatted(number, all);
            case 1 -> "count(*) OVER " + all;
            case 2 -> "lag(%s, %d) OVER %s".formatted(number, 1 + random.nextInt(2), plain);
            case 3 -> "lead(%s, 1, 7) OVER %s".formatted(number, plain);
            case 4 -> "max(%s) OVER (%s)".formatted(number, by.strip());
            case 5 -> "CAST(sum(%s) OVER %s AS BIGINT)".formatted(number, peers);
            case 6 -> "count(*) OVER " + peers;
            case 7 ->
                    "%s(%s) OVER %s"
                            .formatted(
                                    words.pick(List.of("first_value", "last_value")), number, all);
            case 8 -> "nth_value(%s, 2) OVER %s".formatted(number, all);
            default -> "ntile(2) OVER " + plain;
        };
    }
}
