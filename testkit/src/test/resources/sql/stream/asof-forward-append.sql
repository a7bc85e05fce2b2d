-- The first quote behind a trade, within five minutes: a trade that finds none is given when none can come any more.
-- mode: append
-- duckdb: none
CREATE TABLE trade (symbol STRING, time TIMESTAMP, n INT, WATERMARK FOR time AS time - INTERVAL 2 MINUTES);
CREATE TABLE quote (symbol STRING, time TIMESTAMP, price INT, WATERMARK FOR time AS time - INTERVAL 2 MINUTES);

SELECT t.symbol, t.n, q.price FROM trade t ASOF LEFT JOIN quote q
ON t.symbol = q.symbol AND q.time BETWEEN t.time AND t.time + INTERVAL 5 MINUTES;

-- epoch
INSERT INTO trade VALUES ('a', TIMESTAMP '2026-01-01 10:00:00', 1), ('b', TIMESTAMP '2026-01-01 10:00:00', 2);
INSERT INTO quote VALUES ('a', TIMESTAMP '2026-01-01 10:04:00', 7), ('a', TIMESTAMP '2026-01-01 10:02:00', 5);
-- epoch
INSERT INTO trade VALUES ('b', TIMESTAMP '2026-01-01 10:06:00', 3), ('a', TIMESTAMP '2026-01-01 10:05:00', 4);
INSERT INTO quote VALUES ('b', TIMESTAMP '2026-01-01 10:08:00', 9), ('a', TIMESTAMP '2026-01-01 10:11:00', 8);
-- epoch
INSERT INTO trade VALUES ('c', TIMESTAMP '2026-01-01 10:30:00', 5);
INSERT INTO quote VALUES ('c', TIMESTAMP '2026-01-01 10:30:00', 1);

/* plan
Project [symbol, n, price]    -- retracting, rows may vanish; unbounded
  AsOfJoin outer on [symbol = symbol], time AT_OR_AFTER time within 300 s    -- retracting, rows may vanish; event time time; unbounded
    Watermark on time - 120 s    -- insert-only; event time time; unbounded
      Scan STREAM MemoryStream MemoryStream [symbol, time, n]    -- insert-only; unbounded
    Watermark on time - 120 s    -- insert-only; event time time; unbounded
      Scan STREAM MemoryStream MemoryStream [symbol, time, price]    -- insert-only; unbounded
State: the left rows of the ASOF join by [symbol]; bounded: forgotten when the watermark has passed the match, or the last time at which there could be one
State: the right rows of the ASOF join by [symbol]; bounded: forgotten when the watermark has passed time
*/

/* changelog
epoch 0
epoch 1
  a|1|5
epoch 2
  a|4|NULL
  b|2|NULL
  b|3|9
*/

/* result
a|1|5
a|4|NULL
b|2|NULL
b|3|9
*/
