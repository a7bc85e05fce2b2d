package io.tidemill.testkit;

import static io.tidemill.testkit.RandomRelation.names;

import module java.base;

import io.tidemill.testkit.RandomTables.Column;
import io.tidemill.testkit.RandomTables.ColumnType;
import io.tidemill.testkit.RandomTables.Table;

/// Steps over relations with event time: windows of every kind, sessions, interval joins, ranks and
/// running sums by time. DuckDB has no windows of time; its text computes them from the definition
/// in `docs/time.md`.
final class RandomTimeSteps {
    private final RandomGenerator random;
    private final RandomRelation.Maker maker;
    private final RandomExpressions words;

    RandomTimeSteps(RandomGenerator random, RandomRelation.Maker maker, RandomExpressions words) {
        this.random = random;
        this.maker = maker;
        this.words = words;
    }

    /// A relation whose last two columns are start and end of a window.
    private record Windowed(RandomRelation rows, Column start, Column end) {}

    /// Lengths in seconds.
    private record Shape(int size, int slide, int offset) {
        /// As arguments of `window`.
        String arguments() {
            return "'%d seconds', '%d seconds', '%d seconds'".formatted(size, slide, offset);
        }

        /// The microseconds at which the windows of a row begin, for DuckDB: a column `at` behind
        /// those of the relation.
        String begins(String time) {
            return ("SELECT *, (epoch_us(%1$s) - %4$d) // %3$d * %3$d + %4$d - i * %3$d AS"
                            + " begins_at FROM (SELECT *, unnest(range(%5$d)) AS i FROM {0}) AS w WHERE"
                            + " begins_at > epoch_us(%1$s) - %2$d")
                    .formatted(
                            time,
                            size * 1_000_000L,
                            slide * 1_000_000L,
                            offset * 1_000_000L,
                            size / slide + 1);
        }
    }

    private Shape shape() {
        return words.pick(
                List.of(
                        new Shape(10, 10, 0),
                        new Shape(20, 20, 0),
                        new Shape(10, 5, 0),
                        new Shape(12, 5, 0),
                        new Shape(30, 10, 3),
                        new Shape(10, 10, 4)));
    }

    /// Each row once for every window that it lies in.
    private Windowed windowed(RandomRelation input, Shape shape) {
        var time = input.time().orElseThrow();
        var start = new Column(maker.name(), ColumnType.TIMESTAMP);
        var end = new Column(maker.name(), ColumnType.TIMESTAMP);
        var sql =
                "SELECT %1$s, w.start AS %2$s, w.end AS %3$s FROM (SELECT %1$s, window(%4$s, %5$s) AS w FROM {0}) AS x"
                        .formatted(
                                input.names(), start.name(), end.name(), time, shape.arguments());
        var duck =
                "SELECT %s, make_timestamp(begins_at) AS %s, make_timestamp(begins_at + %d) AS %s FROM (%s) AS x"
                        .formatted(
                                input.names(),
                                start.name(),
                                shape.size * 1_000_000L,
                                end.name(),
                                shape.begins(time));
        var columns = new ArrayList<>(input.columns());
        columns.add(start);
        columns.add(end);
        var rows = maker.step(sql, duck, columns, input);
        return new Windowed(rows.withTime(Optional.of(end.name())), start, end);
    }

