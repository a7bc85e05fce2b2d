-- The auctions with the most bids in the last ten seconds, every two seconds.
-- duckdb: SELECT AuctionBids.auction, AuctionBids.num, AuctionBids.starttime, AuctionBids.endtime
-- duckdb: FROM (
-- duckdb:   SELECT auction, count(*) AS num, w AS starttime, w + INTERVAL 10 SECOND AS endtime
-- duckdb:   FROM (SELECT auction, unnest(generate_series(time_bucket(INTERVAL 2 SECOND, dateTime) - INTERVAL 8 SECOND,
-- duckdb:     time_bucket(INTERVAL 2 SECOND, dateTime), INTERVAL 2 SECOND)) AS w FROM bid)
-- duckdb:   GROUP BY auction, w
-- duckdb: ) AS AuctionBids
-- duckdb: JOIN (
-- duckdb:   SELECT max(CountBids.num) AS maxn, CountBids.starttime, CountBids.endtime
-- duckdb:   FROM (
-- duckdb:   SELECT auction, count(*) AS num, w AS starttime, w + INTERVAL 10 SECOND AS endtime
-- duckdb:   FROM (SELECT auction, unnest(generate_series(time_bucket(INTERVAL 2 SECOND, dateTime) - INTERVAL 8 SECOND,
-- duckdb:     time_bucket(INTERVAL 2 SECOND, dateTime), INTERVAL 2 SECOND)) AS w FROM bid)
-- duckdb:   GROUP BY auction, w
-- duckdb:   ) AS CountBids
-- duckdb:   GROUP BY CountBids.starttime, CountBids.endtime
-- duckdb: ) AS MaxBids
-- duckdb: ON AuctionBids.starttime = MaxBids.starttime AND AuctionBids.endtime = MaxBids.endtime
-- duckdb:   AND AuctionBids.num >= MaxBids.maxn
SELECT AuctionBids.auction, AuctionBids.num, AuctionBids.starttime, AuctionBids.endtime
FROM (
  SELECT auction, count(*) AS num, window_start AS starttime, window_end AS endtime
  FROM TABLE(HOP(TABLE bid, DESCRIPTOR(dateTime), INTERVAL '2' SECOND, INTERVAL '10' SECOND))
  GROUP BY auction, window_start, window_end
) AS AuctionBids
JOIN (
  SELECT max(CountBids.num) AS maxn, CountBids.starttime, CountBids.endtime
  FROM (
  SELECT auction, count(*) AS num, window_start AS starttime, window_end AS endtime
  FROM TABLE(HOP(TABLE bid, DESCRIPTOR(dateTime), INTERVAL '2' SECOND, INTERVAL '10' SECOND))
  GROUP BY auction, window_start, window_end
  ) AS CountBids
  GROUP BY CountBids.starttime, CountBids.endtime
) AS MaxBids
ON AuctionBids.starttime = MaxBids.starttime AND AuctionBids.endtime = MaxBids.endtime
  AND AuctionBids.num >= MaxBids.maxn
