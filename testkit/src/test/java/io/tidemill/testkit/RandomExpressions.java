package io.tidemill.testkit;

import module java.base;

import io.tidemill.testkit.RandomTables.Column;
import io.tidemill.testkit.RandomTables.ColumnType;

/// Conditions, values and calls of aggregates over given columns, made up from a seed, in words
/// that Tidemill and DuckDB understand alike.
///
/// Where sums of DOUBLE would depend on the order in which they are added up, there are none.
final class RandomExpressions {
    private final RandomGenerator random;
    private final RandomTables tables;

    RandomExpressions(RandomGenerator random, RandomTables tables) {
        this.random = random;
        this.tables = tables;
    }

    <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    String condition(List<Column> columns) {
        return switch (random.nextInt(5)) {
            case 0 -> "(%s AND %s)".formatted(comparison(columns), comparison(columns));
            case 1 -> "(%s OR %s)".formatted(comparison(columns), comparison(columns));
            case 2 -> "NOT " + comparison(columns);
            default -> comparison(columns);
        };
    }

    private String comparison(List<Column> columns) {
        var column = pick(columns);
        return switch (random.nextInt(5)) {
            case 0 -> "(" + column.name() + pick(List.of(" IS NULL", " IS NOT NULL")) + ")";
            case 1 ->
                    "(%s IS NOT DISTINCT FROM %s)"
                            .formatted(column.name(), expression(column.type(), columns, 1));
            case 2 ->
                    "(%s %sIN (%s, %s))"
                            .formatted(
                                    column.name(),
                                    pick(List.of("", "NOT ")),
                                    tables.literal(column.type()),
                                    tables.literal(column.type()));
            default ->
                    "(%s %s %s)"
                            .formatted(
                                    column.name(),
                                    pick(List.of("=", "<>", "<", "<=", ">", ">=")),
                                    expression(column.type(), columns, 1));
        };
    }

    String expression(ColumnType type, List<Column> columns, int depth) {
        var ofType = columns.stream().filter(c -> c.type() == type).toList();
        if (depth == 0 || random.nextInt(3) == 0) {
            return ofType.isEmpty() || random.nextInt(4) == 0
                    ? tables.literal(type)
                    : pick(ofType).name();
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
            case DATE, DOUBLE -> "%s(%s, %s)".formatted(pick(List.of("greatest", "least")), a, b);
            case TIMESTAMP ->
                    "(%s %s INTERVAL %d SECONDS)"
                            .formatted(a, pick(List.of("+", "-")), 1 + random.nextInt(9));
        };
    }

    /// A call of an aggregate with all that may stand in it and behind it.
    String aggregate(ColumnType type, List<Column> columns) {
        var filter = random.nextInt(5) == 0 ? " FILTER (WHERE " + condition(columns) + ")" : "";
        var call = call(type, columns);
        // What is cast is the aggregate with its filter.
        return call.startsWith("CAST(")
                ? call.substring(0, call.length() - 11) + filter + " AS BIGINT)"
                : call + filter;
    }

    private String call(ColumnType type, List<Column> columns) {
        var value = expression(type, columns, 1);
        var distinct = random.nextInt(4) == 0 ? "DISTINCT " : "";
        return switch (type) {
            case BIGINT ->
                    pick(
                            List.of(
                                    "count(*)",
                                    "count(%s%s)".formatted(distinct, pick(columns).name()),
                                    "CAST(sum(%s%s) AS BIGINT)".formatted(distinct, value),
                                    "min(" + value + ")",
                                    "max(" + value + ")"));
            case STRING, DATE, TIMESTAMP -> pick(List.of("min", "max")) + "(" + value + ")";
            case BOOLEAN -> pick(List.of("bool_and", "bool_or")) + "(" + value + ")";
            case DOUBLE ->
                    pick(
                            List.of(
                                    "min(" + value + ")",
                                    "avg(%s%s)"
                                            .formatted(
                                                    distinct,
                                                    expression(ColumnType.BIGINT, columns, 1)),
                                    "median(" + expression(ColumnType.BIGINT, columns, 1) + ")"));
        };
    }

    /// The type of what is aggregated.
    ColumnType aggregated() {
        return pick(
                List.of(
                        ColumnType.BIGINT,
                        ColumnType.BIGINT,
                        ColumnType.BIGINT,
                        ColumnType.STRING,
                        ColumnType.BOOLEAN,
                        ColumnType.DOUBLE,
                        ColumnType.TIMESTAMP));
    }
}
