-- Append: the first row of each window, when the window is over.
-- mode: append
-- duckdb: none
CREATE TABLE ride (id INT, city STRING, time TIMESTAMP, WATERMARK FOR time AS time - INTERVAL 10 SECONDS);

SELECT window_start, id, city FROM (SELECT *, row_number() OVER (PARTITION BY window_start, window_end ORDER BY time, id) AS n FROM TUMBLE(TABLE ride, DESCRIPTOR(time), INTERVAL 10 SECONDS)) WHERE n = 1;

-- epoch
INSERT INTO ride VALUES (1, 'Oslo', '2026-01-01 00:00:01'), (2, 'Rome', '2026-01-01 00:00:03'), (3, 'Oslo', '2026-01-01 00:00:12');
-- epoch
INSERT INTO ride VALUES (4, 'Oslo', '2026-01-01 00:00:02'), (5, NULL, '2026-01-01 00:00:13'), (6, 'Rome', '2026-01-01 00:00:25');
-- epoch
INSERT INTO ride VALUES (7, 'Oslo', '2026-01-01 00:00:14'), (8, 'Rome', '2026-01-01 00:00:26'), (9, 'Bern', '2026-01-01 00:00:40');

/* plan
Project [window_start, id, city]    -- retracting, rows may vanish; event time window_start; unbounded
  Top 1 to 1 by ROW_NUMBER of [window_start, window_end] ordered by time ASC NULLS FIRST, id ASC NULLS FIRST    -- upsert by window_start, window_end; event time window_start, window_end; unbounded
    Window of time: 10 s    -- insert-only; event time time, window_start, window_end; unbounded
      Watermark on time - 10 s    -- insert-only; event time time; unbounded
        Scan STREAM MemoryStream MemoryStream [id, city, time]    -- insert-only; unbounded
State: the first 1 rows of each [window_start, window_end]; bounded: forgotten when the watermark has passed window_start
*/

/* changelog
epoch 0
epoch 1
  2026-01-01T00:00:00Z|1|Oslo
epoch 2
  2026-01-01T00:00:10Z|3|Oslo
  2026-01-01T00:00:20Z|6|Rome
*/

/* result
2026-01-01T00:00:00Z|1|Oslo
2026-01-01T00:00:10Z|3|Oslo
2026-01-01T00:00:20Z|6|Rome
*/
