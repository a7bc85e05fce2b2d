-- Each row with its session, whose gap depends on the row.
-- mode: changelog
-- duckdb: none
CREATE TABLE ride (city STRING, fare INT, time TIMESTAMP, WATERMARK FOR time AS time - INTERVAL 10 SECONDS);

SELECT city, fare, window_start, window_end FROM SESSION(TABLE ride PARTITION BY city, DESCRIPTOR(time), INTERVAL 6 SECONDS);

-- epoch
INSERT INTO ride VALUES ('Oslo', 1, '2026-01-01 00:00:05'), ('Rome', 2, '2026-01-01 00:00:07'), ('Oslo', 3, '2026-01-01 00:00:09'), ('Oslo', 4, NULL);
-- epoch
INSERT INTO ride VALUES ('Oslo', 5, '2026-01-01 00:00:12'), ('Rome', 6, '2026-01-01 00:00:04'), ('Oslo', 7, '2026-01-01 00:00:25');
-- epoch
INSERT INTO ride VALUES ('Oslo', 8, '2026-01-01 00:00:01'), ('Oslo', 9, '2026-01-01 00:00:18'), ('Rome', 10, '2026-01-01 00:00:50');
-- epoch
INSERT INTO ride VALUES ('Rome', 11, '2026-01-01 00:00:41'), ('Oslo', 12, '2026-01-01 00:01:30');

/* plan
Project [city, fare, window_start, window_end]    -- retracting, rows may vanish; event time window_end; unbounded
  Session by [city] of time with gap 6000000    -- retracting, rows may vanish; event time window_end; unbounded
    Watermark on time - 10 s    -- insert-only; event time time; unbounded
      Scan STREAM MemoryStream MemoryStream [city, fare, time]    -- insert-only; unbounded
State: all rows of open sessions; bounded: forgotten when the watermark has passed their end
*/

/* changelog
epoch 0
  +I|Oslo|1|2026-01-01T00:00:05Z|2026-01-01T00:00:15Z
  +I|Oslo|3|2026-01-01T00:00:05Z|2026-01-01T00:00:15Z
  +I|Rome|2|2026-01-01T00:00:07Z|2026-01-01T00:00:13Z
epoch 1
  -D|Oslo|1|2026-01-01T00:00:05Z|2026-01-01T00:00:15Z
  +I|Oslo|1|2026-01-01T00:00:05Z|2026-01-01T00:00:18Z
  -D|Oslo|3|2026-01-01T00:00:05Z|2026-01-01T00:00:15Z
  +I|Oslo|3|2026-01-01T00:00:05Z|2026-01-01T00:00:18Z
  +I|Oslo|5|2026-01-01T00:00:05Z|2026-01-01T00:00:18Z
  +I|Oslo|7|2026-01-01T00:00:25Z|2026-01-01T00:00:31Z
  +I|Rome|2|2026-01-01T00:00:04Z|2026-01-01T00:00:13Z
  -D|Rome|2|2026-01-01T00:00:07Z|2026-01-01T00:00:13Z
  +I|Rome|6|2026-01-01T00:00:04Z|2026-01-01T00:00:13Z
epoch 2
  -D|Oslo|1|2026-01-01T00:00:05Z|2026-01-01T00:00:18Z
  +I|Oslo|1|2026-01-01T00:00:05Z|2026-01-01T00:00:24Z
  -D|Oslo|3|2026-01-01T00:00:05Z|2026-01-01T00:00:18Z
  +I|Oslo|3|2026-01-01T00:00:05Z|2026-01-01T00:00:24Z
  -D|Oslo|5|2026-01-01T00:00:05Z|2026-01-01T00:00:18Z
  +I|Oslo|5|2026-01-01T00:00:05Z|2026-01-01T00:00:24Z
  +I|Oslo|9|2026-01-01T00:00:05Z|2026-01-01T00:00:24Z
  +I|Rome|10|2026-01-01T00:00:50Z|2026-01-01T00:00:56Z
epoch 3
  +I|Oslo|12|2026-01-01T00:01:30Z|2026-01-01T00:01:36Z
  +I|Rome|11|2026-01-01T00:00:41Z|2026-01-01T00:00:47Z
*/

/* result
Oslo|12|2026-01-01T00:01:30Z|2026-01-01T00:01:36Z
Oslo|1|2026-01-01T00:00:05Z|2026-01-01T00:00:24Z
Oslo|3|2026-01-01T00:00:05Z|2026-01-01T00:00:24Z
Oslo|5|2026-01-01T00:00:05Z|2026-01-01T00:00:24Z
Oslo|7|2026-01-01T00:00:25Z|2026-01-01T00:00:31Z
Oslo|9|2026-01-01T00:00:05Z|2026-01-01T00:00:24Z
Rome|10|2026-01-01T00:00:50Z|2026-01-01T00:00:56Z
Rome|11|2026-01-01T00:00:41Z|2026-01-01T00:00:47Z
Rome|2|2026-01-01T00:00:04Z|2026-01-01T00:00:13Z
Rome|6|2026-01-01T00:00:04Z|2026-01-01T00:00:13Z
*/
