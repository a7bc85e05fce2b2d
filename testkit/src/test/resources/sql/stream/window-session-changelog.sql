-- A row between two sessions makes one of them.
-- mode: changelog
-- duckdb: none
CREATE TABLE ride (city STRING, fare INT, time TIMESTAMP, WATERMARK FOR time AS time - INTERVAL 10 SECONDS);

SELECT city, session_window(time, '6 seconds') AS s, count(*) AS n FROM ride GROUP BY 1, 2;

-- epoch
INSERT INTO ride VALUES ('Oslo', 1, '2026-01-01 00:00:05'), ('Rome', 2, '2026-01-01 00:00:07'), ('Oslo', 3, '2026-01-01 00:00:09'), ('Oslo', 4, NULL);
-- epoch
INSERT INTO ride VALUES ('Oslo', 5, '2026-01-01 00:00:12'), ('Rome', 6, '2026-01-01 00:00:04'), ('Oslo', 7, '2026-01-01 00:00:25');
-- epoch
INSERT INTO ride VALUES ('Oslo', 8, '2026-01-01 00:00:01'), ('Oslo', 9, '2026-01-01 00:00:18'), ('Rome', 10, '2026-01-01 00:00:50');
-- epoch
INSERT INTO ride VALUES ('Rome', 11, '2026-01-01 00:00:41'), ('Oslo', 12, '2026-01-01 00:01:30');

/* plan
Project [city, named_struct('start', window_start, 'end', window_end) AS s, n]    -- upsert by city, s, rows may vanish; unbounded
  Aggregate by [city, window_start, window_end]: [count(*)]    -- upsert by city, window_start, window_end, rows may vanish; event time window_end; unbounded
    Session by [city] of time with gap 6000000    -- retracting, rows may vanish; event time window_end; unbounded
      Watermark on time - 10 s    -- insert-only; event time time; unbounded
        Scan STREAM MemoryStream MemoryStream [city, time]    -- insert-only; unbounded
State: one row for each open session; bounded: forgotten when the watermark has passed its end
*/

/* changelog
epoch 0
  +I|Oslo|[2026-01-01T00:00:05Z, 2026-01-01T00:00:15Z]|2
  +I|Rome|[2026-01-01T00:00:07Z, 2026-01-01T00:00:13Z]|1
epoch 1
  -D|Oslo|[2026-01-01T00:00:05Z, 2026-01-01T00:00:15Z]|2
  +I|Oslo|[2026-01-01T00:00:05Z, 2026-01-01T00:00:18Z]|3
  +I|Oslo|[2026-01-01T00:00:25Z, 2026-01-01T00:00:31Z]|1
  +I|Rome|[2026-01-01T00:00:04Z, 2026-01-01T00:00:13Z]|2
  -D|Rome|[2026-01-01T00:00:07Z, 2026-01-01T00:00:13Z]|1
epoch 2
  -D|Oslo|[2026-01-01T00:00:05Z, 2026-01-01T00:00:18Z]|3
  +I|Oslo|[2026-01-01T00:00:05Z, 2026-01-01T00:00:24Z]|4
  +I|Rome|[2026-01-01T00:00:50Z, 2026-01-01T00:00:56Z]|1
epoch 3
  +I|Oslo|[2026-01-01T00:01:30Z, 2026-01-01T00:01:36Z]|1
  +I|Rome|[2026-01-01T00:00:41Z, 2026-01-01T00:00:47Z]|1
*/

/* result
Oslo|[2026-01-01T00:00:05Z, 2026-01-01T00:00:24Z]|4
Oslo|[2026-01-01T00:00:25Z, 2026-01-01T00:00:31Z]|1
Oslo|[2026-01-01T00:01:30Z, 2026-01-01T00:01:36Z]|1
Rome|[2026-01-01T00:00:04Z, 2026-01-01T00:00:13Z]|2
Rome|[2026-01-01T00:00:41Z, 2026-01-01T00:00:47Z]|1
Rome|[2026-01-01T00:00:50Z, 2026-01-01T00:00:56Z]|1
*/
