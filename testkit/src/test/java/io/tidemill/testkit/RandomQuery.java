package io.tidemill.testkit;

import module java.base;

/// A query made up from a seed, in words that Tidemill and DuckDB understand alike, over tables
/// made up with it: joins of every kind, groups, set operations, ranks, windows, sub-queries, in
/// each other.
final class RandomQuery {
    private final RandomGenerator random;
    private final List<Table> tables = new ArrayList<>();
    private int names;

    enum Type {
        BIGINT("BIGINT"),
        STRING("STRING"),
        BOOLEAN("BOOLEAN"),
        DATE("DATE");

        final String sql;

        Type(String sql) {
            this.sql = sql;
        }
    }

    record Column(String name, Type type) {}

    record Table(String name, List<Column> columns) {
        String ddl() {
            return columns.stream()
                    .map(c -> c.name + " " + c.type.sql)
                    .collect(Collectors.joining(", "));
        }
    }

    /// A query and the columns it gives.
    private record Relation(String sql, List<Column> columns) {}

    RandomQuery(RandomGenerator random) {
        this.random = random;
        int count = 1 + random.nextInt(3);
        for (int t = 0; t < count; t++) {
            var columns = new ArrayList<Column>();
            int width = 2 + random.nextInt(3);
            for (int c = 0; c < width; c++) {
                columns.add(new Column("t%d_%d".formatted(t, c), c == 0 ? Type.BIGINT : type()));
            }
            tables.add(new Table("t" + t, columns));
        }
    }

    List<Table> tables() {
        return tables;
    }

    /// A query of so many steps over each other at most.
    String query(int depth) {
        return relation(depth).sql;
    }

    /// Values of a row of a table, as SQL literals.
    List<String> row(Table table) {
        return table.columns.stream()
                .map(column -> random.nextInt(6) == 0 ? "NULL" : literal(column.type))
                .toList();
    }