    /// The windows of a table by a function in FROM.
    private Windowed function(Table table) {
        var fresh = maker.fresh(table.columns());
        var start = new Column(maker.name(), ColumnType.TIMESTAMP);
        var end = new Column(maker.name(), ColumnType.TIMESTAMP);
        var columns = new ArrayList<>(fresh);
        columns.add(start);
        columns.add(end);
        int leaf = maker.newLeaf(table);
        var shape = shape();
        boolean cumulates = random.nextBoolean();
        var call =
                cumulates
                        ? "CUMULATE(TABLE %s, DESCRIPTOR(%s), INTERVAL 5 SECONDS, INTERVAL 15 SECONDS)"
                                .formatted(table.name(), table.time())
                        : shape.size == shape.slide && shape.offset == 0
                                ? "TUMBLE(TABLE %s, DESCRIPTOR(%s), INTERVAL %d SECONDS)"
                                        .formatted(table.name(), table.time(), shape.size)
                                : "HOP(TABLE %s, DESCRIPTOR(%s), INTERVAL %d SECONDS, INTERVAL %d SECONDS, INTERVAL %d SECONDS)"
                                        .formatted(
                                                table.name(),
                                                table.time(),
                                                shape.slide,
                                                shape.size,
                                                shape.offset);
        var select = "SELECT " + RandomRelation.Maker.renamed(table.columns(), fresh);
        var mark = maker.mark(table, leaf) + " AS y";
        var in =
                cumulates
                        ? ("SELECT *, epoch_us(%1$s) // 15000000 * 15000000 AS begins_at, begins_at"
                                        + " + 5000000 * (1 + i) AS until FROM (SELECT *, unnest(range(3)) AS"
                                        + " i FROM %2$s) AS w WHERE until > epoch_us(%1$s)")
                                .formatted(table.time(), mark)
                        : "SELECT *, begins_at + %d AS until FROM (%s) AS z"
                                .formatted(
                                        shape.size * 1_000_000L,
                                        shape.begins(table.time()).replace("{0}", mark));
        return new Windowed(
                new RandomRelation(
                        "%s, window_start AS %s, window_end AS %s FROM %s"
                                .formatted(select, start.name(), end.name(), call),
                        "%s, make_timestamp(begins_at) AS %s, make_timestamp(until) AS %s FROM (%s) AS x"
                                .formatted(select, start.name(), end.name(), in),
                        columns,
                        Set.of(leaf),
                        Optional.of(end.name())),
                start,
                end);
    }

    /// A step over a relation with event time.
    ///
    /// @param table one with event time, to be joined with, or read in its place
    RandomRelation step(RandomRelation input, Table table) {
        return switch (random.nextInt(12)) {
            case 0, 1 -> aggregate(windowed(input, shape()));
            case 2 -> aggregate(function(table));
            case 3, 4 -> sessions(input);
            case 5 -> top(windowed(input, shape()));
            case 6 -> over(windowed(input, shape()));
            case 7, 8 -> intervalJoin(input, maker.leaf(table));
            case 9 -> windowJoin(input, maker.leaf(table));
            case 10 -> running(input);
            default -> byTime(input);
        };
    }

    private RandomRelation aggregate(Windowed windowed) {
        var input = windowed.rows;
        var columns = new ArrayList<>(maker.fresh(List.of(windowed.start, windowed.end)));
        var keys = new ArrayList<>(List.of(windowed.start, windowed.end));
        var key = words.pick(input.columns());
        if (random.nextBoolean() && !keys.contains(key)) {
            keys.add(key);
            columns.add(new Column(maker.name(), key.type()));
        }
        var items = new ArrayList<>(List.of(RandomRelation.Maker.renamed(keys, columns)));
        aggregates(input.columns(), items, columns);
        var group =
                keys.size() == 3 && random.nextInt(3) == 0
                        ? "%s, %s, ROLLUP(%s)"
                                .formatted(windowed.start.name(), windowed.end.name(), key.name())
                        : names(keys);
        var having = random.nextInt(5) == 0 ? " HAVING count(*) > 1" : "";
        var result =
                maker.step(
                        "SELECT %s FROM {0} GROUP BY %s%s"
                                .formatted(String.join(", ", items), group, having),
                        columns,
                        input);
        maker.forgets(input);
        return result.withTime(Optional.of(columns.get(random.nextInt(2)).name()));
    }

    private void aggregates(List<Column> from, List<String> items, List<Column> columns) {
        for (int i = random.nextInt(3); i >= 0; i--) {
            var column = new Column(maker.name(), words.aggregated());
            items.add(words.aggregate(column.type(), from) + " AS " + column.name());
            columns.add(column);
        }
    }

