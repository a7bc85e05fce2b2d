-- Cumulating windows grow from one start.
-- mode: changelog
-- duckdb: none
CREATE TABLE ride (city STRING, fare INT, time TIMESTAMP, WATERMARK FOR time AS time - INTERVAL 10 SECONDS);

SELECT window_start, window_end, count(*) AS n FROM CUMULATE(TABLE ride, DESCRIPTOR(time), INTERVAL 10 SECONDS, INTERVAL 30 SECONDS) GROUP BY window_start, window_end;

-- epoch
INSERT INTO ride VALUES ('Oslo', 1, '2026-01-01 00:00:05'), ('Rome', 2, '2026-01-01 00:00:07'), ('Oslo', 3, '2026-01-01 00:00:09'), ('Oslo', 4, NULL);
-- epoch
INSERT INTO ride VALUES ('Oslo', 5, '2026-01-01 00:00:12'), ('Rome', 6, '2026-01-01 00:00:04'), ('Oslo', 7, '2026-01-01 00:00:25');
-- epoch
INSERT INTO ride VALUES ('Oslo', 8, '2026-01-01 00:00:01'), ('Oslo', 9, '2026-01-01 00:00:18'), ('Rome', 10, '2026-01-01 00:00:50');
-- epoch
INSERT INTO ride VALUES ('Rome', 11, '2026-01-01 00:00:41'), ('Oslo', 12, '2026-01-01 00:01:30');

/* plan
Aggregate by [window_start, window_end]: [count(*)]    -- upsert by window_start, window_end; event time window_start, window_end; unbounded
  Window of time: up to 30 s by 10 s    -- insert-only; event time time, window_start, window_end; unbounded
    Watermark on time - 10 s    -- insert-only; event time time; unbounded
      Scan STREAM MemoryStream MemoryStream [time]    -- insert-only; unbounded
State: one row for each [window_start, window_end]; bounded: forgotten when the watermark has passed window_start, window_end
*/

/* changelog
epoch 0
  +I|2026-01-01T00:00:00Z|2026-01-01T00:00:10Z|3
  +I|2026-01-01T00:00:00Z|2026-01-01T00:00:20Z|3
  +I|2026-01-01T00:00:00Z|2026-01-01T00:00:30Z|3
epoch 1
  -U|2026-01-01T00:00:00Z|2026-01-01T00:00:10Z|3
  +U|2026-01-01T00:00:00Z|2026-01-01T00:00:10Z|4
  -U|2026-01-01T00:00:00Z|2026-01-01T00:00:20Z|3
  +U|2026-01-01T00:00:00Z|2026-01-01T00:00:20Z|5
  -U|2026-01-01T00:00:00Z|2026-01-01T00:00:30Z|3
  +U|2026-01-01T00:00:00Z|2026-01-01T00:00:30Z|6
epoch 2
  -U|2026-01-01T00:00:00Z|2026-01-01T00:00:20Z|5
  +U|2026-01-01T00:00:00Z|2026-01-01T00:00:20Z|6
  -U|2026-01-01T00:00:00Z|2026-01-01T00:00:30Z|6
  +U|2026-01-01T00:00:00Z|2026-01-01T00:00:30Z|7
  +I|2026-01-01T00:00:30Z|2026-01-01T00:01:00Z|1
epoch 3
  +I|2026-01-01T00:00:30Z|2026-01-01T00:00:50Z|1
  -U|2026-01-01T00:00:30Z|2026-01-01T00:01:00Z|1
  +U|2026-01-01T00:00:30Z|2026-01-01T00:01:00Z|2
  +I|2026-01-01T00:01:30Z|2026-01-01T00:01:40Z|1
  +I|2026-01-01T00:01:30Z|2026-01-01T00:01:50Z|1
  +I|2026-01-01T00:01:30Z|2026-01-01T00:02:00Z|1
*/

/* result
2026-01-01T00:00:00Z|2026-01-01T00:00:10Z|4
2026-01-01T00:00:00Z|2026-01-01T00:00:20Z|6
2026-01-01T00:00:00Z|2026-01-01T00:00:30Z|7
2026-01-01T00:00:30Z|2026-01-01T00:00:50Z|1
2026-01-01T00:00:30Z|2026-01-01T00:01:00Z|2
2026-01-01T00:01:30Z|2026-01-01T00:01:40Z|1
2026-01-01T00:01:30Z|2026-01-01T00:01:50Z|1
2026-01-01T00:01:30Z|2026-01-01T00:02:00Z|1
*/
