-- Tumbling windows are given once, when the watermark has passed their end; a row without a time is in none.
-- mode: append
-- duckdb: none
CREATE TABLE ride (city STRING, fare INT, time TIMESTAMP, WATERMARK FOR time AS time - INTERVAL 10 SECONDS);

SELECT window, city, sum(fare) AS s FROM ride GROUP BY window(time, '10 seconds'), city;

-- epoch
INSERT INTO ride VALUES ('Oslo', 1, '2026-01-01 00:00:05'), ('Rome', 2, '2026-01-01 00:00:07'), ('Oslo', 3, '2026-01-01 00:00:09'), ('Oslo', 4, NULL);
-- epoch
INSERT INTO ride VALUES ('Oslo', 5, '2026-01-01 00:00:12'), ('Rome', 6, '2026-01-01 00:00:04'), ('Oslo', 7, '2026-01-01 00:00:25');
-- epoch
INSERT INTO ride VALUES ('Oslo', 8, '2026-01-01 00:00:01'), ('Oslo', 9, '2026-01-01 00:00:18'), ('Rome', 10, '2026-01-01 00:00:50');
-- epoch
INSERT INTO ride VALUES ('Rome', 11, '2026-01-01 00:00:41'), ('Oslo', 12, '2026-01-01 00:01:30');

/* plan
Project [named_struct('start', window_start, 'end', window_end) AS window, city, s]    -- upsert by window, city; unbounded
  Aggregate by [window_start, window_end, city]: [sum(fare)]    -- upsert by window_start, window_end, city; event time window_start, window_end; unbounded
    Window of time: 10 s    -- insert-only; event time time, window_start, window_end; unbounded
      Watermark on time - 10 s    -- insert-only; event time time; unbounded
        Scan STREAM MemoryStream MemoryStream [city, fare, time]    -- insert-only; unbounded
State: one row for each [window_start, window_end, city]; bounded: forgotten when the watermark has passed window_start, window_end
*/

/* changelog
epoch 0
epoch 1
  [2026-01-01T00:00:00Z, 2026-01-01T00:00:10Z]|Oslo|4
  [2026-01-01T00:00:00Z, 2026-01-01T00:00:10Z]|Rome|8
epoch 2
  [2026-01-01T00:00:10Z, 2026-01-01T00:00:20Z]|Oslo|14
  [2026-01-01T00:00:20Z, 2026-01-01T00:00:30Z]|Oslo|7
epoch 3
  [2026-01-01T00:00:40Z, 2026-01-01T00:00:50Z]|Rome|11
  [2026-01-01T00:00:50Z, 2026-01-01T00:01:00Z]|Rome|10
*/

/* result
[2026-01-01T00:00:00Z, 2026-01-01T00:00:10Z]|Oslo|4
[2026-01-01T00:00:00Z, 2026-01-01T00:00:10Z]|Rome|8
[2026-01-01T00:00:10Z, 2026-01-01T00:00:20Z]|Oslo|14
[2026-01-01T00:00:20Z, 2026-01-01T00:00:30Z]|Oslo|7
[2026-01-01T00:00:40Z, 2026-01-01T00:00:50Z]|Rome|11
[2026-01-01T00:00:50Z, 2026-01-01T00:01:00Z]|Rome|10
*/