    /// Sessions of each key; those that touch are one.
    private RandomRelation sessions(RandomRelation input) {
        int gap = 3 + random.nextInt(10);
        var time = input.time().orElseThrow();
        var key = words.pick(input.columns());
        boolean keyed = random.nextInt(4) > 0 && !key.name().equals(time);
        var start = new Column(maker.name(), ColumnType.TIMESTAMP);
        var end = new Column(maker.name(), ColumnType.TIMESTAMP);
        var columns = new ArrayList<>(List.of(start, end));
        var items = new ArrayList<String>();
        if (keyed) {
            columns.add(new Column(maker.name(), key.type()));
            items.add(key.name() + " AS " + columns.getLast().name());
        }
        aggregates(input.columns(), items, columns);
        var rest = names(columns.subList(2, columns.size()));
        var by = keyed ? "PARTITION BY " + key.name() + " " : "";
        var sql =
                "SELECT w.start AS %s, w.end AS %s, %s FROM (SELECT session_window(%s, '%d seconds') AS w, %s FROM {0} GROUP BY 1%s) AS x"
                        .formatted(
                                start.name(),
                                end.name(),
                                rest,
                                time,
                                gap,
                                String.join(", ", items),
                                keyed ? ", 2" : "");
        var duck =
                ("SELECT min(%1$s) AS %2$s, max(%1$s) + INTERVAL %4$d SECONDS AS %3$s, %5$s FROM"
                                + " (SELECT *, sum(begins) OVER (%6$sORDER BY %1$s, nth ROWS"
                                + " UNBOUNDED PRECEDING) AS session FROM (SELECT *, CASE WHEN %1$s"
                                + " <= lag(%1$s) OVER (%6$sORDER BY %1$s, nth) + INTERVAL %4$d"
                                + " SECONDS THEN 0 ELSE 1 END AS begins FROM (SELECT *,"
                                + " row_number() OVER () AS nth FROM {0} WHERE %1$s IS NOT NULL) AS"
                                + " x) AS y) AS z GROUP BY session%7$s")
                        .formatted(
                                time,
                                start.name(),
                                end.name(),
                                gap,
                                String.join(", ", items),
                                by,
                                keyed ? ", " + key.name() : "");
        maker.forgets(input);
        return maker.step(sql, duck, columns, input).withTime(Optional.of(end.name()));
    }

    private String order(RandomRelation input) {
        return input.columns().stream()
                .map(c -> c.name() + words.pick(List.of(" NULLS FIRST", " DESC NULLS LAST")))
                .collect(Collectors.joining(", "));
    }

    private RandomRelation top(Windowed windowed) {
        var input = windowed.rows;
        var rank = maker.name();
        var columns = new ArrayList<>(input.columns());
        if (random.nextBoolean()) {
            columns.add(new Column(rank, ColumnType.BIGINT));
        }
        maker.forgets(input);
        return maker.step(
                        "SELECT %s FROM (SELECT *, row_number() OVER (PARTITION BY %s, %s ORDER BY %s) AS %s FROM {0}) AS x WHERE %s <= %d"
                                .formatted(
                                        names(columns),
                                        windowed.start.name(),
                                        windowed.end.name(),
                                        order(input),
                                        rank,
                                        rank,
                                        1 + random.nextInt(2)),
                        columns,
                        input)
                .withTime(Optional.of(windowed.end.name()));
    }

    private RandomRelation over(Windowed windowed) {
        var input = windowed.rows;
        var value = new Column(maker.name(), ColumnType.BIGINT);
        var columns = new ArrayList<>(input.columns());
        columns.add(value);
        maker.mayForget(input);
        return maker.step(
                "SELECT %s, %s OVER (PARTITION BY %s, %s ORDER BY %s) AS %s FROM {0}"
                        .formatted(
                                input.names(),
                                words.pick(List.of("count(*)", "row_number()", "rank()")),
                                windowed.start.name(),
                                windowed.end.name(),
                                order(input),
                                value.name()),
                columns,
                input);
    }

