-- As often as the first has them beyond the second.
CREATE TABLE t (id INT, k INT, name STRING);
CREATE TABLE u (id INT, k INT, name STRING);

SELECT name FROM t EXCEPT ALL SELECT name FROM u;

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
Project [name]    -- retracting, rows may vanish; unbounded
  Generate array_repeat(1, CAST((count1 - count2) AS INT))    -- retracting, rows may vanish; unbounded
    Filter ((count1 - count2) > 0)    -- upsert by name, rows may vanish; unbounded
      Aggregate by [name]: [count(in1), count(in2)]    -- upsert by name; unbounded
        Union of 2    -- insert-only; unbounded
          Project [name, 1 AS in1, NULL AS in2]    -- insert-only; unbounded
            Scan STREAM MemoryStream MemoryStream [name]    -- insert-only; unbounded
          Project [name, NULL AS in1, 1 AS in2]    -- insert-only; unbounded
            Scan STREAM MemoryStream MemoryStream [name]    -- insert-only; unbounded
State: one row for each [name]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|c
epoch 1
  +I|e
epoch 2
*/

/* result
c
e
*/
