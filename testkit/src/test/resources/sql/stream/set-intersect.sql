-- Rows that both have; NULL equals NULL.
CREATE TABLE t (id INT, k INT, name STRING);
CREATE TABLE u (id INT, k INT, name STRING);

SELECT k, name FROM t INTERSECT SELECT k, name FROM u;

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
Project [k, name]    -- upsert by k, name, rows may vanish; unbounded
  Filter ((count1 > 0) AND (count2 > 0))    -- upsert by k, name, rows may vanish; unbounded
    Aggregate by [k, name]: [count(in1), count(in2)]    -- upsert by k, name; unbounded
      Union of 2    -- insert-only; unbounded
        Project [k, name, 1 AS in1, NULL AS in2]    -- insert-only; unbounded
          Scan STREAM MemoryStream MemoryStream [k, name]    -- insert-only; unbounded
        Project [k, name, NULL AS in1, 1 AS in2]    -- insert-only; unbounded
          Scan STREAM MemoryStream MemoryStream [k, name]    -- insert-only; unbounded
State: one row for each [k, name]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|1|a
epoch 1
  +I|2|b
  +I|4|NULL
epoch 2
  +I|5|b
*/

/* result
1|a
2|b
4|NULL
5|b
*/
