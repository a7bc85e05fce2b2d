-- Each row once.
CREATE TABLE t (id INT, k INT, name STRING);
CREATE TABLE u (id INT, k INT, name STRING);

SELECT k, name FROM t UNION SELECT k, name FROM u;

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
Aggregate by [k, name]: []    -- upsert by k, name; unbounded
  Union of 2    -- insert-only; unbounded
    Scan STREAM MemoryStream MemoryStream [k, name]    -- insert-only; unbounded
    Scan STREAM MemoryStream MemoryStream [k, name]    -- insert-only; unbounded
State: one row for each [k, name]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|1|a
  +I|2|b
  +I|5|b
  +I|NULL|c
epoch 1
  +I|1|e
  +I|4|NULL
epoch 2
  +I|NULL|z
*/

/* result
1|a
1|e
2|b
4|NULL
5|b
NULL|c
NULL|z
*/
