-- A value computed for each row: NULL where there is none, 0 where rows are counted.
CREATE TABLE t (id INT, k INT, name STRING);
CREATE TABLE u (id INT, k INT, name STRING);

SELECT id, (SELECT max(u.id) FROM u WHERE u.k = t.k) AS last, (SELECT count(*) FROM u WHERE u.k = t.k) AS n FROM t;

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
Project [id, max(id) AS last, CASE WHEN isnull(count(1)) THEN 0 ELSE CAST(count(1) AS BIGINT) END AS n]    -- retracting, rows may vanish; unbounded
  Join LEFT on [k = k]    -- retracting, rows may vanish; unbounded
    Project [id, k, max(id)]    -- retracting, rows may vanish; unbounded
      Join LEFT on [k = k]    -- retracting, rows may vanish; unbounded
        Scan STREAM MemoryStream MemoryStream [id, k]    -- insert-only; unbounded
        Aggregate by [k]: [max(id)]    -- upsert by k; unbounded
          Filter isnotnull(k)    -- insert-only; unbounded
            Scan STREAM MemoryStream MemoryStream [id, k]    -- insert-only; unbounded
    Project [k, CASE WHEN isnotnull(count(1)) THEN count(1) ELSE 0 END AS count(1)]    -- upsert by k, rows may vanish; unbounded
      Join LEFT on [k <=> k]    -- upsert by k, rows may vanish; unbounded
        Aggregate by [k]: []    -- upsert by k, rows may vanish; unbounded
          Join LEFT on [k = k]    -- retracting, rows may vanish; unbounded
            Scan STREAM MemoryStream MemoryStream [k]    -- insert-only; unbounded
            Aggregate by [k]: []    -- upsert by k; unbounded
              Filter isnotnull(k)    -- insert-only; unbounded
                Scan STREAM MemoryStream MemoryStream [k]    -- insert-only; unbounded
        Aggregate by [k]: [count(*)]    -- upsert by k; unbounded
          Filter isnotnull(k)    -- insert-only; unbounded
            Scan STREAM MemoryStream MemoryStream [k]    -- insert-only; unbounded
State: one row for each [k]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: the left rows of the join by [k]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join by [k]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
State: one row for each [k]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: the left rows of the join by [k]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join by [k]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
State: one row for each [k]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: one row for each [k]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: the left rows of the join by [k]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join by [k]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
State: the left rows of the join by [k]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join by [k]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|1|1|1
  +I|2|NULL|0
  +I|3|NULL|0
epoch 1
  -D|1|1|1
  +I|1|5|2
  +I|2|4|1
  -D|2|NULL|0
  +I|4|3|1
  +I|5|5|2
epoch 2
  +I|6|2|1
  +I|7|5|2
*/

/* result
1|5|2
2|4|1
3|NULL|0
4|3|1
5|5|2
6|2|1
7|5|2
*/
