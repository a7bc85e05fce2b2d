-- Groups of sets as they are listed.
CREATE TABLE t (id INT, k INT, name STRING);

SELECT k, name, max(id) AS last FROM t GROUP BY GROUPING SETS ((k), (name), (k, name)) HAVING max(id) > 1;

-- epoch
INSERT INTO t VALUES (1, 1, 'a'), (2, 2, 'b'), (3, NULL, 'c');
-- epoch
INSERT INTO t VALUES (4, 4, NULL), (5, 1, 'e');
-- epoch
INSERT INTO t VALUES (6, 5, 'b'), (7, 1, 'a');

/* plan
Project [k, name, last]    -- retracting, rows may vanish; unbounded
  Filter (last > 1)    -- upsert by k, name, grouping_id, rows may vanish; unbounded
    Aggregate by [k, name, grouping_id]: [max(id)]    -- upsert by k, name, grouping_id; unbounded
      Expand [[id, k, name, 0], [id, k, NULL, 1], [id, NULL, name, 2]]    -- insert-only; unbounded
        Project [k, name, id]    -- insert-only; unbounded
          Scan STREAM MemoryStream MemoryStream [id, k, name]    -- insert-only; unbounded
State: one row for each [k, name, grouping_id]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|2|NULL|2
  +I|2|b|2
  +I|NULL|NULL|3
  +I|NULL|b|2
  +I|NULL|c|3
  +I|NULL|c|3
epoch 1
  +I|1|NULL|5
  +I|1|e|5
  +I|4|NULL|4
  +I|4|NULL|4
  +I|NULL|NULL|4
  +I|NULL|e|5
epoch 2
  -D|1|NULL|5
  +I|1|NULL|7
  +I|1|a|7
  +I|5|NULL|6
  +I|5|b|6
  +I|NULL|a|7
  -D|NULL|b|2
  +I|NULL|b|6
*/

/* result
1|NULL|7
1|a|7
1|e|5
2|NULL|2
2|b|2
4|NULL|4
4|NULL|4
5|NULL|6
5|b|6
NULL|NULL|3
NULL|NULL|4
NULL|a|7
NULL|b|6
NULL|c|3
NULL|c|3
NULL|e|5
*/
