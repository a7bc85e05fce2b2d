-- A row for each element.
-- duckdb: SELECT id, unnest(string_split(name || ',' || k, ',')) AS x FROM t
CREATE TABLE t (id INT, k INT, name STRING);

SELECT id, x FROM t LATERAL VIEW explode(split(name || ',' || k, ',')) AS x;

-- epoch
INSERT INTO t VALUES (1, 1, 'a'), (2, 2, 'b'), (3, NULL, 'c');
-- epoch
INSERT INTO t VALUES (4, 4, NULL), (5, 1, 'e');
-- epoch
INSERT INTO t VALUES (6, 5, 'b'), (7, 1, 'a');

/* plan
Project [id, element AS x]    -- insert-only; unbounded
  Generate split(concat(concat(name, ','), CAST(k AS STRING)), ',')    -- insert-only; unbounded
    Scan STREAM MemoryStream MemoryStream [id, k, name]    -- insert-only; unbounded
*/

/* changelog
epoch 0
  +I|1|1
  +I|1|a
  +I|2|2
  +I|2|b
epoch 1
  +I|5|1
  +I|5|e
epoch 2
  +I|6|5
  +I|6|b
  +I|7|1
  +I|7|a
*/

/* result
1|1
1|a
2|2
2|b
5|1
5|e
6|5
6|b
7|1
7|a
*/
