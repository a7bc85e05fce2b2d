-- Days as clocks in Kathmandu show them: they begin at 18:15 of UTC.
-- mode: changelog
-- duckdb: none
CREATE TABLE ride (city STRING, fare INT, time TIMESTAMP, WATERMARK FOR time AS time - INTERVAL 10 SECONDS);

SELECT calendar_window(time, '1 day', 'Asia/Kathmandu') AS day, count(*) AS n FROM ride GROUP BY 1;

-- epoch
INSERT INTO ride VALUES ('Oslo', 1, '2026-01-01 00:00:05'), ('Rome', 2, '2026-01-01 00:00:07'), ('Oslo', 3, '2026-01-01 00:00:09'), ('Oslo', 4, NULL);
-- epoch
INSERT INTO ride VALUES ('Oslo', 5, '2026-01-01 00:00:12'), ('Rome', 6, '2026-01-01 00:00:04'), ('Oslo', 7, '2026-01-01 00:00:25');
-- epoch
INSERT INTO ride VALUES ('Oslo', 8, '2026-01-01 00:00:01'), ('Oslo', 9, '2026-01-01 00:00:18'), ('Rome', 10, '2026-01-01 00:00:50');
-- epoch
INSERT INTO ride VALUES ('Rome', 11, '2026-01-01 00:00:41'), ('Oslo', 12, '2026-01-01 00:01:30');

/* plan
Project [named_struct('start', window_start, 'end', window_end) AS day, n]    -- upsert by day; unbounded
  Aggregate by [window_start, window_end]: [count(*)]    -- upsert by window_start, window_end; event time window_start, window_end; unbounded
    Window of time: P1D in Asia/Kathmandu    -- insert-only; event time time, window_start, window_end; unbounded
      Watermark on time - 10 s    -- insert-only; event time time; unbounded
        Scan STREAM MemoryStream MemoryStream [time]    -- insert-only; unbounded
State: one row for each [window_start, window_end]; bounded: forgotten when the watermark has passed window_start, window_end
*/

/* changelog
epoch 0
  +I|[2025-12-31T18:15:00Z, 2026-01-01T18:15:00Z]|3
epoch 1
  -U|[2025-12-31T18:15:00Z, 2026-01-01T18:15:00Z]|3
  +U|[2025-12-31T18:15:00Z, 2026-01-01T18:15:00Z]|6
epoch 2
  -U|[2025-12-31T18:15:00Z, 2026-01-01T18:15:00Z]|6
  +U|[2025-12-31T18:15:00Z, 2026-01-01T18:15:00Z]|8
epoch 3
  +U|[2025-12-31T18:15:00Z, 2026-01-01T18:15:00Z]|10
  -U|[2025-12-31T18:15:00Z, 2026-01-01T18:15:00Z]|8
*/

/* result
[2025-12-31T18:15:00Z, 2026-01-01T18:15:00Z]|10
*/
