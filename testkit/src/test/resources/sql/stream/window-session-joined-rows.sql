-- The end of joined sessions whose rows are kept is taken away before it is given anew.
-- mode: changelog
-- duckdb: none
CREATE TABLE ride (fare INT, time TIMESTAMP, WATERMARK FOR time AS time - INTERVAL 10 SECONDS);

SELECT w.end, n FROM (SELECT session_window(time, '4 seconds') AS w, count(DISTINCT fare) AS n FROM ride GROUP BY 1) AS x;

-- epoch
INSERT INTO ride VALUES (1, '2026-01-01 00:00:23'), (2, '2026-01-01 00:00:36'), (3, '2026-01-01 00:00:37');
-- epoch
INSERT INTO ride VALUES (4, '2026-01-01 00:00:42');
-- epoch
INSERT INTO ride VALUES (5, '2026-01-01 00:00:38');

/* plan
Project [window_end AS end, n]    -- upsert by end, rows may vanish; event time end; unbounded
  Aggregate by [window_start, window_end]: [count(DISTINCT fare)]    -- upsert by window_start, window_end, rows may vanish; event time window_end; unbounded
    Session by [] of time with gap 4000000    -- retracting, rows may vanish; event time window_end; unbounded
      Watermark on time - 10 s    -- insert-only; event time time; unbounded
        Scan STREAM MemoryStream MemoryStream [fare, time]    -- insert-only; unbounded
State: all rows of open sessions; bounded: forgotten when the watermark has passed their end
State: one row for each [window_start, window_end]; bounded: forgotten when the watermark has passed window_end
*/

/* changelog
epoch 0
  +I|2026-01-01T00:00:27Z|1
  +I|2026-01-01T00:00:41Z|2
epoch 1
  +I|2026-01-01T00:00:46Z|1
epoch 2
  -D|2026-01-01T00:00:41Z|2
  -U|2026-01-01T00:00:46Z|1
  +U|2026-01-01T00:00:46Z|4
*/

/* result
2026-01-01T00:00:27Z|1
2026-01-01T00:00:46Z|4
*/