    private Type type() {
        return pick(
                List.of(
                        Type.BIGINT,
                        Type.BIGINT,
                        Type.STRING,
                        Type.STRING,
                        Type.BOOLEAN,
                        Type.DATE));
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private String literal(Type type) {
        return switch (type) {
            case BIGINT -> Integer.toString(random.nextInt(9) - 2);
            case STRING -> "'" + pick(List.of("", "a", "b", "ab", "Zürich", "x y")) + "'";
            case BOOLEAN -> random.nextBoolean() ? "true" : "false";
            case DATE -> "DATE '2026-01-0%d'".formatted(1 + random.nextInt(5));
        };
    }

    private String name() {
        return "c" + names++;
    }

    private Relation relation(int depth) {
        if (depth == 0) {
            var table = pick(tables);
            return renamed(table.name, table.columns);
        }
        return switch (random.nextInt(12)) {
            case 0 -> filter(relation(depth - 1));
            case 1 -> project(relation(depth - 1));
            case 2, 3, 4 -> join(relation(depth - 1), relation(random.nextInt(depth)));
            case 5, 6 -> aggregate(relation(depth - 1));
            case 7 -> setOperation(relation(depth - 1), relation(random.nextInt(depth)));
            case 8 -> top(relation(depth - 1));
            case 9 -> membership(relation(depth - 1), relation(random.nextInt(depth)));
            case 10 -> over(relation(depth - 1));
            default -> distinct(relation(depth - 1));
        };
    }

    /// All columns under names of their own, so that no two relations share one.
    private Relation renamed(String from, List<Column> columns) {
        var fresh = columns.stream().map(c -> new Column(name(), c.type)).toList();
        var items =
                IntStream.range(0, columns.size())
                        .mapToObj(i -> columns.get(i).name + " AS " + fresh.get(i).name)
                        .collect(Collectors.joining(", "));
        return new Relation("SELECT %s FROM %s".formatted(items, from), fresh);
    }

    private static String in(Relation relation, String alias) {
        return "(%s) AS %s".formatted(relation.sql, alias);
    }

    private static String names(List<Column> columns) {
        return columns.stream().map(Column::name).collect(Collectors.joining(", "));
    }

    private Relation filter(Relation input) {
        return new Relation(
                "SELECT %s FROM %s WHERE %s"
                        .formatted(
                                names(input.columns), in(input, name()), condition(input.columns)),
                input.columns);
    }

    private Relation project(Relation input) {
        var columns = new ArrayList<Column>();
        var items = new ArrayList<String>();
        int width = 1 + random.nextInt(4);
        for (int i = 0; i < width; i++) {
            var column = new Column(name(), type());
            items.add(expression(column.type, input.columns, 2) + " AS " + column.name);
            columns.add(column);
        }
        return new Relation(
                "SELECT %s FROM %s".formatted(String.join(", ", items), in(input, name())),
                columns);
    }

    private Relation distinct(Relation input) {
        return new Relation(
                "SELECT DISTINCT %s FROM %s".formatted(names(input.columns), in(input, name())),
                input.columns);
    }

    private Relation join(Relation left, Relation right) {
        var type = pick(List.of("INNER", "INNER", "LEFT", "RIGHT", "FULL"));
        var both = new ArrayList<>(left.columns);
        both.addAll(right.columns);
        var conditions = new ArrayList<String>();
        for (int i = 0; i < 1 + random.nextInt(2); i++) {
            equality(left.columns, right.columns).ifPresent(conditions::add);
        }
        // DuckDB runs FULL joins on equalities only.
        if (random.nextInt(3) == 0 && !type.equals("FULL")) {
            conditions.add(condition(both));
        }
        if (conditions.isEmpty()) {
            conditions.add("true");
            type = "INNER";
        }
        return new Relation(
                "SELECT %s FROM %s %s JOIN %s ON %s"
                        .formatted(
                                names(both),
                                in(left, name()),
                                type,
                                in(right, name()),
                                String.join(" AND ", conditions)),
                both);
    }

    private Optional<String> equality(List<Column> left, List<Column> right) {
        var pairs = new ArrayList<String>();
        for (var l : left) {
            for (var r : right) {
                if (l.type == r.type) {
                    pairs.add(l.name + " = " + r.name);
                }
            }
        }
        return pairs.isEmpty() ? Optional.empty() : Optional.of(pick(pairs));
    }

    private Relation aggregate(Relation input) {
        var keys = new ArrayList<Column>();
        for (int i = 0; i < random.nextInt(3); i++) {
            var key = pick(input.columns);
            if (!keys.contains(key)) {
                keys.add(key);
            }
        }
        var items = new ArrayList<String>();
        var columns = new ArrayList<Column>();
        for (var key : keys) {
            columns.add(new Column(name(), key.type));
            items.add(key.name + " AS " + columns.getLast().name);
        }
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            var column =
                    new Column(
                            name(),
                            pick(List.of(Type.BIGINT, Type.BIGINT, Type.STRING, Type.BOOLEAN)));
            var filter =
                    random.nextInt(5) == 0
                            ? " FILTER (WHERE " + condition(input.columns) + ")"
                            : "";
            var call = call(column.type, input.columns);
            items.add(
                    (call.startsWith("CAST(")
                                    ? call.replace(" AS BIGINT", filter + " AS BIGINT")
                                    : call + filter)
                            + " AS "
                            + column.name);
            columns.add(column);
        }
        var having = random.nextInt(4) == 0 ? " HAVING count(*) > 1" : "";
        return new Relation(
                "SELECT %s FROM %s%s%s"
                        .formatted(
                                String.join(", ", items),
                                in(input, name()),
                                keys.isEmpty() ? "" : " GROUP BY " + names(keys),
                                having),
                columns);
    }

