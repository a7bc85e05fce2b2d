-- Tumbling windows as they change; what is too late is left out of a window that was forgotten.
-- mode: changelog
-- duckdb: none
CREATE TABLE ride (city STRING, fare INT, time TIMESTAMP, WATERMARK FOR time AS time - INTERVAL 10 SECONDS);

SELECT window.start AS start, city, count(*) AS n FROM ride GROUP BY window(time, '10 seconds'), city;

-- epoch
INSERT INTO ride VALUES ('Oslo', 1, '2026-01-01 00:00:05'), ('Rome', 2, '2026-01-01 00:00:07'), ('Oslo', 3, '2026-01-01 00:00:09'), ('Oslo', 4, NULL);
-- epoch
INSERT INTO ride VALUES ('Oslo', 5, '2026-01-01 00:00:12'), ('Rome', 6, '2026-01-01 00:00:04'), ('Oslo', 7, '2026-01-01 00:00:25');
-- epoch
INSERT INTO ride VALUES ('Oslo', 8, '2026-01-01 00:00:01'), ('Oslo', 9, '2026-01-01 00:00:18'), ('Rome', 10, '2026-01-01 00:00:50');
-- epoch
INSERT INTO ride VALUES ('Rome', 11, '2026-01-01 00:00:41'), ('Oslo', 12, '2026-01-01 00:01:30');

/* plan
Project [window_start AS start, city, n]    -- upsert by start, city; event time start; unbounded
  Aggregate by [window_start, window_end, city]: [count(*)]    -- upsert by window_start, window_end, city; event time window_start, window_end; unbounded
    Window of time: 10 s    -- insert-only; event time time, window_start, window_end; unbounded
      Watermark on time - 10 s    -- insert-only; event time time; unbounded
        Scan STREAM MemoryStream MemoryStream [city, time]    -- insert-only; unbounded
State: one row for each [window_start, window_end, city]; bounded: forgotten when the watermark has passed window_start, window_end
*/

/* changelog
epoch 0
  +I|2026-01-01T00:00:00Z|Oslo|2
  +I|2026-01-01T00:00:00Z|Rome|1
epoch 1
  -U|2026-01-01T00:00:00Z|Rome|1
  +U|2026-01-01T00:00:00Z|Rome|2
  +I|2026-01-01T00:00:10Z|Oslo|1
  +I|2026-01-01T00:00:20Z|Oslo|1
epoch 2
  -U|2026-01-01T00:00:10Z|Oslo|1
  +U|2026-01-01T00:00:10Z|Oslo|2
  +I|2026-01-01T00:00:50Z|Rome|1
epoch 3
  +I|2026-01-01T00:00:40Z|Rome|1
  +I|2026-01-01T00:01:30Z|Oslo|1
*/

/* result
2026-01-01T00:00:00Z|Oslo|2
2026-01-01T00:00:00Z|Rome|2
2026-01-01T00:00:10Z|Oslo|2
2026-01-01T00:00:20Z|Oslo|1
2026-01-01T00:00:40Z|Rome|1
2026-01-01T00:00:50Z|Rome|1
2026-01-01T00:01:30Z|Oslo|1
*/
