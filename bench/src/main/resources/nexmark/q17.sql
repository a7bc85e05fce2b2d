-- Prices of each auction and day.
-- duckdb: SELECT auction, strftime(dateTime, '%Y-%m-%d') AS day,
-- duckdb:   count(*) AS total_bids,
-- duckdb:   count(*) FILTER (WHERE price < 10000) AS rank1_bids,
-- duckdb:   count(*) FILTER (WHERE price >= 10000 AND price < 1000000) AS rank2_bids,
-- duckdb:   count(*) FILTER (WHERE price >= 1000000) AS rank3_bids,
-- duckdb:   min(price) AS min_price, max(price) AS max_price, avg(price) AS avg_price, sum(price) AS sum_price
-- duckdb: FROM bid
-- duckdb: GROUP BY auction, strftime(dateTime, '%Y-%m-%d')
SELECT auction, DATE_FORMAT(dateTime, 'yyyy-MM-dd') AS day,
  count(*) AS total_bids,
  count(*) FILTER (WHERE price < 10000) AS rank1_bids,
  count(*) FILTER (WHERE price >= 10000 AND price < 1000000) AS rank2_bids,
  count(*) FILTER (WHERE price >= 1000000) AS rank3_bids,
  min(price) AS min_price, max(price) AS max_price, avg(price) AS avg_price, sum(price) AS sum_price
FROM bid
GROUP BY auction, DATE_FORMAT(dateTime, 'yyyy-MM-dd')
