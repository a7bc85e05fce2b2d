-- Bids of some prices, with the time of day and a count by a function of the program.
-- duckdb: SELECT auction, bidder, 0.908 * price AS price,
-- duckdb:   CASE WHEN hour(dateTime) >= 8 AND hour(dateTime) <= 18 THEN 'dayTime'
-- duckdb:     WHEN hour(dateTime) <= 6 OR hour(dateTime) >= 20 THEN 'nightTime' ELSE 'otherTime' END AS bidTimeType,
-- duckdb:   dateTime, extra, length(extra) - length(replace(extra, 'c', '')) AS c_counts
-- duckdb: FROM bid WHERE 0.908 * price > 1000000 AND 0.908 * price < 50000000
SELECT auction, bidder, 0.908 * price AS price,
  CASE WHEN HOUR(dateTime) >= 8 AND HOUR(dateTime) <= 18 THEN 'dayTime'
    WHEN HOUR(dateTime) <= 6 OR HOUR(dateTime) >= 20 THEN 'nightTime' ELSE 'otherTime' END AS bidTimeType,
  dateTime, extra, length(extra) - length(replace(extra, 'c', '')) AS c_counts
FROM bid
WHERE 0.908 * price > 1000000 AND 0.908 * price < 50000000
