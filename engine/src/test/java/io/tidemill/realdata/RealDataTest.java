package io.tidemill.realdata;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.sql.Dataset;
import io.tidemill.sql.Row;
import io.tidemill.sql.TidemillSession;
import io.tidemill.sql.streaming.Trigger;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Timestamp;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Real data, as a batch and as a stream in several epochs, with equal results, equal to DuckDB's.
/// The folder is in the environment variable TIDEMILL_REAL_DATA; without it these tests are
/// skipped, with it a file that is not there is a failure.
class RealDataTest {
    private Path data;

    @BeforeEach
    void find() {
        var folder = System.getenv("TIDEMILL_REAL_DATA");
        Assumptions.assumeTrue(folder != null, "skipped: TIDEMILL_REAL_DATA is not set");
        data = Path.of(folder);
    }

    @Test
    void githubEventsByTypeAndTheirPushes() throws Exception {
        var events =
                new Table(
                        "json",
                        "github/*.ndjson.gz",
                        "id STRING, type STRING, created_at TIMESTAMP,"
                                + " actor STRUCT<id: BIGINT, login: STRING>,"
                                + " repo STRUCT<id: BIGINT, name: STRING>, public BOOLEAN",
                        Map.of("maxFilesPerTrigger", "1"),
                        "read_json('%s', format = 'newline_delimited', columns = {id: 'VARCHAR',"
                                + " type: 'VARCHAR', created_at: 'TIMESTAMP', actor: 'STRUCT(id BIGINT,"
                                + " login VARCHAR)', repo: 'STRUCT(id BIGINT, name VARCHAR)', public:"
                                + " 'BOOLEAN'})");
        assertThat(
                        answers(
                                events,
                                "complete",
                                "SELECT type, count(*) AS n, min(created_at) AS first,"
                                        + " max(created_at) AS last FROM t GROUP BY type"))
                .hasSizeGreaterThanOrEqualTo(14);
        assertThat(
                        answers(
                                events,
                                "append",
                                "SELECT id, actor.login AS login, repo.id AS repo, created_at FROM t"
                                        + " WHERE type = 'PushEvent'"))
                .hasSizeGreaterThan(1000);
    }

    @Test
    void wikipediaEditsByChannelAndTheLargeOnes() throws Exception {
        var edits =
                new Table(
                        "json",
                        "wikipedia/*.json.gz",
                        "time TIMESTAMP, channel STRING, comment STRING, isRobot BOOLEAN, page STRING,"
                                + " user STRING, delta BIGINT, added BIGINT, deleted BIGINT",
                        Map.of(),
                        "read_json('%s', format = 'newline_delimited', columns = {time: 'TIMESTAMP',"
                                + " channel: 'VARCHAR', comment: 'VARCHAR', isRobot: 'BOOLEAN', page:"
                                + " 'VARCHAR', user: 'VARCHAR', delta: 'BIGINT', added: 'BIGINT', deleted:"
                                + " 'BIGINT'})");
        assertThat(
                        answers(
                                edits,
                                "complete",
                                "SELECT channel, count(*) AS n, sum(added) AS added, max(delta) AS most,"
                                        + " min(time) AS first FROM t GROUP BY channel"))
                .hasSize(51);
        assertThat(
                        answers(
                                edits,
                                "append",
                                "SELECT page, `user`, comment, time FROM t WHERE NOT isRobot AND delta >"
                                        + " 1000"))
                .isNotEmpty();
    }

    @Test
    void flightsInOneDocumentByAirport() throws Exception {
        var flights =
                new Table(
                        "json",
                        "vega/flights-20k.json.gz",
                        "date STRING, delay INT, distance INT, origin STRING, destination STRING",
                        Map.of("multiLine", "true"),
                        "read_json('%s', format = 'array', columns = {date: 'VARCHAR', delay: 'INTEGER',"
                                + " distance: 'INTEGER', origin: 'VARCHAR', destination: 'VARCHAR'})");
        assertThat(
                        answers(
                                flights,
                                "complete",
                                "SELECT origin, count(*) AS n, sum(delay) AS delay, avg(distance) AS mean"
                                        + " FROM t GROUP BY origin"))
                .hasSizeGreaterThan(50);
    }

    @Test
    void taxiRidesByPayment() throws Exception {
        var columns =
                List.of(
                        "vendor_id INT",
                        "pickup_datetime TIMESTAMP",
                        "dropoff_datetime TIMESTAMP",
                        "passenger_count INT",
                        "trip_distance DOUBLE",
                        "rate_code_id INT",
                        "store_and_fwd_flag STRING",
                        "pickup_location_id INT",
                        "dropoff_location_id INT",
                        "payment_type INT",
                        "fare_amount DECIMAL(10,2)",
                        "extra DECIMAL(10,2)",
                        "mta_tax DECIMAL(10,2)",
                        "tip_amount DECIMAL(10,2)",
                        "tolls_amount DECIMAL(10,2)",
                        "improvement_surcharge DECIMAL(10,2)",
                        "total_amount DECIMAL(10,2)",
                        "congestion_surcharge DECIMAL(10,2)");
        var duck =
                columns.stream()
                        .map(column -> column.replace("STRING", "VARCHAR").split(" "))
                        .map(column -> "%s: '%s'".formatted(column[0], column[1]))
                        .collect(Collectors.joining(", ", "{", "}"));
        var rides =
                new Table(
                        "csv",
                        "nyc-taxi/*.csv.gz",
                        String.join(", ", columns),
                        Map.of("header", "true", "maxFilesPerTrigger", "7"),
                        "read_csv('%s', header = true, strict_mode = false, columns = "
                                + duck
                                + ")");
        var rows =
                answers(
                        rides,
                        "complete",
                        "SELECT payment_type, count(*) AS n, count(passenger_count) AS known,"
                                + " sum(total_amount) AS total, min(pickup_datetime) AS first,"
                                + " max(trip_distance) AS longest FROM t GROUP BY payment_type");
        assertThat(rows).hasSizeBetween(4, 7);
        assertThat(
                        answers(
                                rides,
                                "append",
                                "SELECT pickup_datetime, dropoff_datetime, total_amount FROM t WHERE"
                                        + " total_amount < 0"))
                .isNotEmpty();
    }

