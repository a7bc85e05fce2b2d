package io.tidemill.testkit;

import static io.tidemill.testkit.RandomRelation.names;

import module java.base;

import io.tidemill.testkit.RandomTables.Column;
import io.tidemill.testkit.RandomTables.ColumnType;
import io.tidemill.testkit.RandomTables.Kind;
import io.tidemill.testkit.RandomTables.Table;

/// A query made up from a seed, in words that Tidemill and DuckDB understand alike: joins of every
/// kind, groups and grouping sets, set operations, ranks, window functions, windows of time,
/// sub-queries, in each other, over tables of any [Kind].
final class RandomQuery {
    private final RandomGenerator random;
    private final RandomTables tables;
    private final RandomExpressions words;
    private final RandomRelation.Maker maker = new RandomRelation.Maker();
    private final RandomTimeSteps times;
    private final RandomOrderSteps orders;
    private final List<Table> timed;

    /// @param sql for Tidemill
    /// @param answers for DuckDB: what late rows do to the answer where planning decides it
    /// @param complete the same in output mode complete
    /// @param timed whether the last step is one whose rows become final with time
    record Text(String sql, List<String> answers, List<String> complete, boolean timed) {
        List<String> answers(String mode) {
            return mode.equals("complete") ? complete : answers;
        }
    }

    RandomQuery(RandomGenerator random, RandomTables tables) {
        this.random = random;
        this.tables = tables;
        words = new RandomExpressions(random, tables);
        times = new RandomTimeSteps(random, maker, words);
        orders = new RandomOrderSteps(random, maker, words);
        timed = tables.all().stream().filter(t -> t.kind() == Kind.TIMED).toList();
    }

    /// @param depth how many steps stand over each other at most
    Text query(int depth) {
        if (!timed.isEmpty() && random.nextBoolean()) {
            var root = times.step(timedLeaf(), words.pick(timed));
            if (root.time().isPresent() && random.nextInt(4) == 0) {
                root = times.step(root, words.pick(timed));
            }
            return text(root, true);
        }
        var root = relation(depth);
        return text(root, false);
    }

    private Text text(RandomRelation root, boolean isTimed) {
        return new Text(root.sql(), maker.answers(root, false), maker.answers(root, true), isTimed);
    }

    /// Rows with event time that are only added.
    private RandomRelation timedLeaf() {
        var leaf = maker.leaf(words.pick(timed));
        return switch (random.nextInt(4)) {
            case 0 -> filter(leaf);
            case 1 -> {
                var projected = project(leaf);
                yield projected.time().isPresent() ? projected : leaf;
            }
            default -> leaf;
        };
    }

    private RandomRelation relation(int depth) {
        if (depth == 0) {
            var table = words.pick(tables.all());
            var leaf = maker.leaf(table);
            return table.kind() == Kind.VERSIONED && random.nextInt(4) > 0 ? newest(leaf) : leaf;
        }
        var input = relation(depth - 1);
        if (input.time().isPresent() && random.nextInt(3) == 0) {
            return times.step(input, words.pick(timed));
        }
        return switch (random.nextInt(18)) {
            case 0 -> filter(input);
            case 1 -> project(input);
            case 2, 3 -> join(input, relation(random.nextInt(depth)));
            case 4 -> semiJoin(input, relation(random.nextInt(depth)));
            case 5, 6 -> aggregate(input);
            case 7 -> groupingSets(input);
            case 8, 9 -> setOperation(input, relation(random.nextInt(depth)));
            case 10 -> orders.top(input);
            case 11, 12 -> orders.over(input);
            case 13 -> orders.first(input);
            case 14 -> membership(input, relation(random.nextInt(depth)));
            case 15 -> correlated(input, relation(random.nextInt(depth)));
            case 16 -> exploded(input);
            default -> distinct(input);
        };
    }

    /// The newest version of each key that is not deleted: a table with updates and deletions.
    private RandomRelation newest(RandomRelation versions) {
        var all = versions.columns();
        return maker.step(
                "SELECT %s FROM (SELECT *, row_number() OVER (PARTITION BY %s ORDER BY %s DESC) AS n FROM {0}) AS v WHERE n = 1 AND NOT %s"
                        .formatted(
                                names(all),
                                all.get(0).name(),
                                all.get(1).name(),
                                all.get(2).name()),
                all,
                versions);
    }

    private RandomRelation filter(RandomRelation input) {
        return maker.step(
                        "SELECT %s FROM {0} WHERE %s"
                                .formatted(input.names(), words.condition(input.columns())),
                        input.columns(),
                        input)
                .withTime(input.time());
    }

