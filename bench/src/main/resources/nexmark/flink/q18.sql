-- The last bid of each bidder on each auction.
-- result: auction BIGINT, bidder BIGINT, price BIGINT, channel STRING, url STRING, `dateTime` TIMESTAMP_LTZ(3), extra STRING
SELECT auction, bidder, price, channel, url, `dateTime`, extra
FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY bidder, auction ORDER BY `dateTime` DESC, price DESC, channel DESC, url DESC, extra DESC) AS rank_number
  FROM bid
)
WHERE rank_number <= 1
