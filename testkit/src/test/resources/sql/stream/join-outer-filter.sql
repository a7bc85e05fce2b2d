-- A filter that no padded row passes.
CREATE TABLE t (id INT, k INT, name STRING);
CREATE TABLE u (id INT, k INT, name STRING);

SELECT t.id AS tid, u.name FROM t LEFT JOIN u ON t.k = u.k AND u.id > 1 WHERE u.name IS NOT NULL OR t.id = 1;

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
Project [id AS tid, name0 AS name]    -- retracting, rows may vanish; unbounded
  Filter (isnotnull(name0) OR (id = 1))    -- retracting, rows may vanish; unbounded
    Join LEFT on [k = k]    -- retracting, rows may vanish; unbounded
      Scan STREAM MemoryStream MemoryStream [id, k]    -- insert-only; unbounded
      Project [k, name]    -- insert-only; unbounded
        Filter (id > 1)    -- insert-only; unbounded
          Scan STREAM MemoryStream MemoryStream [id, k, name]    -- insert-only; unbounded
State: the left rows of the join by [k]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join by [k]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|1|NULL
epoch 1
  -D|1|NULL
  +I|1|a
  +I|2|b
  +I|5|a
epoch 2
  +I|6|b
  +I|7|a
*/

/* result
1|a
2|b
5|a
6|b
7|a
*/
