-- The end that a joined session leaves to another one is taken away before it is given anew.
-- mode: update
-- duckdb: none
CREATE TABLE ride (fare INT, time TIMESTAMP, WATERMARK FOR time AS time - INTERVAL 10 SECONDS);

SELECT w.end, n FROM (SELECT session_window(time, '4 seconds') AS w, count(*) AS n FROM ride GROUP BY 1) AS x;

-- epoch
INSERT INTO ride VALUES (1, '2026-01-01 00:00:23'), (2, '2026-01-01 00:00:36'), (3, '2026-01-01 00:00:37');
-- epoch
INSERT INTO ride VALUES (4, '2026-01-01 00:00:42');
-- epoch
INSERT INTO ride VALUES (5, '2026-01-01 00:00:38');

/* plan
Project [window_end AS end, n]    -- upsert by end, rows may vanish; event time end; unbounded
  Aggregate by [window_start, window_end]: [count(*)]    -- upsert by window_start, window_end, rows may vanish; event time window_end; unbounded
    Session by [] of time with gap 4000000    -- retracting, rows may vanish; event time window_end; unbounded
      Watermark on time - 10 s    -- insert-only; event time time; unbounded
        Scan STREAM MemoryStream MemoryStream [time]    -- insert-only; unbounded
State: one row for each open session; bounded: forgotten when the watermark has passed its end
*/

/* changelog
epoch 0
  2026-01-01T00:00:27Z|1
  2026-01-01T00:00:41Z|2
epoch 1
  2026-01-01T00:00:46Z|1
epoch 2
  2026-01-01T00:00:41Z|2|gone
  2026-01-01T00:00:46Z|4
*/

/* result
2026-01-01T00:00:27Z|1
2026-01-01T00:00:46Z|4
*/
