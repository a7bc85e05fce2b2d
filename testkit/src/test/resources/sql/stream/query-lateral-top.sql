-- The first two of another table for each row.
CREATE TABLE t (id INT, k INT);
CREATE TABLE u (id INT, k INT);

SELECT t.id AS tid, x.id AS uid FROM t, LATERAL (SELECT id FROM u WHERE u.k = t.k ORDER BY id LIMIT 2) AS x;

-- epoch
INSERT INTO t VALUES (1, 1), (2, 2), (3, NULL);
INSERT INTO u VALUES (5, 1), (6, 1), (7, 2);
-- epoch
INSERT INTO u VALUES (1, 1), (9, 2), (8, 2);
-- epoch
INSERT INTO t VALUES (4, 1);

/* plan
Project [id AS tid, id0 AS uid]    -- retracting, rows may vanish; unbounded
  Join INNER on [k = k]    -- retracting, rows may vanish; unbounded
    Scan STREAM MemoryStream MemoryStream [id, k]    -- insert-only; unbounded
    Top 1 to 2 by ROW_NUMBER of [k] ordered by id ASC NULLS FIRST    -- retracting, rows may vanish; unbounded
      Filter isnotnull(k)    -- insert-only; unbounded
        Scan STREAM MemoryStream MemoryStream [id, k]    -- insert-only; unbounded
State: the first 2 rows of each [k]; grows with the number of partitions: nothing bounds it; a partition key of event time with a watermark, or tidemill.state.ttl, would
State: the left rows of the join by [k]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join by [k]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|1|5
  +I|1|6
  +I|2|7
epoch 1
  +I|1|1
  -D|1|6
  +I|2|8
epoch 2
  +I|4|1
  +I|4|5
*/

/* result
1|1
1|5
2|7
2|8
4|1
4|5
*/
