-- An aggregate that stands in two places of a query is run once for both.
-- mode: changelog
-- duckdb: none
CREATE TABLE bid (auction INT, price INT, time TIMESTAMP, WATERMARK FOR time AS time - INTERVAL 10 SECONDS);

SELECT each.auction, each.num, each.window_end
FROM (
  SELECT auction, count(*) AS num, window_end
  FROM TABLE(TUMBLE(TABLE bid, DESCRIPTOR(time), INTERVAL '10' SECOND))
  WHERE price + 1 > 5
  GROUP BY auction, window_start, window_end
) AS each
JOIN (
  SELECT max(num) AS most, window_end
  FROM (
    SELECT auction, count(*) AS num, window_end
    FROM TABLE(TUMBLE(TABLE bid, DESCRIPTOR(time), INTERVAL '10' SECOND))
    WHERE price + 1 > 5
    GROUP BY auction, window_start, window_end
  )
  GROUP BY window_end
) AS best
ON each.window_end = best.window_end AND each.num >= best.most;

-- epoch
INSERT INTO bid VALUES (1, 10, '2026-01-01T00:00:01Z'), (1, 12, '2026-01-01T00:00:02Z'), (2, 7, '2026-01-01T00:00:03Z');
-- epoch
INSERT INTO bid VALUES (2, 9, '2026-01-01T00:00:04Z'), (2, 9, '2026-01-01T00:00:12Z'), (3, 1, '2026-01-01T00:00:05Z');
-- epoch
INSERT INTO bid VALUES (1, 5, '2026-01-01T00:00:06Z'), (3, 8, '2026-01-01T00:00:21Z');
-- epoch
INSERT INTO bid VALUES (1, 5, '2026-01-01T00:01:06Z'), (2, 8, '2026-01-01T00:00:07Z');

/* plan
Project [auction, num, window_end]    -- retracting, rows may vanish; event time window_end; unbounded
  Join INNER on [window_end = window_end] and (num >= most)    -- retracting, rows may vanish; event time window_end, window_end0; unbounded
    Project [auction, num, window_end]    -- retracting, rows may vanish; event time window_end; unbounded
      Aggregate by [auction, window_start, window_end]: [count(*)]    -- upsert by auction, window_start, window_end; event time window_start, window_end; unbounded
        Filter ((price + 1) > 5)    -- insert-only; event time window_start, window_end; unbounded
          Project [auction, price, window_start, window_end]    -- insert-only; event time window_start, window_end; unbounded
            Window of time: 10 s    -- insert-only; event time time, window_start, window_end; unbounded
              Watermark on time - 10 s    -- insert-only; event time time; unbounded
                Scan STREAM MemoryStream MemoryStream [auction, price, time]    -- insert-only; unbounded
    Project [most, window_end]    -- upsert by window_end, rows may vanish; event time window_end; unbounded
      Aggregate by [window_end]: [max(num)]    -- upsert by window_end, rows may vanish; event time window_end; unbounded
        Aggregate by [auction, window_start, window_end]: [count(*)]    -- as above, and run once for both
State: one row for each [auction, window_start, window_end]; bounded: forgotten when the watermark has passed window_start, window_end
State: one row for each [window_end]; bounded: forgotten when the watermark has passed window_end
State: the left rows of the join by [window_end]; bounded: forgotten when the watermark has passed window_end less 1 us
State: the right rows of the join by [window_end]; bounded: forgotten when the watermark has passed window_end less 1 us
*/

/* changelog
epoch 0
  +I|1|2|2026-01-01T00:00:10Z
epoch 1
  +I|2|1|2026-01-01T00:00:20Z
  +I|2|2|2026-01-01T00:00:10Z
epoch 2
  -D|1|2|2026-01-01T00:00:10Z
  +I|1|3|2026-01-01T00:00:10Z
  -D|2|2|2026-01-01T00:00:10Z
  +I|3|1|2026-01-01T00:00:30Z
epoch 3
  +I|1|1|2026-01-01T00:01:10Z
*/

/* result
1|1|2026-01-01T00:01:10Z
1|3|2026-01-01T00:00:10Z
2|1|2026-01-01T00:00:20Z
3|1|2026-01-01T00:00:30Z
*/
