-- The newest fare of each city.
-- mode: changelog
-- duckdb: SELECT city, fare FROM ride QUALIFY row_number() OVER (PARTITION BY city ORDER BY time DESC NULLS LAST, fare) = 1
CREATE TABLE ride (city STRING, fare INT, time TIMESTAMP);

SELECT city, fare FROM (SELECT *, row_number() OVER (PARTITION BY city ORDER BY time DESC, fare) AS rn FROM ride) WHERE rn = 1;

-- epoch
INSERT INTO ride VALUES ('Oslo', 1, '2026-01-01 00:00:05'), ('Rome', 2, '2026-01-01 00:00:07'), ('Oslo', 3, '2026-01-01 00:00:09'), ('Oslo', 4, NULL);
-- epoch
INSERT INTO ride VALUES ('Oslo', 5, '2026-01-01 00:00:12'), ('Rome', 6, '2026-01-01 00:00:04'), ('Oslo', 7, '2026-01-01 00:00:25');
-- epoch
INSERT INTO ride VALUES ('Oslo', 8, '2026-01-01 00:00:01'), ('Oslo', 9, '2026-01-01 00:00:18'), ('Rome', 10, '2026-01-01 00:00:50');
-- epoch
INSERT INTO ride VALUES ('Rome', 11, '2026-01-01 00:00:41'), ('Oslo', 12, '2026-01-01 00:01:30');

/* plan
Project [city, fare]    -- upsert by city; unbounded
  Top 1 to 1 by ROW_NUMBER of [city] ordered by time DESC NULLS LAST, fare ASC NULLS FIRST    -- upsert by city; unbounded
    Scan STREAM MemoryStream MemoryStream [city, fare, time]    -- insert-only; unbounded
State: the first 1 rows of each [city]; grows with the number of partitions: nothing bounds it; a partition key of event time with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|Oslo|3
  +I|Rome|2
epoch 1
  -U|Oslo|3
  +U|Oslo|7
epoch 2
  +U|Rome|10
  -U|Rome|2
epoch 3
  +U|Oslo|12
  -U|Oslo|7
*/

/* result
Oslo|12
Rome|10
*/
