-- Values that are among those of another table.
CREATE TABLE t (id INT, k INT, name STRING);
CREATE TABLE u (id INT, k INT, name STRING);

SELECT id, k FROM t WHERE k IN (SELECT k FROM u WHERE id > 1);

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
Join LEFT_SEMI on [k = k]    -- insert-only; unbounded
  Scan STREAM MemoryStream MemoryStream [id, k]    -- insert-only; unbounded
  Project [k]    -- insert-only; unbounded
    Filter (id > 1)    -- insert-only; unbounded
      Scan STREAM MemoryStream MemoryStream [id, k]    -- insert-only; unbounded
State: the left rows of the join by [k]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join by [k]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
epoch 1
  +I|1|1
  +I|2|2
  +I|4|4
  +I|5|1
epoch 2
  +I|6|5
  +I|7|1
*/

/* result
1|1
2|2
4|4
5|1
6|5
7|1
*/
