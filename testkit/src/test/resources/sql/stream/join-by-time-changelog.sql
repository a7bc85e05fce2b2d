-- Each trade with the price that held then; an older price that comes later takes it back.
-- mode: changelog
-- duckdb: SELECT t.symbol, t.amount, q.price FROM trade t ASOF JOIN quote q ON t.symbol = q.symbol AND t.time >= q.time
CREATE TABLE trade (symbol STRING, amount INT, time TIMESTAMP, WATERMARK FOR time AS time - INTERVAL 5 SECONDS);
CREATE TABLE quote (symbol STRING, price INT, time TIMESTAMP, WATERMARK FOR time AS time - INTERVAL 5 SECONDS);

SELECT t.symbol, t.amount, q.price FROM trade t ASOF JOIN quote q ON t.symbol = q.symbol AND t.time >= q.time;

-- epoch
INSERT INTO quote VALUES ('A', 10, '2026-01-01 00:00:01'), ('A', 11, '2026-01-01 00:00:05'), ('B', 20, '2026-01-01 00:00:03');
INSERT INTO trade VALUES ('A', 1, '2026-01-01 00:00:04'), ('B', 2, '2026-01-01 00:00:02'), ('A', 3, '2026-01-01 00:00:06');
-- epoch
INSERT INTO quote VALUES ('A', 12, '2026-01-01 00:00:03'), ('B', 21, '2026-01-01 00:00:01');
INSERT INTO trade VALUES ('C', 4, '2026-01-01 00:00:05');
-- epoch
INSERT INTO trade VALUES ('A', 5, '2026-01-01 00:00:20');
INSERT INTO quote VALUES ('A', 13, '2026-01-01 00:00:19'), ('A', 14, '2026-01-01 00:00:21');

/* plan
Project [symbol, amount, price]    -- retracting, rows may vanish; unbounded
  AsOfJoin on [symbol = symbol], time AT_OR_BEFORE time    -- retracting, rows may vanish; event time time; unbounded
    Watermark on time - 5 s    -- insert-only; event time time; unbounded
      Scan STREAM MemoryStream MemoryStream [symbol, amount, time]    -- insert-only; unbounded
    Watermark on time - 5 s    -- insert-only; event time time; unbounded
      Scan STREAM MemoryStream MemoryStream [symbol, price, time]    -- insert-only; unbounded
State: the left rows of the ASOF join by [symbol]; bounded: forgotten when the watermark has passed time
State: the right rows of the ASOF join by [symbol]; bounded: forgotten when the watermark has passed time, but the last one of each key
*/

/* changelog
epoch 0
  +I|A|1|10
  +I|A|3|11
epoch 1
  -D|A|1|10
  +I|A|1|12
  +I|B|2|21
epoch 2
  +I|A|5|13
*/

/* result
A|1|12
A|3|11
A|5|13
B|2|21
*/
