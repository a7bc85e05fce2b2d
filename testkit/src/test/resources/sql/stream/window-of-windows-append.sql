-- Windows of windows: both are given when the watermark says that they are complete.
-- mode: append
-- duckdb: none
CREATE TABLE ride (city STRING, fare INT, time TIMESTAMP, WATERMARK FOR time AS time - INTERVAL 10 SECONDS);

SELECT window(window_time(w), '30 seconds') AS half, sum(n) AS total, count(*) AS windows FROM (SELECT window(time, '10 seconds') AS w, city, count(*) AS n FROM ride GROUP BY 1, 2) GROUP BY 1;

-- epoch
INSERT INTO ride VALUES ('Oslo', 1, '2026-01-01 00:00:05'), ('Rome', 2, '2026-01-01 00:00:07'), ('Oslo', 3, '2026-01-01 00:00:09'), ('Oslo', 4, NULL);
-- epoch
INSERT INTO ride VALUES ('Oslo', 5, '2026-01-01 00:00:12'), ('Rome', 6, '2026-01-01 00:00:04'), ('Oslo', 7, '2026-01-01 00:00:25');
-- epoch
INSERT INTO ride VALUES ('Oslo', 8, '2026-01-01 00:00:01'), ('Oslo', 9, '2026-01-01 00:00:18'), ('Rome', 10, '2026-01-01 00:00:50');
-- epoch
INSERT INTO ride VALUES ('Rome', 11, '2026-01-01 00:00:41'), ('Oslo', 12, '2026-01-01 00:01:30');

/* plan
Project [named_struct('start', window_start, 'end', window_end) AS half, total, windows]    -- upsert by half, rows may vanish; unbounded
  Aggregate by [window_start, window_end]: [sum(n), count(*)]    -- upsert by window_start, window_end, rows may vanish; event time window_start, window_end; unbounded
    Window of (window_end - PT0.000001S): 30 s    -- upsert by window_start, window_end, city, rows may vanish; event time window_start, window_end, window_start, window_end; unbounded
      Aggregate by [window_start, window_end, city]: [count(*)]    -- upsert by window_start, window_end, city; event time window_start, window_end; unbounded
        Window of time: 10 s    -- insert-only; event time time, window_start, window_end; unbounded
          Watermark on time - 10 s    -- insert-only; event time time; unbounded
            Scan STREAM MemoryStream MemoryStream [city, time]    -- insert-only; unbounded
State: one row for each [window_start, window_end, city]; bounded: forgotten when the watermark has passed window_start, window_end
State: one row for each [window_start, window_end]; bounded: forgotten when the watermark has passed window_start, window_end
*/

/* changelog
epoch 0
epoch 1
epoch 2
  [2026-01-01T00:00:00Z, 2026-01-01T00:00:30Z]|7|4
epoch 3
  [2026-01-01T00:00:30Z, 2026-01-01T00:01:00Z]|2|2
*/

/* result
[2026-01-01T00:00:00Z, 2026-01-01T00:00:30Z]|7|4
[2026-01-01T00:00:30Z, 2026-01-01T00:01:00Z]|2|2
*/
