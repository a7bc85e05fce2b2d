-- How many bids a bidder makes in ten seconds of the clock.
-- duckdb: SELECT bidder, count(*) AS bid_count FROM bid GROUP BY bidder
SELECT bidder, bid_count FROM (
  SELECT bidder, count(*) AS bid_count, window(current_timestamp(), '10 seconds') AS w
  FROM bid GROUP BY bidder, window(current_timestamp(), '10 seconds')
)
