-- The average of the last ten closing prices of each seller.
SELECT Q.seller, Q.id, AVG(Q.final) OVER (
  PARTITION BY Q.seller ORDER BY Q.dateTime, Q.id ROWS BETWEEN 10 PRECEDING AND CURRENT ROW) AS mean
FROM (
  SELECT A.id, A.seller, MAX(B.price) AS final, MAX(B.dateTime) AS dateTime
  FROM auction AS A, bid AS B
  WHERE A.id = B.auction AND B.dateTime BETWEEN A.dateTime AND A.expires
  GROUP BY A.id, A.seller
) AS Q
