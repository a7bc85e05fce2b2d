-- A condition on groups that asks another table.
CREATE TABLE t (id INT, k INT, name STRING);
CREATE TABLE u (id INT, k INT, name STRING);

SELECT k, count(*) AS n FROM t GROUP BY k HAVING count(*) >= (SELECT min(id) FROM u);

-- epoch
INSERT INTO t VALUES (1, 1, 'a'), (2, 2, 'b'), (3, NULL, 'c');
INSERT INTO u VALUES (1, 1, 'a'), (2, 5, 'b');
-- epoch
INSERT INTO t VALUES (4, 4, NULL), (5, 1, 'e');
INSERT INTO u VALUES (3, 4, NULL), (4, 2, 'b'), (5, 1, 'a');
-- epoch
INSERT INTO u VALUES (6, NULL, 'z');
INSERT INTO t VALUES (6, 5, 'b'), (7, 1, 'a');

/* plan
Project [k, n]    -- upsert by k, rows may vanish; unbounded
  Join INNER on [] and (n >= CAST(min(id) AS BIGINT))    -- upsert by k, rows may vanish; unbounded
    Aggregate by [k]: [count(*)]    -- upsert by k; unbounded
      Scan STREAM MemoryStream MemoryStream [k]    -- insert-only; unbounded
    Aggregate by []: [min(id)]    -- upsert of one row; unbounded
      Scan STREAM MemoryStream MemoryStream [id]    -- insert-only; unbounded
State: one row for each [k]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: one row for the whole input; bounded
State: the left rows of the join, all in one worker; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join, all in one worker; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|1|1
  +I|2|1
  +I|NULL|1
epoch 1
  -U|1|1
  +U|1|2
  +I|4|1
epoch 2
  -U|1|2
  +U|1|3
  +I|5|1
*/

/* result
1|3
2|1
4|1
5|1
NULL|1
*/
