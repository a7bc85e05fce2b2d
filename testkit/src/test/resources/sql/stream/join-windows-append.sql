-- Rows of two streams that fall into the same window; what meets nobody is given when the window is over.
-- mode: append
-- duckdb: none
CREATE TABLE person (id INT, name STRING, time TIMESTAMP, WATERMARK FOR time AS time - INTERVAL 2 SECONDS);
CREATE TABLE sale (seller INT, price INT, time TIMESTAMP, WATERMARK FOR time AS time - INTERVAL 2 SECONDS);

SELECT p.name, s.price, p.w.start
FROM (SELECT id, name, window(time, '10 seconds') AS w FROM person) p
LEFT JOIN (SELECT seller, price, window(time, '10 seconds') AS w FROM sale) s ON p.id = s.seller AND p.w = s.w;

-- epoch
INSERT INTO person VALUES (1, 'Ann', '2026-01-01 00:00:01'), (2, 'Bob', '2026-01-01 00:00:02');
INSERT INTO sale VALUES (1, 10, '2026-01-01 00:00:09'), (1, 11, '2026-01-01 00:00:11');
-- epoch
INSERT INTO person VALUES (2, 'Bob', '2026-01-01 00:00:12');
INSERT INTO sale VALUES (2, 12, '2026-01-01 00:00:10');
-- epoch
INSERT INTO person VALUES (3, 'Cid', '2026-01-01 00:00:30');
INSERT INTO sale VALUES (4, 13, '2026-01-01 00:00:30');

/* plan
Project [name, price, w.start AS start]    -- retracting, rows may vanish; unbounded
  Join LEFT on [id = seller, w = w]    -- retracting, rows may vanish; unbounded
    Project [id, name, named_struct('start', window_start, 'end', window_end) AS w]    -- insert-only; unbounded
      Window of time: 10 s    -- insert-only; event time time, window_start, window_end; unbounded
        Watermark on time - 2 s    -- insert-only; event time time; unbounded
          Scan STREAM MemoryStream MemoryStream [id, name, time]    -- insert-only; unbounded
    Project [seller, price, named_struct('start', window_start, 'end', window_end) AS w]    -- insert-only; unbounded
      Window of time: 10 s    -- insert-only; event time time, window_start, window_end; unbounded
        Watermark on time - 2 s    -- insert-only; event time time; unbounded
          Scan STREAM MemoryStream MemoryStream [seller, price, time]    -- insert-only; unbounded
State: the left rows of the join by [id, w]; bounded: forgotten when the watermark has passed w.end less 1 us
State: the right rows of the join by [seller, w]; bounded: forgotten when the watermark has passed w.end less 1 us
*/

/* changelog
epoch 0
  Ann|10|2026-01-01T00:00:00Z
epoch 1
  Bob|12|2026-01-01T00:00:10Z
epoch 2
  Bob|NULL|2026-01-01T00:00:00Z
*/

/* result
Ann|10|2026-01-01T00:00:00Z
Bob|12|2026-01-01T00:00:10Z
Bob|NULL|2026-01-01T00:00:00Z
*/
