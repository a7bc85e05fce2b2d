-- Sessions are given once they are over: no row can join them any more.
-- mode: append
-- duckdb: none
CREATE TABLE ride (city STRING, fare INT, time TIMESTAMP, WATERMARK FOR time AS time - INTERVAL 10 SECONDS);

SELECT city, session_window.start, session_window.end, sum(fare) AS s FROM ride GROUP BY city, session_window(time, '6 seconds');

-- epoch
INSERT INTO ride VALUES ('Oslo', 1, '2026-01-01 00:00:05'), ('Rome', 2, '2026-01-01 00:00:07'), ('Oslo', 3, '2026-01-01 00:00:09'), ('Oslo', 4, NULL);
-- epoch
INSERT INTO ride VALUES ('Oslo', 5, '2026-01-01 00:00:12'), ('Rome', 6, '2026-01-01 00:00:04'), ('Oslo', 7, '2026-01-01 00:00:25');
-- epoch
INSERT INTO ride VALUES ('Oslo', 8, '2026-01-01 00:00:01'), ('Oslo', 9, '2026-01-01 00:00:18'), ('Rome', 10, '2026-01-01 00:00:50');
-- epoch
INSERT INTO ride VALUES ('Rome', 11, '2026-01-01 00:00:41'), ('Oslo', 12, '2026-01-01 00:01:30');

/* plan
Project [city, window_start AS start, window_end AS end, s]    -- upsert by city, start, rows may vanish; event time end; unbounded
  Aggregate by [city, window_start, window_end]: [sum(fare)]    -- upsert by city, window_start, window_end, rows may vanish; event time window_end; unbounded
    Session by [city] of time with gap 6000000    -- retracting, rows may vanish; event time window_end; unbounded
      Watermark on time - 10 s    -- insert-only; event time time; unbounded
        Scan STREAM MemoryStream MemoryStream [city, fare, time]    -- insert-only; unbounded
State: one row for each open session; bounded: forgotten when the watermark has passed its end
*/

/* changelog
epoch 0
epoch 1
  Rome|2026-01-01T00:00:04Z|2026-01-01T00:00:13Z|8
epoch 2
  Oslo|2026-01-01T00:00:05Z|2026-01-01T00:00:24Z|18
  Oslo|2026-01-01T00:00:25Z|2026-01-01T00:00:31Z|7
epoch 3
  Rome|2026-01-01T00:00:41Z|2026-01-01T00:00:47Z|11
  Rome|2026-01-01T00:00:50Z|2026-01-01T00:00:56Z|10
*/

/* result
Oslo|2026-01-01T00:00:05Z|2026-01-01T00:00:24Z|18
Oslo|2026-01-01T00:00:25Z|2026-01-01T00:00:31Z|7
Rome|2026-01-01T00:00:04Z|2026-01-01T00:00:13Z|8
Rome|2026-01-01T00:00:41Z|2026-01-01T00:00:47Z|11
Rome|2026-01-01T00:00:50Z|2026-01-01T00:00:56Z|10
*/
