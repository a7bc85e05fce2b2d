-- The average of the closing prices of each category.
-- result: category BIGINT, mean DOUBLE
SELECT Q.category, AVG(CAST(Q.`final` AS DOUBLE)) AS mean
FROM (
  SELECT MAX(B.price) AS `final`, A.category
  FROM auction A, bid B
  WHERE A.id = B.auction AND B.`dateTime` BETWEEN A.`dateTime` AND A.expires
  GROUP BY A.id, A.category
) Q
GROUP BY Q.category
