package io.tidemill.testkit;

import module java.base;

import io.tidemill.sql.types.ArrayType;
import io.tidemill.sql.types.DataType;
import io.tidemill.sql.types.StringType;
import io.tidemill.sql.types.StructType;
import io.tidemill.sql.types.TimestampType;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;

/// DuckDB in memory, as a second opinion on what a query gives.
final class Duck implements AutoCloseable {
    private final Connection connection;

    Duck() {
        try {
            connection = DriverManager.getConnection("jdbc:duckdb:");
            run("SET TimeZone = 'UTC'");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void run(String sql) {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB: " + e.getMessage() + "\n" + sql, e);
        }
    }

    void createTable(String name, String ddl) {
        var columns =
                StructType.fromDDL(ddl).fieldList().stream()
                        .map(field -> "\"%s\" %s".formatted(field.name(), type(field.dataType())))
                        .collect(Collectors.joining(", "));
        run("CREATE TABLE %s (%s)".formatted(name, columns));
    }

    private static String type(DataType type) {
        return switch (type) {
            case StringType _ -> "VARCHAR";
            case TimestampType _ -> "TIMESTAMP";
            case ArrayType array -> type(array.elementType()) + "[]";
            default -> type.sql();
        };
    }

    /// Adds rows of objects to tables.
    void insert(Map<String, List<List<Object>>> rowsByTable) {
        rowsByTable.forEach((table, rows) -> {
            var marks = String.join(", ", Collections.nCopies(rows.getFirst().size(), "?"));
            var sql = "INSERT INTO %s VALUES (%s)".formatted(table, marks);
            try (var statement = connection.prepareStatement(sql)) {
                for (var row : rows) {
                    for (int i = 0; i < row.size(); i++) {
                        statement.setObject(i + 1, parameter(row.get(i)));
                    }
                    statement.addBatch();
                }
                statement.executeBatch();
            } catch (SQLException e) {
                throw new IllegalStateException("DuckDB: " + e.getMessage(), e);
            }
        });
    }

    private static Object parameter(Object value) {
        return value instanceof Instant time
                ? LocalDateTime.ofInstant(time, ZoneOffset.UTC)
                : value;
    }

    /// The rows of a query, each as comparable text.
    List<String> query(String sql) {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var all = new ArrayList<String>();
            while (rows.next()) {
                all.add(row(rows));
            }
            Collections.sort(all);
            return all;
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB: " + e.getMessage() + "\n" + sql, e);
        }
    }

    private static String row(ResultSet rows) throws SQLException {
        var values = new ArrayList<Object>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            values.add(value(rows.getObject(i)));
        }
        return RowText.of(values);
    }

    private static Object value(Object value) throws SQLException {
        return switch (value) {
            case java.sql.Timestamp time -> time.toLocalDateTime().toInstant(ZoneOffset.UTC);
            case OffsetDateTime time -> time.toInstant();
            case java.sql.Date date -> date.toLocalDate();
            case java.sql.Array array -> {
                var list = new ArrayList<Object>();
                for (var each : (Object[]) array.getArray()) {
                    list.add(value(each));
                }
                yield list;
            }
            case null, default -> value;
        };
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