    private RandomRelation project(RandomRelation input) {
        var columns = new ArrayList<Column>();
        var items = new ArrayList<String>();
        var time = input.time().filter(_ -> random.nextInt(4) > 0);
        time.ifPresent(column -> {
            columns.add(new Column(maker.name(), ColumnType.TIMESTAMP));
            items.add(column + " AS " + columns.getLast().name());
        });
        for (int i = random.nextInt(4); i >= 0; i--) {
            var column = new Column(maker.name(), tables.type());
            items.add(words.expression(column.type(), input.columns(), 2) + " AS " + column.name());
            columns.add(column);
        }
        return maker.step("SELECT %s FROM {0}".formatted(String.join(", ", items)), columns, input)
                .withTime(time.map(_ -> columns.getFirst().name()));
    }

    private RandomRelation distinct(RandomRelation input) {
        if (input.time().isPresent()) {
            maker.forgets(input);
        }
        maker.mayForget(input);
        return maker.step(
                        "SELECT DISTINCT %s FROM {0}".formatted(input.names()),
                        input.columns(),
                        input)
                .withTime(input.time());
    }

    /// A row for each of two values.
    private RandomRelation exploded(RandomRelation input) {
        var value = new Column(maker.name(), tables.type());
        var columns = new ArrayList<>(input.columns());
        columns.add(value);
        var a = words.expression(value.type(), input.columns(), 1);
        var b = words.expression(value.type(), input.columns(), 1);
        var text = "SELECT %s, %s AS %s FROM {0}";
        return maker.step(
                text.formatted(
                        input.names(), "explode(array(%s, %s))".formatted(a, b), value.name()),
                text.formatted(input.names(), "unnest([%s, %s])".formatted(a, b), value.name()),
                columns,
                input);
    }

    private RandomRelation join(RandomRelation left, RandomRelation right) {
        var type = words.pick(List.of("INNER", "INNER", "LEFT", "RIGHT", "FULL"));
        var both = new ArrayList<>(left.columns());
        both.addAll(right.columns());
        var conditions = new ArrayList<String>();
        for (int i = random.nextInt(2); i >= 0; i--) {
            equality(left, right).ifPresent(conditions::add);
        }
        // DuckDB runs FULL joins on equalities only.
        if (random.nextInt(3) == 0 && !type.equals("FULL")) {
            conditions.add(words.condition(both));
        }
        if (conditions.isEmpty()) {
            conditions.add("true");
            type = "INNER";
        }
        maker.mayForget(left, right);
        return maker.step(
                "SELECT %s FROM {0} %s JOIN {1} ON %s"
                        .formatted(names(both), type, String.join(" AND ", conditions)),
                both,
                left,
                right);
    }

    private RandomRelation semiJoin(RandomRelation left, RandomRelation right) {
        var condition = equality(left, right);
        if (condition.isEmpty()) {
            return distinct(left);
        }
        maker.mayForget(left, right);
        var type = words.pick(List.of("SEMI", "ANTI"));
        var text = "SELECT %s FROM {0} %s JOIN {1} ON %s";
        return maker.step(
                text.formatted(left.names(), "LEFT " + type, condition.get()),
                text.formatted(left.names(), type, condition.get()),
                left.columns(),
                left,
                right);
    }

    private Optional<String> equality(RandomRelation left, RandomRelation right) {
        var pairs = new ArrayList<String>();
        for (var l : left.columns()) {
            for (var r : right.columns()) {
                if (l.type() == r.type()) {
                    pairs.add(
                            "%s %s %s"
                                    .formatted(
                                            l.name(),
                                            random.nextInt(5) > 0 ? "=" : "IS NOT DISTINCT FROM",
                                            r.name()));
                }
            }
        }
        return pairs.isEmpty() ? Optional.empty() : Optional.of(words.pick(pairs));
    }

