-- A trade is given once no price can come that held then; one without a price when that is certain.
-- mode: append
-- duckdb: none
CREATE TABLE trade (symbol STRING, amount INT, time TIMESTAMP, WATERMARK FOR time AS time - INTERVAL 5 SECONDS);
CREATE TABLE quote (symbol STRING, price INT, time TIMESTAMP, WATERMARK FOR time AS time - INTERVAL 5 SECONDS);

SELECT t.symbol, t.amount, q.price FROM trade t LEFT JOIN quote FOR SYSTEM_TIME AS OF t.time AS q ON t.symbol = q.symbol;

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
  AsOfJoin outer on [symbol = symbol], time AT_OR_BEFORE time    -- retracting, rows may vanish; event time time; unbounded
    Watermark on time - 5 s    -- insert-only; event time time; unbounded
      Scan STREAM MemoryStream MemoryStream [symbol, amount, time]    -- insert-only; unbounded
    Watermark on time - 5 s    -- insert-only; event time time; unbounded
      Scan STREAM MemoryStream MemoryStream [symbol, price, time]    -- insert-only; unbounded
State: the left rows of the ASOF join by [symbol]; bounded: forgotten when the watermark has passed time
State: the right rows of the ASOF join by [symbol]; bounded: forgotten when the watermark has passed time, but the last one of each key
*/

/* changelog
epoch 0
epoch 1
epoch 2
  A|1|12
  A|3|11
  B|2|21
  C|4|NULL
*/

/* result
A|1|12
A|3|11
B|2|21
C|4|NULL
*/
