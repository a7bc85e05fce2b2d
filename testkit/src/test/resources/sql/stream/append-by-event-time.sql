-- Append: a group is given once, when the watermark has passed its time; what comes too late is left out.
-- mode: append
-- duckdb: none
CREATE TABLE ride (city STRING, time TIMESTAMP, WATERMARK FOR time AS time - INTERVAL 10 SECONDS);

SELECT time, city, count(*) AS n FROM ride GROUP BY time, city;

-- epoch
INSERT INTO ride VALUES ('Oslo', '2026-01-01 00:00:05'), ('Rome', '2026-01-01 00:00:05'), ('Oslo', '2026-01-01 00:00:05');
-- epoch
INSERT INTO ride VALUES ('Oslo', '2026-01-01 00:00:15'), ('Rome', '2026-01-01 00:00:05'), ('Oslo', '2026-01-01 00:00:16');
-- epoch
INSERT INTO ride VALUES ('Oslo', '2026-01-01 00:00:05'), ('Oslo', '2026-01-01 00:00:30');

/* plan
Aggregate by [time, city]: [count(*)]    -- upsert by time, city; event time time; unbounded
  Watermark on time - 10 s    -- insert-only; event time time; unbounded
    Scan STREAM MemoryStream MemoryStream [city, time]    -- insert-only; unbounded
State: one row for each [time, city]; bounded: forgotten when the watermark has passed time
*/

/* changelog
epoch 0
epoch 1
  2026-01-01T00:00:05Z|Oslo|2
  2026-01-01T00:00:05Z|Rome|2
epoch 2
  2026-01-01T00:00:15Z|Oslo|1
  2026-01-01T00:00:16Z|Oslo|1
*/

/* result
2026-01-01T00:00:05Z|Oslo|2
2026-01-01T00:00:05Z|Rome|2
2026-01-01T00:00:15Z|Oslo|1
2026-01-01T00:00:16Z|Oslo|1
*/
