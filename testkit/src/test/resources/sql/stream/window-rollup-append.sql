-- Rollups inside of windows are given once, when the watermark has passed the window.
-- mode: append
-- duckdb: none
CREATE TABLE ride (city STRING, fare INT, time TIMESTAMP, WATERMARK FOR time AS time - INTERVAL 10 SECONDS);

SELECT window.start, city, sum(fare) AS s FROM ride GROUP BY window(time, '10 seconds'), ROLLUP(city);

-- epoch
INSERT INTO ride VALUES ('Oslo', 1, '2026-01-01 00:00:05'), ('Rome', 2, '2026-01-01 00:00:07'), (NULL, 3, '2026-01-01 00:00:09');
-- epoch
INSERT INTO ride VALUES ('Oslo', 5, '2026-01-01 00:00:12'), ('Rome', 6, '2026-01-01 00:00:04'), ('Oslo', 7, '2026-01-01 00:00:35');

/* plan
Project [window_start AS start, city, s]    -- retracting, rows may vanish; event time start; unbounded
  Aggregate by [window_start, window_end, city, grouping_id]: [sum(fare)]    -- upsert by window_start, window_end, city, grouping_id; event time window_start, window_end; unbounded
    Expand [[fare, city, 0, window_start, window_end], [fare, NULL, 1, window_start, window_end]]    -- insert-only; event time window_start, window_end; unbounded
      Project [city, fare, window_start, window_end]    -- insert-only; event time window_start, window_end; unbounded
        Window of time: 10 s    -- insert-only; event time time, window_start, window_end; unbounded
          Watermark on time - 10 s    -- insert-only; event time time; unbounded
            Scan STREAM MemoryStream MemoryStream [city, fare, time]    -- insert-only; unbounded
State: one row for each [window_start, window_end, city, grouping_id]; bounded: forgotten when the watermark has passed window_start, window_end
*/

/* changelog
epoch 0
epoch 1
  2026-01-01T00:00:00Z|NULL|12
  2026-01-01T00:00:00Z|NULL|3
  2026-01-01T00:00:00Z|Oslo|1
  2026-01-01T00:00:00Z|Rome|8
  2026-01-01T00:00:10Z|NULL|5
  2026-01-01T00:00:10Z|Oslo|5
*/

/* result
2026-01-01T00:00:00Z|NULL|12
2026-01-01T00:00:00Z|NULL|3
2026-01-01T00:00:00Z|Oslo|1
2026-01-01T00:00:00Z|Rome|8
2026-01-01T00:00:10Z|NULL|5
2026-01-01T00:00:10Z|Oslo|5
*/
