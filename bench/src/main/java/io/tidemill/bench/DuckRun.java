package io.tidemill.bench;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;

/// Runs one query on DuckDB as a batch, with two threads: timed over its own hash of every field,
/// or, to check the others' answers, fetching each row and hashing it as they do.
///
/// Arguments: SQL, `time` or `check`; then for each table its name, the glob of its files and their
/// columns.
final class DuckRun {
    private DuckRun() {}

    public static void main(String[] arguments) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:duckdb:")) {
            execute(connection, "SET threads = 2");
            execute(connection, "SET memory_limit = '4GB'");
            execute(connection, "SET TimeZone = 'UTC'");
            for (int i = 2; i < arguments.length; i += 3) {
                execute(
                        connection,
                        "CREATE VIEW %s AS SELECT * FROM read_json('%s', columns = %s, format = 'newline_delimited')"
                                .formatted(arguments[i], arguments[i + 1], arguments[i + 2]));
            }
            var outcome = Outcome.start();
            try (var statement = connection.createStatement()) {
                if (arguments[1].equals("time")) {
                    var result =
                            statement.executeQuery(
                                    "SELECT count(*), bit_xor(hash(r)) FROM (%s) AS r"
                                            .formatted(arguments[0]));
                    result.next();
                    outcome.print(result.getLong(1), 0);
                } else {
                    var hash = hash(statement.executeQuery(arguments[0]));
                    outcome.print(hash.rows(), hash.sum());
                }
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static RowHash hash(ResultSet rows) throws SQLException {
        var hash = new RowHash();
        var types = rows.getMetaData();
        while (rows.next()) {
            hash.begin();
            for (int i = 1; i <= types.getColumnCount(); i++) {
                add(hash, rows, i, types.getColumnType(i));
            }
            hash.end();
        }
        return hash;
    }

    private static void add(RowHash hash, ResultSet rows, int column, int type)
            throws SQLException {
        switch (type) {
            case Types.VARCHAR -> {
                var text = rows.getString(column);
                if (text == null) {
                    hash.addNull();
                } else {
                    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                    hash.addBytes(bytes, 0, bytes.length);
                }
            }
            case Types.DOUBLE -> {
                double value = rows.getDouble(column);
                if (rows.wasNull()) {
                    hash.addNull();
                } else {
                    hash.addDouble(value);
                }
            }
            default -> {
                switch (rows.getObject(column)) {
                    case null -> hash.addNull();
                    case Boolean value -> hash.addLong(value ? 1 : 0);
                    case BigDecimal value -> hash.addLong(value.unscaledValue().longValue());
                    case Timestamp value ->
                            hash.addLong(
                                    Math.floorDiv(value.getTime(), 1000L) * 1_000_000
                                            + value.getNanos() / 1000);
                    case Number value -> hash.addLong(value.longValue());
                    default -> throw new IllegalStateException("column " + column);
                }
            }
        }
    }
}
