package io.tidemill.sql;

import static org.assertj.core.api.Assertions.assertThat;

import module java.base;

import io.tidemill.sql.streaming.MemoryStream;
import io.tidemill.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Queries on ranks, window functions, first rows and limits over a stream, whose changelog adds up
/// after each epoch to what the same query gives over the rows so far as a batch.
class OrderedQueriesTest {
    private static final StructType BID =
            StructType.fromDDL("auction BIGINT, bidder BIGINT, price BIGINT, at TIMESTAMP");

    private static final List<String> QUERIES =
            List.of(
                    "SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY bidder, auction"
                            + " ORDER BY at DESC) AS n FROM bid) WHERE n <= 1",
                    "SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY auction ORDER BY"
                            + " price DESC) AS n FROM bid) WHERE n <= 3",
                    "SELECT auction, price, rank() OVER (PARTITION BY auction ORDER BY price) AS r,"
                            + " dense_rank() OVER (PARTITION BY auction ORDER BY price) AS d"
                            + " FROM bid",
                    "SELECT auction, price, r FROM (SELECT *, rank() OVER (ORDER BY price) AS r"
                            + " FROM bid) WHERE r BETWEEN 2 AND 5",
                    "SELECT auction, avg(price) OVER (PARTITION BY auction ORDER BY at ROWS BETWEEN"
                            + " 9 PRECEDING AND CURRENT ROW) AS last_ten FROM bid",
                    "SELECT bidder, lag(price, 1, -1) OVER w AS before, lead(price) OVER w AS"
                            + " after, sum(price) OVER w AS so_far, collect_list(price) OVER w AS"
                            + " prices FROM bid WINDOW w AS (PARTITION BY bidder ORDER BY at)",
                    "SELECT n, count(*) AS bidders FROM (SELECT bidder, count(*) AS n FROM bid"
                            + " GROUP BY bidder) GROUP BY n ORDER BY bidders DESC, n LIMIT 2",
                    "SELECT auction, n, sum(n) OVER (ORDER BY n DESC, auction) AS upto FROM (SELECT"
                            + " auction, count(*) AS n FROM bid GROUP BY auction)",
                    "SELECT * FROM bid ORDER BY price DESC, bidder LIMIT 3 OFFSET 1",
                    "SELECT avg(price) AS mean FROM (SELECT price FROM bid ORDER BY price DESC"
                            + " LIMIT 4)",
                    "SELECT auction, percent_rank() OVER (ORDER BY n) AS p, ntile(2) OVER (ORDER BY"
                            + " n) AS half, sum(n) OVER (ORDER BY n RANGE BETWEEN 1 PRECEDING AND 1"
                            + " FOLLOWING) AS near FROM (SELECT auction, count(*) AS n FROM bid"
                            + " GROUP BY auction)");

    @TempDir private Path directory;

    @Test
    void theStreamAddsUpToTheBatch() throws Exception {
        for (var query : QUERIES) {
            try (var session = Sessions.in(directory)) {
                check(session, query);
            }
        }
    }

    private static void check(TidemillSession session, String query) throws Exception {
        var random = new SplittableRandom(query.hashCode());
        var bids = MemoryStream.create(session, Encoders.row(BID));
        bids.toDF().createOrReplaceTempView("bid");
        var running =
                session.sql(query.replace("FROM bid", "FROM STREAM bid"))
                        .writeStream()
                        .format("memory")
                        .queryName("changes")
                        .outputMode("changelog")
                        .start();
        var all = new ArrayList<Row>();
        for (int epoch = 0; epoch < 6; epoch++) {
            for (int i = random.nextInt(1, 8); i > 0; i--) {
                var bid =
                        RowFactory.create(
                                (long) random.nextInt(3),
                                (long) random.nextInt(4),
                                (long) random.nextInt(12),
                                Instant.ofEpochSecond(random.nextInt(50)));
                all.add(bid);
                bids.addData(bid);
            }
            running.processAllAvailable();
            var table = new ArrayList<Row>();
            for (var change : session.table("changes").collectAsList()) {
                var values = new ArrayList<Object>();
                for (int i = 1; i < change.length(); i++) {
                    values.add(change.get(i));
                }
                var row = RowFactory.create(values.toArray());
                if (change.getString(0).startsWith("+")) {
                    table.add(row);
                } else {
                    assertThat(table.remove(row)).as("%s: %s is there", query, row).isTrue();
                }
            }
            session.createDataFrame(all, BID).createOrReplaceTempView("snapshot");
            var expected = session.sql(query.replace("FROM bid", "FROM snapshot")).collectAsList();
            assertThat(table).as(query).containsExactlyInAnyOrderElementsOf(expected);
        }
        running.stop();
    }
}
