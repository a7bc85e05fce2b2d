-- Groups of each prefix; a NULL of the data is not one of the sums.
CREATE TABLE t (id INT, k INT, name STRING);

SELECT k, name, grouping_id(k, name) AS g, count(*) AS n FROM t GROUP BY ROLLUP (k, name);

-- epoch
INSERT INTO t VALUES (1, 1, 'a'), (2, 2, 'b'), (3, NULL, 'c');
-- epoch
INSERT INTO t VALUES (4, 4, NULL), (5, 1, 'e');
-- epoch
INSERT INTO t VALUES (6, 5, 'b'), (7, 1, 'a');

/* plan
Project [k, name, CASE WHEN (grouping_id = 0) THEN 0 WHEN (grouping_id = 1) THEN 1 ELSE 3 END AS g, n]    -- retracting, rows may vanish; unbounded
  Aggregate by [k, name, grouping_id]: [count(*)]    -- upsert by k, name, grouping_id; unbounded
    Expand [[k, name, 0], [k, NULL, 1], [NULL, NULL, 2]]    -- insert-only; unbounded
      Scan STREAM MemoryStream MemoryStream [k, name]    -- insert-only; unbounded
State: one row for each [k, name, grouping_id]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|1|NULL|1|1
  +I|1|a|0|1
  +I|2|NULL|1|1
  +I|2|b|0|1
  +I|NULL|NULL|1|1
  +I|NULL|NULL|3|3
  +I|NULL|c|0|1
epoch 1
  -D|1|NULL|1|1
  +I|1|NULL|1|2
  +I|1|e|0|1
  +I|4|NULL|0|1
  +I|4|NULL|1|1
  -D|NULL|NULL|3|3
  +I|NULL|NULL|3|5
epoch 2
  -D|1|NULL|1|2
  +I|1|NULL|1|3
  -D|1|a|0|1
  +I|1|a|0|2
  +I|5|NULL|1|1
  +I|5|b|0|1
  -D|NULL|NULL|3|5
  +I|NULL|NULL|3|7
*/

/* result
1|NULL|1|3
1|a|0|2
1|e|0|1
2|NULL|1|1
2|b|0|1
4|NULL|0|1
4|NULL|1|1
5|NULL|1|1
5|b|0|1
NULL|NULL|1|1
NULL|NULL|3|7
NULL|c|0|1
*/