    /// What each row comes to, in the order of time.
    private RandomRelation running(RandomRelation input) {
        var time = input.time().orElseThrow();
        var value = new Column(maker.name(), ColumnType.BIGINT);
        var columns = new ArrayList<>(input.columns());
        columns.add(value);
        var rest =
                input.columns().stream()
                        .filter(c -> !c.name().equals(time))
                        .map(c -> ", " + c.name() + " NULLS FIRST")
                        .collect(Collectors.joining());
        var numbers = input.of(ColumnType.BIGINT);
        var number = numbers.isEmpty() ? "1" : words.pick(numbers).name();
        var frame =
                words.pick(
                        List.of(
                                " ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW",
                                " ROWS BETWEEN 2 PRECEDING AND CURRENT ROW"));
        var call =
                words.pick(
                        List.of(
                                "max(" + number + ") OVER (%s" + frame + ")",
                                "count(*) OVER (%s" + frame + ")",
                                "lag(" + number + ") OVER (%s)",
                                "row_number() OVER (%s)"));
        var by =
                random.nextBoolean()
                        ? "PARTITION BY " + words.pick(input.columns()).name() + " "
                        : "";
        maker.mayForget(input);
        return maker.step(
                "SELECT %s, %s AS %s FROM {0} WHERE %s IS NOT NULL"
                        .formatted(
                                input.names(),
                                call.formatted(by + "ORDER BY " + time + " NULLS LAST" + rest),
                                value.name(),
                                time),
                columns,
                input);
    }

    /// Groups by the time itself, or different rows; those without one are never final.
    private RandomRelation byTime(RandomRelation input) {
        maker.forgets(input);
        if (random.nextBoolean()) {
            return maker.step(
                            "SELECT DISTINCT %s FROM {0} WHERE %s IS NOT NULL"
                                    .formatted(input.names(), input.time().orElseThrow()),
                            input.columns(),
                            input)
                    .withTime(input.time());
        }
        var time = new Column(input.time().orElseThrow(), ColumnType.TIMESTAMP);
        var columns = new ArrayList<>(List.of(new Column(maker.name(), ColumnType.TIMESTAMP)));
        var items = new ArrayList<>(List.of(time.name() + " AS " + columns.getFirst().name()));
        aggregates(input.columns(), items, columns);
        return maker.step(
                        "SELECT %1$s FROM {0} WHERE %2$s IS NOT NULL GROUP BY %2$s"
                                .formatted(String.join(", ", items), time.name()),
                        columns,
                        input)
                .withTime(Optional.of(columns.getFirst().name()));
    }

    private RandomRelation intervalJoin(RandomRelation left, RandomRelation right) {
        var l = left.time().orElseThrow();
        var r = right.time().orElseThrow();
        var condition =
                "%s BETWEEN %s - INTERVAL %d SECONDS AND %s + INTERVAL %d SECONDS"
                                .formatted(r, l, random.nextInt(8), l, random.nextInt(8))
                        + equality(left, right);
        maker.forgets(left, right);
        return outer(left, right, condition);
    }

    private RandomRelation windowJoin(RandomRelation left, RandomRelation right) {
        var shape = shape();
        var l = windowed(left, shape);
        var r = windowed(right, shape);
        var condition =
                "%s = %s AND %s = %s"
                                .formatted(
                                        l.start.name(), r.start.name(), l.end.name(), r.end.name())
                        + equality(left, right);
        maker.forgets(l.rows, r.rows);
        return outer(l.rows, r.rows, condition);
    }

    private String equality(RandomRelation left, RandomRelation right) {
        var pairs = new ArrayList<String>();
        for (var l : left.of(ColumnType.BIGINT)) {
            for (var r : right.of(ColumnType.BIGINT)) {
                pairs.add(" AND " + l.name() + " = " + r.name());
            }
        }
        return pairs.isEmpty() || random.nextInt(4) == 0 ? "" : words.pick(pairs);
    }

    /// A join of any type. DuckDB runs FULL joins on equalities only, so there it is a LEFT join
    /// and the right rows that meet nobody.
    private RandomRelation outer(RandomRelation left, RandomRelation right, String condition) {
        var both = new ArrayList<>(left.columns());
        both.addAll(right.columns());
        var type = words.pick(List.of("INNER", "INNER", "LEFT", "RIGHT", "FULL"));
        var join = "SELECT %s FROM {0} %s JOIN {1} ON %s";
        var sql = join.formatted(names(both), type, condition);
        var nulls = "NULL, ".repeat(left.columns().size());
        var duck =
                type.equals("FULL")
                        ? join.formatted(names(both), "LEFT", condition)
                                + " UNION ALL SELECT %s%s FROM {1} WHERE NOT EXISTS (SELECT 1 FROM {0} WHERE %s)"
                                        .formatted(nulls, right.names(), condition)
                        : sql;
        return maker.step(sql, duck, both, left, right);
    }
}
