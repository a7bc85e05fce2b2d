-- Rows above the mean of their kind.
CREATE TABLE t (id INT, k INT, name STRING);

SELECT id FROM t WHERE id > (SELECT avg(x.id) FROM t AS x WHERE x.k = t.k);

-- epoch
INSERT INTO t VALUES (1, 1, 'a'), (2, 2, 'b'), (3, NULL, 'c');
-- epoch
INSERT INTO t VALUES (4, 4, NULL), (5, 1, 'e');
-- epoch
INSERT INTO t VALUES (6, 5, 'b'), (7, 1, 'a');

/* plan
Project [id]    -- retracting, rows may vanish; unbounded
  Join INNER on [k = k] and (CAST(id AS DOUBLE) > avg(id))    -- retracting, rows may vanish; unbounded
    Scan STREAM MemoryStream MemoryStream [id, k]    -- insert-only; unbounded
    Aggregate by [k]: [avg(id)]    -- upsert by k; unbounded
      Filter isnotnull(k)    -- insert-only; unbounded
        Scan STREAM MemoryStream MemoryStream [id, k]    -- insert-only; unbounded
State: one row for each [k]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: the left rows of the join by [k]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join by [k]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
epoch 1
  +I|5
epoch 2
  +I|7
*/

/* result
5
7
*/
