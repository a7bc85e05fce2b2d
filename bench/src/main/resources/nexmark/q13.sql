-- Bids with a value from a table beside the stream.
SELECT B.auction, B.bidder, B.price, B.dateTime, S.value
FROM (SELECT *, MOD(auction, 10000) AS k FROM bid) B
JOIN side_input AS S ON B.k = S.key