    @Test
    void accessLogLinesByStatus() throws Exception {
        var log =
                new Table(
                        "text",
                        "logs/apache_access.log.gz",
                        "value STRING",
                        Map.of(),
                        "read_csv('%s', header = false, delim = chr(1), quote = '', escape = '',"
                                + " columns = {value: 'VARCHAR'})");
        assertThat(
                        answers(
                                log,
                                "complete",
                                "SELECT split_part(split_part(value, '\" ', 2), ' ', 1) AS status,"
                                        + " count(*) AS n, max(length(value)) AS longest FROM t GROUP BY"
                                        + " split_part(split_part(value, '\" ', 2), ' ', 1)"))
                .hasSizeGreaterThan(5);
        assertThat(answers(log, "append", "SELECT value FROM t WHERE value LIKE '%POST%'"))
                .isNotEmpty();
    }

    /// Files of one format.
    ///
    /// @param path below the folder, may be a glob
    /// @param duck the same as a table function of DuckDB, `%s` for the path
    private record Table(
            String format, String path, String columns, Map<String, String> options, String duck) {}

    /// The answer to a query as a batch, after it was compared with the stream's and DuckDB's.
    private List<String> answers(Table table, String mode, String sql) throws Exception {
        var files = files(table);
        var path = data.resolve(table.path()).toString();
        try (var session = TidemillSession.builder().getOrCreate()) {
            var batch =
                    session.read()
                            .format(table.format())
                            .schema(table.columns())
                            .options(table.options())
                            .load(path);
            batch.createOrReplaceTempView("t");
            var asBatch = sorted(session.sql(sql).collectAsList());
            assertThat(asBatch).as("DuckDB").isEqualTo(duck(table, files, sql));
            session.readStream()
                    .format(table.format())
                    .schema(table.columns())
                    .options(table.options())
                    .load(path)
                    .createOrReplaceTempView("t");
            assertThat(stream(session, session.sql(sql), mode)).as("stream").isEqualTo(asBatch);
            return asBatch;
        }
    }

    private List<Path> files(Table table) throws IOException {
        var pattern = data.resolve(table.path());
        var glob = pattern.getFileName().toString();
        try (var files = Files.newDirectoryStream(pattern.getParent(), glob)) {
            var found = StreamSupport.stream(files.spliterator(), false).sorted().toList();
            assertThat(found).as("files of " + pattern).isNotEmpty();
            return found;
        }
    }

    private static List<String> stream(TidemillSession session, Dataset<Row> rows, String mode)
            throws Exception {
        var name = "answer" + UUID.randomUUID().toString().replace("-", "");
        rows.writeStream()
                .format("memory")
                .queryName(name)
                .outputMode(mode)
                .trigger(Trigger.AvailableNow())
                .start()
                .awaitTermination();
        return sorted(session.table(name).collectAsList());
    }

    private static List<String> sorted(List<Row> rows) {
        return rows.stream()
                .map(row ->
                        IntStream.range(0, row.length())
                                .mapToObj(i -> text(row.get(i)))
                                .collect(Collectors.joining("|")))
                .sorted()
                .toList();
    }

    /// File by file: over several, DuckDB takes the line ends of the first for those of all.
    private static List<String> duck(Table table, List<Path> files, String sql)
            throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:duckdb:")) {
            execute(connection, "SET TimeZone = 'UTC'");
            execute(connection, "SET threads = 1");
            execute(
                    connection,
                    files.stream()
                            .map(file -> "SELECT * FROM " + table.duck().formatted(file))
                            .collect(Collectors.joining(" UNION ALL ", "CREATE VIEW t AS ", "")));
            try (var statement = connection.createStatement();
                    var result = statement.executeQuery(sql.replace('`', '"'))) {
                var rows = new ArrayList<String>();
                int columns = result.getMetaData().getColumnCount();
                while (result.next()) {
                    var row = new StringJoiner("|");
                    for (int i = 1; i <= columns; i++) {
                        row.add(text(result.getObject(i)));
                    }
                    rows.add(row.toString());
                }
                Collections.sort(rows);
                return rows;
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String text(Object value) {
        return switch (value) {
            case null -> "null";
            case Timestamp time -> time.toLocalDateTime().toString();
            case Instant time -> LocalDateTime.ofInstant(time, ZoneOffset.UTC).toString();
            case BigDecimal number -> number.stripTrailingZeros().toPlainString();
            default -> value.toString();
        };
    }
}
