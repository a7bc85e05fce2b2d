-- People who sell in the ten seconds in which they come.
-- duckdb: SELECT P.id, P.name, P.starttime
-- duckdb: FROM (
-- duckdb:   SELECT id, name, time_bucket(INTERVAL 10 SECOND, dateTime) AS starttime, time_bucket(INTERVAL 10 SECOND, dateTime) + INTERVAL 10 SECOND AS endtime
-- duckdb:   FROM person GROUP BY id, name, time_bucket(INTERVAL 10 SECOND, dateTime)
-- duckdb: ) P
-- duckdb: JOIN (
-- duckdb:   SELECT seller, time_bucket(INTERVAL 10 SECOND, dateTime) AS starttime, time_bucket(INTERVAL 10 SECOND, dateTime) + INTERVAL 10 SECOND AS endtime
-- duckdb:   FROM auction GROUP BY seller, time_bucket(INTERVAL 10 SECOND, dateTime)
-- duckdb: ) A
-- duckdb: ON P.id = A.seller AND P.starttime = A.starttime AND P.endtime = A.endtime
SELECT P.id, P.name, P.starttime
FROM (
  SELECT id, name, window_start AS starttime, window_end AS endtime
  FROM TABLE(TUMBLE(TABLE person, DESCRIPTOR(dateTime), INTERVAL '10' SECOND))
  GROUP BY id, name, window_start, window_end
) P
JOIN (
  SELECT seller, window_start AS starttime, window_end AS endtime
  FROM TABLE(TUMBLE(TABLE auction, DESCRIPTOR(dateTime), INTERVAL '10' SECOND))
  GROUP BY seller, window_start, window_end
) A
ON P.id = A.seller AND P.starttime = A.starttime AND P.endtime = A.endtime
