-- Hopping windows: each row counts in all that it lies in.
-- mode: append
-- duckdb: none
CREATE TABLE ride (city STRING, fare INT, time TIMESTAMP, WATERMARK FOR time AS time - INTERVAL 10 SECONDS);

SELECT window_start, window_end, sum(fare) AS s FROM HOP(TABLE ride, DESCRIPTOR(time), INTERVAL 5 SECONDS, INTERVAL 12 SECONDS) GROUP BY window_start, window_end;

-- epoch
INSERT INTO ride VALUES ('Oslo', 1, '2026-01-01 00:00:05'), ('Rome', 2, '2026-01-01 00:00:07'), ('Oslo', 3, '2026-01-01 00:00:09'), ('Oslo', 4, NULL);
-- epoch
INSERT INTO ride VALUES ('Oslo', 5, '2026-01-01 00:00:12'), ('Rome', 6, '2026-01-01 00:00:04'), ('Oslo', 7, '2026-01-01 00:00:25');
-- epoch
INSERT INTO ride VALUES ('Oslo', 8, '2026-01-01 00:00:01'), ('Oslo', 9, '2026-01-01 00:00:18'), ('Rome', 10, '2026-01-01 00:00:50');
-- epoch
INSERT INTO ride VALUES ('Rome', 11, '2026-01-01 00:00:41'), ('Oslo', 12, '2026-01-01 00:01:30');

/* plan
Aggregate by [window_start, window_end]: [sum(fare)]    -- upsert by window_start, window_end; event time window_start, window_end; unbounded
  Window of time: 12 s every 5 s    -- insert-only; event time time, window_start, window_end; unbounded
    Watermark on time - 10 s    -- insert-only; event time time; unbounded
      Scan STREAM MemoryStream MemoryStream [fare, time]    -- insert-only; unbounded
State: one row for each [window_start, window_end]; bounded: forgotten when the watermark has passed window_start, window_end
*/

/* changelog
epoch 0
epoch 1
  2025-12-31T23:59:55Z|2026-01-01T00:00:07Z|7
  2026-01-01T00:00:00Z|2026-01-01T00:00:12Z|12
epoch 2
  2026-01-01T00:00:05Z|2026-01-01T00:00:17Z|11
  2026-01-01T00:00:10Z|2026-01-01T00:00:22Z|14
  2026-01-01T00:00:15Z|2026-01-01T00:00:27Z|16
  2026-01-01T00:00:20Z|2026-01-01T00:00:32Z|7
  2026-01-01T00:00:25Z|2026-01-01T00:00:37Z|7
epoch 3
  2026-01-01T00:00:30Z|2026-01-01T00:00:42Z|11
  2026-01-01T00:00:35Z|2026-01-01T00:00:47Z|11
  2026-01-01T00:00:40Z|2026-01-01T00:00:52Z|21
  2026-01-01T00:00:45Z|2026-01-01T00:00:57Z|10
  2026-01-01T00:00:50Z|2026-01-01T00:01:02Z|10
*/

/* result
2025-12-31T23:59:55Z|2026-01-01T00:00:07Z|7
2026-01-01T00:00:00Z|2026-01-01T00:00:12Z|12
2026-01-01T00:00:05Z|2026-01-01T00:00:17Z|11
2026-01-01T00:00:10Z|2026-01-01T00:00:22Z|14
2026-01-01T00:00:15Z|2026-01-01T00:00:27Z|16
2026-01-01T00:00:20Z|2026-01-01T00:00:32Z|7
2026-01-01T00:00:25Z|2026-01-01T00:00:37Z|7
2026-01-01T00:00:30Z|2026-01-01T00:00:42Z|11
2026-01-01T00:00:35Z|2026-01-01T00:00:47Z|11
2026-01-01T00:00:40Z|2026-01-01T00:00:52Z|21
2026-01-01T00:00:45Z|2026-01-01T00:00:57Z|10
2026-01-01T00:00:50Z|2026-01-01T00:01:02Z|10
*/
