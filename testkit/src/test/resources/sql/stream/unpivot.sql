-- A row for each column that is not NULL.
-- duckdb: SELECT id, 'k' AS what, k AS v FROM t WHERE k IS NOT NULL UNION ALL SELECT id, 'j', id + 1 FROM t
CREATE TABLE t (id INT, k INT, name STRING);

SELECT * FROM (SELECT id, k, id + 1 AS j FROM t) UNPIVOT (v FOR what IN (k, j));

-- epoch
INSERT INTO t VALUES (1, 1, 'a'), (2, 2, 'b'), (3, NULL, 'c');
-- epoch
INSERT INTO t VALUES (4, 4, NULL), (5, 1, 'e');
-- epoch
INSERT INTO t VALUES (6, 5, 'b'), (7, 1, 'a');

/* plan
Project [id, what, CAST(CASE WHEN (what = 'k') THEN k WHEN (what = 'j') THEN j ELSE NULL END AS INT) AS v]    -- insert-only; unbounded
  Filter isnotnull(CASE WHEN (what = 'k') THEN k WHEN (what = 'j') THEN j ELSE NULL END)    -- insert-only; unbounded
    Expand [[id, k, j, 'k'], [id, k, j, 'j']]    -- insert-only; unbounded
      Project [id, k, (id + 1) AS j]    -- insert-only; unbounded
        Scan STREAM MemoryStream MemoryStream [id, k]    -- insert-only; unbounded
*/

/* changelog
epoch 0
  +I|1|j|2
  +I|1|k|1
  +I|2|j|3
  +I|2|k|2
  +I|3|j|4
epoch 1
  +I|4|j|5
  +I|4|k|4
  +I|5|j|6
  +I|5|k|1
epoch 2
  +I|6|j|7
  +I|6|k|5
  +I|7|j|8
  +I|7|k|1
*/

/* result
1|j|2
1|k|1
2|j|3
2|k|2
3|j|4
4|j|5
4|k|4
5|j|6
5|k|1
6|j|7
6|k|5
7|j|8
7|k|1
*/