    private List<Column> keys(RandomRelation input, int most) {
        var keys = new LinkedHashSet<Column>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            keys.add(words.pick(input.columns()));
        }
        return List.copyOf(keys);
    }

    private RandomRelation aggregate(RandomRelation input) {
        var keys = keys(input, 2);
        var columns = new ArrayList<>(maker.fresh(keys));
        var items = new ArrayList<String>();
        if (!keys.isEmpty()) {
            items.add(RandomRelation.Maker.renamed(keys, columns));
        }
        for (int i = random.nextInt(3); i >= 0; i--) {
            var column = new Column(maker.name(), words.aggregated());
            items.add(words.aggregate(column.type(), input.columns()) + " AS " + column.name());
            columns.add(column);
        }
        maker.mayForget(input);
        return maker.step(
                "SELECT %s FROM {0}%s%s"
                        .formatted(
                                String.join(", ", items),
                                keys.isEmpty() ? "" : " GROUP BY " + names(keys),
                                random.nextInt(4) == 0 ? " HAVING count(*) > 1" : ""),
                columns,
                input);
    }

    /// Where there are no rows there is no total, so one is not asked for.
    private RandomRelation groupingSets(RandomRelation input) {
        var keys = keys(input, 3);
        if (keys.isEmpty()) {
            return aggregate(input);
        }
        var columns = new ArrayList<>(maker.fresh(keys));
        var items = new ArrayList<>(List.of(RandomRelation.Maker.renamed(keys, columns)));
        var grouped = new Column(maker.name(), ColumnType.BIGINT);
        var value = new Column(maker.name(), words.aggregated());
        items.add(
                "CAST(grouping(%s) AS BIGINT) AS %s"
                        .formatted(keys.getLast().name(), grouped.name()));
        items.add(words.aggregate(value.type(), input.columns()) + " AS " + value.name());
        columns.add(grouped);
        columns.add(value);
        var sets =
                words.pick(
                        List.of(
                                "ROLLUP(" + names(keys) + ")",
                                "CUBE(" + names(keys) + ")",
                                "GROUPING SETS ((%s), (%s), ())"
                                        .formatted(names(keys), keys.getLast().name())));
        maker.mayForget(input);
        return maker.step(
                "SELECT %s FROM {0} GROUP BY %s HAVING count(*) > 0"
                        .formatted(String.join(", ", items), sets),
                columns,
                input);
    }

    /// Both sides with columns of the same types.
    private RandomRelation setOperation(RandomRelation left, RandomRelation right) {
        var operation =
                words.pick(
                        List.of(
                                "UNION ALL",
                                "UNION",
                                "INTERSECT",
                                "EXCEPT",
                                "INTERSECT ALL",
                                "EXCEPT ALL"));
        var columns = new ArrayList<Column>();
        var items = new ArrayList<String>();
        for (var column : left.columns().subList(0, Math.min(3, left.columns().size()))) {
            columns.add(column);
            items.add(
                    right.of(column.type()).stream()
                            .map(Column::name)
                            .findFirst()
                            .orElse(tables.literal(column.type())));
        }
        maker.mayForget(left, right);
        return maker.step(
                "SELECT %s FROM {0} %s SELECT %s FROM {1}"
                        .formatted(names(columns), operation, String.join(", ", items)),
                columns,
                left,
                right);
    }

    /// IN, NOT IN, EXISTS, NOT EXISTS, and a scalar sub-query.
    private RandomRelation membership(RandomRelation left, RandomRelation right) {
        var pairs = new ArrayList<String[]>();
        for (var l : left.columns()) {
            right.of(l.type()).forEach(r -> pairs.add(new String[] {l.name(), r.name()}));
        }
        maker.mayForget(left, right);
        var numbers = left.of(ColumnType.BIGINT);
        var condition =
                "%s >= (SELECT count(*) FROM {1})"
                        .formatted(numbers.isEmpty() ? "2" : numbers.getFirst().name());
        if (!pairs.isEmpty() && random.nextInt(5) > 0) {
            var pair = words.pick(pairs);
            condition =
                    switch (random.nextInt(4)) {
                        case 0 -> "%s IN (SELECT %s FROM {1})".formatted(pair[0], pair[1]);
                        case 1 -> "%s NOT IN (SELECT %s FROM {1})".formatted(pair[0], pair[1]);
                        case 2 ->
                                "EXISTS (SELECT 1 FROM {1} WHERE %s = %s)"
                                        .formatted(pair[0], pair[1]);
                        default ->
                                "NOT EXISTS (SELECT 1 FROM {1} WHERE %s %s %s)"
                                        .formatted(
                                                pair[0],
                                                words.pick(List.of("=", "=", "<", ">=")),
                                                pair[1]);
                    };
        }
        return maker.step(
                "SELECT %s FROM {0} WHERE %s".formatted(left.names(), condition),
                left.columns(),
                left,
                right);
    }

    /// A value computed from the rows of another relation that go with a row.
    private RandomRelation correlated(RandomRelation left, RandomRelation right) {
        var pair = equality(left, right);
        if (pair.isEmpty()) {
            return membership(left, right);
        }
        var value = new Column(maker.name(), words.aggregated());
        var columns = new ArrayList<>(left.columns());
        columns.add(value);
        maker.mayForget(left, right);
        return maker.step(
                "SELECT %s, (SELECT %s FROM {1} WHERE %s) AS %s FROM {0}"
                        .formatted(
                                left.names(),
                                words.aggregate(value.type(), right.columns()),
                                pair.get(),
                                value.name()),
                columns,
                left,
                right);
    }
}
