package io.tidemill.bench;

import io.tidemill.sql.types.StructType;
import java.util.List;

/// One query in the words of each engine, over a table `bid`.
///
/// @param wide over the twenty columns
/// @param sql what is asked, as Tidemill, Spark and DuckDB write it
/// @param flink the same as Flink writes it
/// @param flinkResult the columns of the result, in Flink's DDL
record Query(String name, boolean wide, String sql, String flink, String flinkResult) {
    private static final String ALL = "auction, bidder, price, channel, url, dateTime, extra";
    private static final String FLINK_BIDS =
            "auction BIGINT, bidder BIGINT, price BIGINT, channel STRING, url STRING,"
                    + " dateTime TIMESTAMP_LTZ(3), extra STRING";
    private static final String FLINK_WIDE =
            FLINK_BIDS
                    + ", quantity INT, discount DOUBLE, isMobile BOOLEAN, country STRING, city STRING,"
                    + " note STRING, session STRING, score DOUBLE, referrer STRING, tags STRING,"
                    + " revision INT, agent STRING, ratio DOUBLE";
    private static final String ALL_WIDE =
            ALL
                    + ", quantity, discount, isMobile, country, city, note, session, score, referrer,"
                    + " tags, revision, agent, ratio";

    /// NEXMark's first three, with every column of the bid in q0 and q1, and q0 over wide rows.
    static final List<Query> QUERIES =
            List.of(
                    new Query("q0", false, select(ALL), select(ALL), FLINK_BIDS),
                    new Query(
                            "q1",
                            false,
                            select(ALL.replace("price", "0.908 * price AS price")),
                            select(ALL.replace("price", "0.908 * price AS price")),
                            FLINK_BIDS.replace("price BIGINT", "price DECIMAL(23, 3)")),
                    new Query(
                            "q2",
                            false,
                            select("auction, price") + " WHERE auction % 123 = 0",
                            select("auction, price") + " WHERE MOD(auction, 123) = 0",
                            "auction BIGINT, price BIGINT"),
                    new Query("wide", true, select(ALL_WIDE), select(ALL_WIDE), FLINK_WIDE));

    /// Names that are reserved in Flink's SQL in quotes.
    private static String quoted(String text) {
        return text.replace("dateTime", "`dateTime`").replace("session", "`session`");
    }

    private static String select(String columns) {
        return "SELECT " + columns + " FROM bid";
    }

    Query {
        flink = quoted(flink);
        flinkResult = quoted(flinkResult);
    }

    static Query named(String name) {
        return QUERIES.stream()
                .filter(query -> query.name.equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "no query '%s'; there are %s"
                                        .formatted(
                                                name, QUERIES.stream().map(Query::name).toList())));
    }

    /// The columns of the files in Flink's DDL.
    String flinkColumns() {
        return quoted(wide ? FLINK_WIDE : FLINK_BIDS);
    }

    /// The columns of the files in Spark's DDL, which is Tidemill's.
    String columns() {
        return (wide ? FLINK_WIDE : FLINK_BIDS).replace("TIMESTAMP_LTZ(3)", "TIMESTAMP");
    }

    /// The columns of the files as DuckDB's `read_json` takes them.
    String duckColumns() {
        return duck(columns());
    }

    /// The columns of the result as DuckDB's `read_json` takes them.
    String duckResult() {
        return duck(flinkResult.replace("TIMESTAMP_LTZ(3)", "TIMESTAMP"));
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
