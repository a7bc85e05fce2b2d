-- How many bids a bidder makes in ten seconds.
-- mode: complete
SELECT bidder, bid_count, w.start AS starttime, w.end AS endtime
FROM (SELECT bidder, count(*) AS bid_count, window(dateTime, '10 seconds') AS w
  FROM bid GROUP BY bidder, window(dateTime, '10 seconds'))
