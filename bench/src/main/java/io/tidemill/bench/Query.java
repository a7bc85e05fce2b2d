package io.tidemill.bench;

import io.tidemill.sql.types.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One query in the words of each engine.
///
/// @param rows which files it is over
/// @param tables what it reads
/// @param sql what is asked, as Tidemill writes it
/// @param duckdb the same as DuckDB writes it
/// @param flink the same as Flink writes it
/// @param flinkResult the columns of the result, in Flink's DDL
/// @param spark the same as Spark writes it; empty when Spark cannot keep it up to date
/// @param sparkMode Spark's output mode
/// @param mode Tidemill's output mode
public record Query(
        String name,
        Rows rows,
        List<Table> tables,
        String sql,
        String duckdb,
        String flink,
        String flinkResult,
        Optional<String> spark,
        String sparkMode,
        String mode) {
    /// What kinds of files there are.
    public enum Rows {
        BIDS,
        WIDE,
        EVENTS
    }

    /// @param columns in Flink's DDL
    public record Table(String name, String columns) {
        public Table {
            columns = quoted(columns);
        }

        /// The columns in Spark's DDL, which is Tidemill's.
        public String ddl() {
            return columns.replace("TIMESTAMP_LTZ(3)", "TIMESTAMP").replace("`", "");
        }

        /// The columns as DuckDB's `read_json` takes them.
        String duckColumns() {
            return duck(ddl());
        }
    }

    private static final String ALL = "auction, bidder, price, channel, url, dateTime, extra";
    private static final String FLINK_BIDS =
            "auction BIGINT, bidder BIGINT, price BIGINT, channel STRING, url STRING,"
                    + " dateTime TIMESTAMP_LTZ(3), extra STRING";
    private static final String FLINK_WIDE =
            FLINK_BIDS
                    + ", quantity INT, discount DOUBLE, isMobile BOOLEAN, country STRING, city"
                    + " STRING, note STRING, session STRING, score DOUBLE, referrer STRING, tags"
                    + " STRING, revision INT, agent STRING, ratio DOUBLE";
    private static final String ALL_WIDE =
            ALL
                    + ", quantity, discount, isMobile, country, city, note, session, score,"
                    + " referrer, tags, revision, agent, ratio";

    /// NEXMark's first three, with every column of the bid in q0 and q1, q0 over wide rows, and
    /// those that keep state.
    static final List<Query> QUERIES = all();

    private static List<Query> all() {
        var queries = new ArrayList<Query>();
        queries.add(plain("q0", select(ALL), select(ALL), FLINK_BIDS));
        var inEuros = select(ALL.replace("price", "0.908 * price AS price"));
        queries.add(
                plain(
                        "q1",
                        inEuros,
                        inEuros,
                        FLINK_BIDS.replace("price BIGINT", "price DECIMAL(23, 3)")));
        queries.add(
                plain(
                        "q2",
                        select("auction, price") + " WHERE auction % 123 = 0",
                        select("auction, price") + " WHERE MOD(auction, 123) = 0",
                        "auction BIGINT, price BIGINT"));
        queries.add(plain("wide", select(ALL_WIDE), select(ALL_WIDE), FLINK_WIDE));
        queries.addAll(Nexmark.queries());
        return queries;
    }

    private static Query plain(String name, String sql, String flink, String flinkResult) {
        boolean wide = name.equals("wide");
        return new Query(
                name,
                wide ? Rows.WIDE : Rows.BIDS,
                List.of(new Table("bid", wide ? FLINK_WIDE : FLINK_BIDS)),
                sql,
                sql,
                quoted(flink),
                quoted(flinkResult),
                Optional.of(sql),
                "append",
                "append");
    }

    /// Names that are reserved in Flink's SQL in quotes.
    private static String quoted(String text) {
        return text.replaceAll("(?<!`)\\b(dateTime|session)\\b(?!`)", "`$1`");
    }

    private static String select(String columns) {
        return "SELECT " + columns + " FROM bid";
    }

    static List<String> names() {
        return QUERIES.stream().map(Query::name).toList();
    }

    /// @param name one of [#names]
    public static Query named(String name) {
        return QUERIES.stream().filter(query -> query.name.equals(name)).findFirst().orElseThrow();
    }

    /// The columns of the result as DuckDB's `read_json` takes them.
    public String duckResult() {
        return duck(
                flinkResult.replaceAll("TIMESTAMP(_LTZ)?\\(3\\)", "TIMESTAMP").replace("`", ""));
    }

    private static String duck(String ddl) {
        var columns = new StringBuilder("{");
        for (var column : StructType.fromDDL(ddl).fieldList()) {
            columns.append(columns.length() > 1 ? ", " : "")
                    .append(
                            "'%s': '%s'"
                                    .formatted(
                                            column.name(),
                                            column.dataType().sql().replace("STRING", "VARCHAR")));
        }
        return columns.append("}").toString();
    }
}
