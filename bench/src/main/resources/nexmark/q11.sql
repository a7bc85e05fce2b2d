-- How many bids a bidder makes in one session.
-- duckdb: SELECT bidder, count(*) AS bid_count, min(dateTime) AS starttime, max(dateTime) + INTERVAL 10 SECOND AS endtime
-- duckdb: FROM (SELECT bidder, dateTime, sum(CASE WHEN dateTime <= before + INTERVAL 10 SECOND THEN 0 ELSE 1 END)
-- duckdb:   OVER (PARTITION BY bidder ORDER BY dateTime ROWS UNBOUNDED PRECEDING) AS session
-- duckdb:   FROM (SELECT bidder, dateTime, lag(dateTime) OVER (PARTITION BY bidder ORDER BY dateTime) AS before FROM bid))
-- duckdb: GROUP BY bidder, session
SELECT bidder, count(*) AS bid_count, window_start AS starttime, window_end AS endtime
FROM TABLE(SESSION(TABLE bid PARTITION BY bidder, DESCRIPTOR(dateTime), INTERVAL '10' SECOND))
GROUP BY bidder, window_start, window_end