    private String call(Type type, List<Column> columns) {
        var numbers = expression(Type.BIGINT, columns, 1);
        return switch (type) {
            case BIGINT ->
                    pick(
                            List.of(
                                    "count(*)",
                                    "count(" + pick(columns).name + ")",
                                    "count(DISTINCT " + pick(columns).name + ")",
                                    "CAST(sum(" + numbers + ") AS BIGINT)",
                                    "CAST(sum(DISTINCT " + numbers + ") AS BIGINT)",
                                    "min(" + numbers + ")",
                                    "max(" + numbers + ")"));
            case STRING -> pick(List.of("min", "max")) + "(" + expression(type, columns, 1) + ")";
            case BOOLEAN ->
                    pick(List.of("bool_and", "bool_or")) + "(" + expression(type, columns, 1) + ")";
            case DATE -> "max(" + expression(type, columns, 1) + ")";
        };
    }

    /// Both sides with columns of the same types.
    private Relation setOperation(Relation left, Relation right) {
        var operation =
                pick(
                        List.of(
                                "UNION ALL",
                                "UNION",
                                "INTERSECT",
                                "EXCEPT",
                                "INTERSECT ALL",
                                "EXCEPT ALL"));
        var columns = new ArrayList<Column>();
        var items = new ArrayList<String>();
        for (var column : left.columns.subList(0, Math.min(3, left.columns.size()))) {
            columns.add(column);
            items.add(
                    right.columns.stream()
                            .filter(c -> c.type == column.type)
                            .map(Column::name)
                            .findFirst()
                            .orElse(literal(column.type)));
        }
        return new Relation(
                "SELECT %s FROM %s %s SELECT %s FROM %s"
                        .formatted(
                                names(columns),
                                in(left, name()),
                                operation,
                                String.join(", ", items),
                                in(right, name())),
                columns);
    }

    /// The first rows of each partition, in an order that leaves no tie but of equal rows.
    private Relation top(Relation input) {
        var rank = name();
        var function = pick(List.of("row_number", "rank", "dense_rank"));
        var first = pick(input.columns);
        var order =
                function.equals("row_number")
                        ? first.name
                                + pick(List.of(" DESC NULLS LAST", " ASC NULLS FIRST"))
                                + ", "
                                + input.columns.stream()
                                        .map(c -> c.name + " NULLS FIRST")
                                        .collect(Collectors.joining(", "))
                        : first.name + pick(List.of(" DESC NULLS LAST", " ASC NULLS FIRST"));
        var partition =
                random.nextInt(3) == 0 ? "" : "PARTITION BY " + pick(input.columns).name + " ";
        var columns = new ArrayList<>(input.columns);
        if (random.nextBoolean()) {
            columns.add(new Column(rank, Type.BIGINT));
        }
        return new Relation(
                "SELECT %s FROM (SELECT *, %s() OVER (%sORDER BY %s) AS %s FROM %s) AS %s WHERE %s <= %d"
                        .formatted(
                                names(columns),
                                function,
                                partition,
                                order,
                                rank,
                                in(input, name()),
                                name(),
                                rank,
                                1 + random.nextInt(3)),
                columns);
    }

    private Relation over(Relation input) {
        var value = name();
        var order =
                input.columns.stream()
                        .map(c -> c.name + " NULLS FIRST")
                        .collect(Collectors.joining(", "));
        var frame =
                pick(
                        List.of(
                                "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW",
                                "ROWS BETWEEN 2 PRECEDING AND 1 FOLLOWING",
                                "ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING"));
        var number =
                pick(
                        input.columns.stream().filter(c -> c.type == Type.BIGINT).toList().isEmpty()
                                ? List.of("1")
                                : input.columns.stream()
                                        .filter(c -> c.type == Type.BIGINT)
                                        .map(Column::name)
                                        .toList());
        var call =
                pick(
                        List.of(
                                "CAST(sum(%s) OVER (PARTITION BY %s ORDER BY %s %s) AS BIGINT)"
                                        .formatted(number, pick(input.columns).name, order, frame),
                                "count(*) OVER (PARTITION BY %s ORDER BY %s %s)"
                                        .formatted(pick(input.columns).name, order, frame),
                                "lag(%s) OVER (ORDER BY %s)".formatted(number, order),
                                "lead(%s, 2) OVER (PARTITION BY %s ORDER BY %s)"
                                        .formatted(number, pick(input.columns).name, order),
                                "max(%s) OVER (PARTITION BY %s)"
                                        .formatted(number, pick(input.columns).name)));
        var columns = new ArrayList<>(input.columns);
        columns.add(new Column(value, Type.BIGINT));
        return new Relation(
                "SELECT %s, %s AS %s FROM %s"
                        .formatted(names(input.columns), call, value, in(input, name())),
                columns);
    }

