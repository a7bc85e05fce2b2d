-- Pairs that are among others, and pairs that are not.
CREATE TABLE t (id INT, k INT, name STRING);
CREATE TABLE u (id INT, k INT, name STRING);

SELECT id, (k, name) IN (SELECT k, name FROM u WHERE k IS NOT NULL AND name IS NOT NULL) AS found FROM t WHERE k IS NOT NULL AND name IS NOT NULL;

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
Project [id, CASE WHEN (c = 0) THEN false WHEN (isnull(k) OR isnull(name)) THEN NULL WHEN (isnotnull(i) AND (em <=> true)) THEN true WHEN isnotnull(i) THEN NULL WHEN (ck < c) THEN NULL ELSE false END AS found]    -- retracting, rows may vanish; unbounded
  Join LEFT on [] and (((k = k0) OR isnull(k0)) AND ((name = name0) OR isnull(name0)))    -- retracting, rows may vanish; unbounded
    Join INNER on []    -- retracting, rows may vanish; unbounded
      Filter (isnotnull(k) AND isnotnull(name))    -- insert-only; unbounded
        Scan STREAM MemoryStream MemoryStream [id, k, name]    -- insert-only; unbounded
      Aggregate by []: [count(*), count(*) FILTER (WHERE not((isnull(k) AND isnull(name))))]    -- upsert of one row; unbounded
        Filter (isnotnull(k) AND isnotnull(name))    -- insert-only; unbounded
          Scan STREAM MemoryStream MemoryStream [k, name]    -- insert-only; unbounded
    Aggregate by [k, name]: [max(true), max((isnotnull(k) AND isnotnull(name)))]    -- upsert by k, name; unbounded
      Filter (isnotnull(k) AND isnotnull(name) AND (isnotnull(k) OR isnotnull(name)))    -- insert-only; unbounded
        Scan STREAM MemoryStream MemoryStream [k, name]    -- insert-only; unbounded
State: one row for the whole input; bounded
State: the left rows of the join, all in one worker; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join, all in one worker; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
State: one row for each [k, name]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: the left rows of the join, all in one worker; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join, all in one worker; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|1|true
  +I|2|false
epoch 1
  -D|2|false
  +I|2|true
  +I|5|false
epoch 2
  +I|6|true
  +I|7|true
*/

/* result
1|true
2|true
5|false
6|true
7|true
*/
