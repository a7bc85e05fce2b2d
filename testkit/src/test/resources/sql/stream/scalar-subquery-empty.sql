-- A count over a table without rows is 0, and stands from the first epoch on.
CREATE TABLE t0 (t0_0 BIGINT, t0_1 DATE);
CREATE TABLE t1 (t1_0 BIGINT, t1_1 DATE);

SELECT c0, c1 FROM (SELECT t1_0 AS c0, t1_1 AS c1 FROM t1) AS c5
WHERE c0 >= (SELECT count(*) FROM (SELECT t0_0 AS c2, t0_1 AS c3 FROM t0) AS c4);

-- epoch
INSERT INTO t1 VALUES (1, NULL), (-1, DATE '2026-01-05');
-- epoch
INSERT INTO t1 VALUES (NULL, DATE '2026-01-03'), (4, DATE '2026-01-01');

/* plan
Project [c0, c1]    -- retracting, rows may vanish; unbounded
  Join INNER on [] and (c0 >= count(1))    -- retracting, rows may vanish; unbounded
    Project [t1_0 AS c0, t1_1 AS c1]    -- insert-only; unbounded
      Scan STREAM MemoryStream MemoryStream [t1_0, t1_1]    -- insert-only; unbounded
    Aggregate by []: [count(*)]    -- upsert of one row; unbounded
      Scan STREAM MemoryStream MemoryStream []    -- insert-only; unbounded
State: one row for the whole input; bounded
State: the left rows of the join, all in one worker; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join, all in one worker; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|1|NULL
epoch 1
  +I|4|2026-01-01
*/

/* result
1|NULL
4|2026-01-01
*/