    /// IN, NOT IN, EXISTS, NOT EXISTS, and a scalar sub-query.
    private Relation membership(Relation left, Relation right) {
        var alias = name();
        var pair = equality(left.columns, right.columns);
        String condition;
        if (pair.isEmpty() || random.nextInt(5) == 0) {
            var number = left.columns.stream().filter(c -> c.type == Type.BIGINT).findFirst();
            condition =
                    "%s >= (SELECT count(*) FROM %s)"
                            .formatted(number.map(Column::name).orElse("2"), in(right, alias));
        } else {
            var parts = pair.get().split(" = ");
            condition =
                    switch (random.nextInt(4)) {
                        case 0 ->
                                "%s IN (SELECT %s FROM %s)"
                                        .formatted(parts[0], parts[1], in(right, alias));
                        case 1 ->
                                "%s NOT IN (SELECT %s FROM %s)"
                                        .formatted(parts[0], parts[1], in(right, alias));
                        case 2 ->
                                "EXISTS (SELECT 1 FROM %s WHERE %s)"
                                        .formatted(in(right, alias), pair.get());
                        default ->
                                "NOT EXISTS (SELECT 1 FROM %s WHERE %s)"
                                        .formatted(in(right, alias), pair.get());
                    };
        }
        return new Relation(
                "SELECT %s FROM %s WHERE %s"
                        .formatted(names(left.columns), in(left, name()), condition),
                left.columns);
    }

    private String condition(List<Column> columns) {
        return switch (random.nextInt(5)) {
            case 0 -> "(%s AND %s)".formatted(comparison(columns), comparison(columns));
            case 1 -> "(%s OR %s)".formatted(comparison(columns), comparison(columns));
            case 2 -> "NOT " + comparison(columns);
            default -> comparison(columns);
        };
    }

    private String comparison(List<Column> columns) {
        var column = pick(columns);
        return switch (random.nextInt(4)) {
            case 0 -> "(" + column.name + pick(List.of(" IS NULL", " IS NOT NULL")) + ")";
            case 1 ->
                    "(%s IS NOT DISTINCT FROM %s)"
                            .formatted(column.name, expression(column.type, columns, 1));
            default ->
                    "(%s %s %s)"
                            .formatted(
                                    column.name,
                                    pick(List.of("=", "<>", "<", "<=", ">", ">=")),
                                    expression(column.type, columns, 1));
        };
    }

    private String expression(Type type, List<Column> columns, int depth) {
        var ofType = columns.stream().filter(c -> c.type == type).toList();
        if (depth == 0 || random.nextInt(3) == 0) {
            return ofType.isEmpty() || random.nextInt(4) == 0 ? literal(type) : pick(ofType).name;
        }
        var a = expression(type, columns, depth - 1);
        var b = expression(type, columns, depth - 1);
        if (random.nextInt(3) == 0) {
            return random.nextBoolean()
                    ? "coalesce(%s, %s)".formatted(a, b)
                    : "CASE WHEN %s THEN %s ELSE %s END".formatted(comparison(columns), a, b);
        }
        return switch (type) {
            case BIGINT -> "(%s %s %s)".formatted(a, pick(List.of("+", "-")), b);
            case STRING -> random.nextBoolean() ? "(%s || %s)".formatted(a, b) : "upper(" + a + ")";
            case BOOLEAN -> comparison(columns);
            case DATE -> "greatest(%s, %s)".formatted(a, b);
        };
    }
}
