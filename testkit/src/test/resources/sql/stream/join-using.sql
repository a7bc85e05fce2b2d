-- A column of both, once.
CREATE TABLE t (id INT, k INT, name STRING);
CREATE TABLE u (id INT, k INT, name STRING);

SELECT k, t.id AS tid, u.id AS uid FROM t FULL JOIN u USING (k);

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
Project [coalesce(k, k0) AS k, id AS tid, id0 AS uid]    -- retracting, rows may vanish; unbounded
  Join FULL on [k = k]    -- retracting, rows may vanish; unbounded
    Scan STREAM MemoryStream MemoryStream [id, k]    -- insert-only; unbounded
    Scan STREAM MemoryStream MemoryStream [id, k]    -- insert-only; unbounded
State: the left rows of the join by [k]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join by [k]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|1|1|1
  +I|2|2|NULL
  +I|5|NULL|2
  +I|NULL|3|NULL
epoch 1
  +I|1|1|5
  +I|1|5|1
  +I|1|5|5
  +I|2|2|4
  -D|2|2|NULL
  +I|4|4|3
epoch 2
  +I|1|7|1
  +I|1|7|5
  +I|5|6|2
  -D|5|NULL|2
  +I|NULL|NULL|6
*/

/* result
1|1|1
1|1|5
1|5|1
1|5|5
1|7|1
1|7|5
2|2|4
4|4|3
5|6|2
NULL|3|NULL
NULL|NULL|6
*/
