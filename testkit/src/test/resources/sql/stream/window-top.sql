-- The two highest fares of each window of time.
-- mode: append
-- duckdb: none
CREATE TABLE ride (city STRING, fare INT, time TIMESTAMP, WATERMARK FOR time AS time - INTERVAL 10 SECONDS);

SELECT window_start, city, fare FROM TUMBLE(TABLE ride, DESCRIPTOR(time), INTERVAL 20 SECONDS) QUALIFY row_number() OVER (PARTITION BY window_start, window_end ORDER BY fare DESC) <= 2;

-- epoch
INSERT INTO ride VALUES ('Oslo', 1, '2026-01-01 00:00:05'), ('Rome', 2, '2026-01-01 00:00:07'), ('Oslo', 3, '2026-01-01 00:00:09'), ('Oslo', 4, NULL);
-- epoch
INSERT INTO ride VALUES ('Oslo', 5, '2026-01-01 00:00:12'), ('Rome', 6, '2026-01-01 00:00:04'), ('Oslo', 7, '2026-01-01 00:00:25');
-- epoch
INSERT INTO ride VALUES ('Oslo', 8, '2026-01-01 00:00:01'), ('Oslo', 9, '2026-01-01 00:00:18'), ('Rome', 10, '2026-01-01 00:00:50');
-- epoch
INSERT INTO ride VALUES ('Rome', 11, '2026-01-01 00:00:41'), ('Oslo', 12, '2026-01-01 00:01:30');

/* plan
Project [window_start, city, fare]    -- retracting, rows may vanish; event time window_start; unbounded
  Top 1 to 2 by ROW_NUMBER of [window_start, window_end] ordered by fare DESC NULLS LAST    -- retracting, rows may vanish; event time window_start, window_end; unbounded
    Project [city, fare, window_start, window_end]    -- insert-only; event time window_start, window_end; unbounded
      Window of time: 20 s    -- insert-only; event time time, window_start, window_end; unbounded
        Watermark on time - 10 s    -- insert-only; event time time; unbounded
          Scan STREAM MemoryStream MemoryStream [city, fare, time]    -- insert-only; unbounded
State: the first 2 rows of each [window_start, window_end]; bounded: forgotten when the watermark has passed window_start
*/

/* changelog
epoch 0
epoch 1
epoch 2
  2026-01-01T00:00:00Z|Oslo|9
  2026-01-01T00:00:00Z|Rome|6
  2026-01-01T00:00:20Z|Oslo|7
epoch 3
  2026-01-01T00:00:40Z|Rome|10
  2026-01-01T00:00:40Z|Rome|11
*/

/* result
2026-01-01T00:00:00Z|Oslo|9
2026-01-01T00:00:00Z|Rome|6
2026-01-01T00:00:20Z|Oslo|7
2026-01-01T00:00:40Z|Rome|10
2026-01-01T00:00:40Z|Rome|11
*/
