-- Groups of every subset.
CREATE TABLE t (id INT, k INT, name STRING);

SELECT k, name, grouping(k) AS gk, sum(id) AS s FROM t GROUP BY CUBE (k, name);

-- epoch
INSERT INTO t VALUES (1, 1, 'a'), (2, 2, 'b'), (3, NULL, 'c');
-- epoch
INSERT INTO t VALUES (4, 4, NULL), (5, 1, 'e');
-- epoch
INSERT INTO t VALUES (6, 5, 'b'), (7, 1, 'a');

/* plan
Project [k, name, CAST(CASE WHEN (grouping_id = 0) THEN 0 WHEN (grouping_id = 1) THEN 0 WHEN (grouping_id = 2) THEN 1 ELSE 1 END AS TINYINT) AS gk, s]    -- retracting, rows may vanish; unbounded
  Aggregate by [k, name, grouping_id]: [sum(id)]    -- upsert by k, name, grouping_id; unbounded
    Expand [[id, k, name, 0], [id, k, NULL, 1], [id, NULL, name, 2], [id, NULL, NULL, 3]]    -- insert-only; unbounded
      Project [k, name, id]    -- insert-only; unbounded
        Scan STREAM MemoryStream MemoryStream [id, k, name]    -- insert-only; unbounded
State: one row for each [k, name, grouping_id]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|1|NULL|0|1
  +I|1|a|0|1
  +I|2|NULL|0|2
  +I|2|b|0|2
  +I|NULL|NULL|0|3
  +I|NULL|NULL|1|6
  +I|NULL|a|1|1
  +I|NULL|b|1|2
  +I|NULL|c|0|3
  +I|NULL|c|1|3
epoch 1
  -D|1|NULL|0|1
  +I|1|NULL|0|6
  +I|1|e|0|5
  +I|4|NULL|0|4
  +I|4|NULL|0|4
  +I|NULL|NULL|1|15
  +I|NULL|NULL|1|4
  -D|NULL|NULL|1|6
  +I|NULL|e|1|5
epoch 2
  +I|1|NULL|0|13
  -D|1|NULL|0|6
  -D|1|a|0|1
  +I|1|a|0|8
  +I|5|NULL|0|6
  +I|5|b|0|6
  -D|NULL|NULL|1|15
  +I|NULL|NULL|1|28
  -D|NULL|a|1|1
  +I|NULL|a|1|8
  -D|NULL|b|1|2
  +I|NULL|b|1|8
*/

/* result
1|NULL|0|13
1|a|0|8
1|e|0|5
2|NULL|0|2
2|b|0|2
4|NULL|0|4
4|NULL|0|4
5|NULL|0|6
5|b|0|6
NULL|NULL|0|3
NULL|NULL|1|28
NULL|NULL|1|4
NULL|a|1|8
NULL|b|1|8
NULL|c|0|3
NULL|c|1|3
NULL|e|1|5
*/
