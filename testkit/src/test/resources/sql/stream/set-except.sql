-- Rows that the other one lacks: they go when it gets them.
CREATE TABLE t (id INT, k INT, name STRING);
CREATE TABLE u (id INT, k INT, name STRING);

SELECT k FROM t EXCEPT SELECT k FROM u;

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
Project [k]    -- upsert by k, rows may vanish; unbounded
  Filter ((count1 > 0) AND (count2 = 0))    -- upsert by k, rows may vanish; unbounded
    Aggregate by [k]: [count(in1), count(in2)]    -- upsert by k; unbounded
      Union of 2    -- insert-only; unbounded
        Project [k, 1 AS in1, NULL AS in2]    -- insert-only; unbounded
          Scan STREAM MemoryStream MemoryStream [k]    -- insert-only; unbounded
        Project [k, NULL AS in1, 1 AS in2]    -- insert-only; unbounded
          Scan STREAM MemoryStream MemoryStream [k]    -- insert-only; unbounded
State: one row for each [k]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|2
  +I|NULL
epoch 1
  -D|2
epoch 2
  -D|NULL
*/

/* result

*/
