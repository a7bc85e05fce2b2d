package io.tidemill.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The queries of NEXMark over persons, auctions and bids, from the files in `nexmark`: Tidemill's
/// there, with DuckDB's in its comments where it differs, those of Flink and Spark in folders of
/// their names as far as they can run them.
///
/// All results are folded to what is true at the end: rows that an engine takes back do not count.
/// The ten seconds of q12 are those of the events, since those of the clock give no result to
/// compare.
final class Nexmark {
    static final Query.Table PERSON =
            new Query.Table(
                    "person",
                    "id BIGINT, name STRING, emailAddress STRING, creditCard STRING, city STRING,"
                            + " state STRING, dateTime TIMESTAMP_LTZ(3), extra STRING");
    static final Query.Table AUCTION =
            new Query.Table(
                    "auction",
                    "id BIGINT, itemName STRING, description STRING, initialBid BIGINT, reserve"
                            + " BIGINT, dateTime TIMESTAMP_LTZ(3), expires TIMESTAMP_LTZ(3), seller"
                            + " BIGINT, category BIGINT, extra STRING");
    static final Query.Table BID =
            new Query.Table(
                    "bid",
                    "auction BIGINT, bidder BIGINT, price BIGINT, channel STRING, url STRING,"
                            + " dateTime TIMESTAMP_LTZ(3), extra STRING");

    private static final List<String> NAMES =
            List.of(
                    "q3", "q4", "q5", "q7", "q8", "q9", "q11", "q12", "q15", "q16", "q17", "q18",
                    "q19", "q20");

    private static final String TEN_SECONDS =
            """
            SELECT bidder, count(*) AS bid_count, window_start AS starttime, window_end AS endtime
            FROM TABLE(TUMBLE(TABLE bid, DESCRIPTOR(dateTime), INTERVAL '10' SECOND))
            GROUP BY bidder, window_start, window_end\
            """;
    private static final String TEN_SECONDS_DUCKDB =
            """
            SELECT bidder, count(*) AS bid_count, w AS starttime, w + INTERVAL 10 SECOND AS endtime
            FROM (SELECT bidder, time_bucket(INTERVAL 10 SECOND, dateTime) AS w FROM bid)
            GROUP BY bidder, w\
            """;

    private Nexmark() {}

    static List<Query> queries() {
        return NAMES.stream().map(Nexmark::query).toList();
    }

    private static Query query(String name) {
        var text = text(name + ".sql").orElseThrow();
        boolean timed = name.equals("q12");
        var sql = timed ? TEN_SECONDS : statement(text);
        var duckdb = timed ? TEN_SECONDS_DUCKDB : directive(text, "duckdb").orElse(sql);
        var flink = text("flink/" + name + ".sql").orElseThrow();
        var spark = text("spark/" + name + ".sql");
        var tables =
                List.of(PERSON, AUCTION, BID).stream()
                        .filter(table -> reads(sql, table.name()))
                        .toList();
        return new Query(
                name,
                Query.Rows.EVENTS,
                tables,
                sql,
                duckdb,
                statement(flink),
                directive(flink, "result").orElseThrow(),
                spark.map(Nexmark::statement),
                spark.flatMap(each -> directive(each, "mode")).orElse("append"),
                "changelog");
    }

    /// Whether a statement reads the table; `auction` is also the name of a column.
    private static boolean reads(String sql, String table) {
        return Pattern.compile(
                        "\\b(FROM|JOIN|TABLE)\\s+"
                                + table
                                + "\\b|,\\s*"
                                + table
                                + "\\s+(AS\\s+)?[A-Z]\\b")
                .matcher(sql)
                .find();
    }

    private static Optional<String> text(String file) {
        try (var in = Nexmark.class.getResourceAsStream("/nexmark/" + file)) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The text without its comments.
    private static String statement(String text) {
        return text.lines()
                .filter(line -> !line.startsWith("--"))
                .collect(Collectors.joining("\n"))
                .strip();
    }

    /// What stands behind `-- name:`, on as many lines as begin so.
    private static Optional<String> directive(String text, String name) {
        var start = "-- " + name + ":";
        var found =
                Arrays.stream(text.split("\n"))
                        .filter(line -> line.startsWith(start))
                        .map(line -> line.substring(start.length()).strip())
                        .collect(Collectors.joining("\n"));
        return found.isEmpty() ? Optional.empty() : Optional.of(found);
    }
}
