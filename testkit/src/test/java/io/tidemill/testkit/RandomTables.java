package io.tidemill.testkit;

import module java.base;

/// Tables made up from a seed, and rows for them: some with event time and a watermark, whose rows
/// come out of order and too late; some whose rows are versions of keys, which are changed and
/// deleted.
final class RandomTables {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    /// Times from here on belong to rows that only move watermarks.
    static final Instant END = Instant.parse("2090-01-01T00:00:00Z");

    private final RandomGenerator random;
    private final List<Table> tables = new ArrayList<>();
    private final Map<String, Integer> versions = new HashMap<>();

    enum ColumnType {
        BIGINT,
        STRING,
        BOOLEAN,
        DATE,
        DOUBLE,
        TIMESTAMP
    }

    record Column(String name, ColumnType type) {}

    /// What the rows of a table are.
    enum Kind {
        /// Whatever they are.
        PLAIN,
        /// The first column is event time.
        TIMED,
        /// The first column is a key, the second the number of the key's version, the third says
        /// whether the key is gone.
        VERSIONED
    }

    /// @param delaySeconds how far out of order rows of event time may come
    record Table(String name, Kind kind, List<Column> columns, int delaySeconds) {
        String ddl() {
            return columns.stream()
                    .map(c -> c.name + " " + c.type)
                    .collect(Collectors.joining(", "));
        }

        /// As a golden file declares it.
        String declaration() {
            return "CREATE TABLE %s (%s%s);"
                    .formatted(
                            name,
                            ddl(),
                            kind == Kind.TIMED
                                    ? ", WATERMARK FOR %s AS %s - INTERVAL %d SECONDS"
                                            .formatted(time(), time(), delaySeconds)
                                    : "");
        }

        String time() {
            return columns.getFirst().name;
        }
    }

    RandomTables(RandomGenerator random) {
        this.random = random;
        int count = 1 + random.nextInt(3);
        for (int t = 0; t < count; t++) {
            tables.add(table(t));
        }
    }

    private Table table(int number) {
        var kind = Kind.values()[random.nextInt(7) < 3 ? 0 : random.nextInt(5) < 3 ? 1 : 2];
        var columns = new ArrayList<Column>();
        switch (kind) {
            case PLAIN -> columns.add(column(number, columns, ColumnType.BIGINT));
            case TIMED -> {
                columns.add(column(number, columns, ColumnType.TIMESTAMP));
                columns.add(column(number, columns, ColumnType.BIGINT));
            }
            case VERSIONED -> {
                columns.add(column(number, columns, ColumnType.BIGINT));
                columns.add(column(number, columns, ColumnType.BIGINT));
                columns.add(column(number, columns, ColumnType.BOOLEAN));
            }
        }
        for (int more = 1 + random.nextInt(3); more > 0; more--) {
            columns.add(column(number, columns, type()));
        }
        return new Table("t" + number, kind, columns, 5 * random.nextInt(4));
    }

    private static Column column(int table, List<Column> before, ColumnType type) {
        return new Column("t%d_%d".formatted(table, before.size()), type);
    }

    List<Table> all() {
        return tables;
    }

    ColumnType type() {
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> ColumnType.BIGINT;
            case 3, 4 -> ColumnType.STRING;
            case 5 -> ColumnType.BOOLEAN;
            case 6 -> ColumnType.DATE;
            default -> random.nextInt(3) == 0 ? ColumnType.TIMESTAMP : ColumnType.DOUBLE;
        };
    }

    String literal(ColumnType type) {
        return switch (type) {
            case BIGINT -> Integer.toString(random.nextInt(9) - 2);
            case STRING -> "'" + pick(List.of("", "a", "b", "ab", "Zürich", "x y")) + "'";
            case BOOLEAN -> random.nextBoolean() ? "true" : "false";
            case DATE -> "DATE '2026-01-0%d'".formatted(1 + random.nextInt(5));
            case DOUBLE ->
                    "CAST(%s AS DOUBLE)".formatted(pick(List.of("-1.5", "0", "0.5", "2.25", "7")));
            case TIMESTAMP -> timestamp(BEGIN.plusSeconds(random.nextInt(60)));
        };
    }

    private static String timestamp(Instant time) {
        return "TIMESTAMP '%s'".formatted(time.toString().replace('T', ' ').replace("Z", ""));
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    /// Values of a row, as SQL literals.
    ///
    /// @param number how many rows came before
    List<String> row(Table table, int number) {
        var values = new ArrayList<String>();
        for (var column : table.columns) {
            values.add(random.nextInt(6) == 0 ? "NULL" : literal(column.type));
        }
        switch (table.kind) {
            case PLAIN -> {}
            case TIMED -> {
                if (random.nextInt(12) > 0) {
                    long disorder = random.nextInt(8) == 0 ? 40 : 12;
                    values.set(0, timestamp(at(3L * number - random.nextLong(disorder))));
                }
            }
            case VERSIONED -> {
                values.set(0, Integer.toString(random.nextInt(4)));
                values.set(1, Integer.toString(versions.merge(table.name, 1, Integer::sum)));
                values.set(2, random.nextInt(3) == 0 ? "true" : "false");
            }
        }
        return values;
    }

    private static Instant at(long second) {
        return BEGIN.plusSeconds(30 + second);
    }

    /// A row that moves the watermark behind all times; another time in each table.
    static List<String> last(Table table) {
        int number = Integer.parseInt(table.name.substring(1));
        var values = new ArrayList<>(Collections.nCopies(table.columns.size(), "NULL"));
        values.set(0, timestamp(END.plusSeconds(100_000_000L * (1 + number))));
        return values;
    }
}
