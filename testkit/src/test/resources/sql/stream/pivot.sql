-- A column for each value.
-- duckdb: SELECT k, sum(id) FILTER (name = 'a') AS a, sum(id) FILTER (name = 'b') AS b FROM t GROUP BY k
CREATE TABLE t (id INT, k INT, name STRING);

SELECT * FROM (SELECT k, name, id FROM t) PIVOT (sum(id) FOR name IN ('a', 'b'));

-- epoch
INSERT INTO t VALUES (1, 1, 'a'), (2, 2, 'b'), (3, NULL, 'c');
-- epoch
INSERT INTO t VALUES (4, 4, NULL), (5, 1, 'e');
-- epoch
INSERT INTO t VALUES (6, 5, 'b'), (7, 1, 'a');

/* plan
Project [k, a_null AS a, b_null AS b]    -- upsert by k; unbounded
  Aggregate by [k]: [sum(id) FILTER (WHERE ((name = 'a') <=> true)), sum(id) FILTER (WHERE ((name = 'b') <=> true))]    -- upsert by k; unbounded
    Scan STREAM MemoryStream MemoryStream [id, k, name]    -- insert-only; unbounded
State: one row for each [k]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|1|1|NULL
  +I|2|NULL|2
  +I|NULL|NULL|NULL
epoch 1
  +I|4|NULL|NULL
epoch 2
  -U|1|1|NULL
  +U|1|8|NULL
  +I|5|NULL|6
*/

/* result
1|8|NULL
2|NULL|2
4|NULL|NULL
5|NULL|6
NULL|NULL|NULL
*/
