-- Bidders and auctions of each channel and day, by price.
-- duckdb: SELECT channel, strftime(dateTime, '%Y-%m-%d') AS day, max(strftime(dateTime, '%H:%M')) AS minute,
-- duckdb:   count(*) AS total_bids,
-- duckdb:   count(*) FILTER (WHERE price < 10000) AS rank1_bids,
-- duckdb:   count(*) FILTER (WHERE price >= 10000 AND price < 1000000) AS rank2_bids,
-- duckdb:   count(*) FILTER (WHERE price >= 1000000) AS rank3_bids,
-- duckdb:   count(DISTINCT bidder) AS total_bidders,
-- duckdb:   count(DISTINCT bidder) FILTER (WHERE price < 10000) AS rank1_bidders,
-- duckdb:   count(DISTINCT bidder) FILTER (WHERE price >= 10000 AND price < 1000000) AS rank2_bidders,
-- duckdb:   count(DISTINCT bidder) FILTER (WHERE price >= 1000000) AS rank3_bidders,
-- duckdb:   count(DISTINCT auction) AS total_auctions,
-- duckdb:   count(DISTINCT auction) FILTER (WHERE price < 10000) AS rank1_auctions,
-- duckdb:   count(DISTINCT auction) FILTER (WHERE price >= 10000 AND price < 1000000) AS rank2_auctions,
-- duckdb:   count(DISTINCT auction) FILTER (WHERE price >= 1000000) AS rank3_auctions
-- duckdb: FROM bid
-- duckdb: GROUP BY channel, strftime(dateTime, '%Y-%m-%d')
SELECT channel, DATE_FORMAT(dateTime, 'yyyy-MM-dd') AS day, max(DATE_FORMAT(dateTime, 'HH:mm')) AS minute,
  count(*) AS total_bids,
  count(*) FILTER (WHERE price < 10000) AS rank1_bids,
  count(*) FILTER (WHERE price >= 10000 AND price < 1000000) AS rank2_bids,
  count(*) FILTER (WHERE price >= 1000000) AS rank3_bids,
  count(DISTINCT bidder) AS total_bidders,
  count(DISTINCT bidder) FILTER (WHERE price < 10000) AS rank1_bidders,
  count(DISTINCT bidder) FILTER (WHERE price >= 10000 AND price < 1000000) AS rank2_bidders,
  count(DISTINCT bidder) FILTER (WHERE price >= 1000000) AS rank3_bidders,
  count(DISTINCT auction) AS total_auctions,
  count(DISTINCT auction) FILTER (WHERE price < 10000) AS rank1_auctions,
  count(DISTINCT auction) FILTER (WHERE price >= 10000 AND price < 1000000) AS rank2_auctions,
  count(DISTINCT auction) FILTER (WHERE price >= 1000000) AS rank3_auctions
FROM bid
GROUP BY channel, DATE_FORMAT(dateTime, 'yyyy-MM-dd')
