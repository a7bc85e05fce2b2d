-- NULL equals NULL.
-- duckdb: SELECT t.id AS tid, u.id AS uid FROM t JOIN u ON t.k IS NOT DISTINCT FROM u.k
CREATE TABLE t (id INT, k INT, name STRING);
CREATE TABLE u (id INT, k INT, name STRING);

SELECT t.id AS tid, u.id AS uid FROM t JOIN u ON t.k <=> u.k;

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
Project [id AS tid, id0 AS uid]    -- insert-only; unbounded
  Join INNER on [k <=> k]    -- insert-only; unbounded
    Scan STREAM MemoryStream MemoryStream [id, k]    -- insert-only; unbounded
    Scan STREAM MemoryStream MemoryStream [id, k]    -- insert-only; unbounded
State: the left rows of the join by [k]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join by [k]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|1|1
epoch 1
  +I|1|5
  +I|2|4
  +I|4|3
  +I|5|1
  +I|5|5
epoch 2
  +I|3|6
  +I|6|2
  +I|7|1
  +I|7|5
*/

/* result
1|1
1|5
2|4
3|6
4|3
5|1
5|5
6|2
7|1
7|5
*/
