-- A row with another one that differs.
CREATE TABLE t (id INT, k INT, name STRING);
CREATE TABLE u (id INT, k INT, name STRING);

SELECT id FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.k = t.k AND u.name <> t.name) OR name = 'c';

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
Project [id]    -- retracting, rows may vanish; unbounded
  Filter (isnotnull($f2) OR (name = 'c'))    -- retracting, rows may vanish; unbounded
    Join LEFT on [k = k0, name <=> name0]    -- retracting, rows may vanish; unbounded
      Scan STREAM MemoryStream MemoryStream [id, k, name]    -- insert-only; unbounded
      Project [k0, name0, true AS $f2]    -- upsert by k0, name0, rows may vanish; unbounded
        Aggregate by [k0, name0]: []    -- upsert by k0, name0, rows may vanish; unbounded
          Join INNER on [k = k] and (name <> name0)    -- retracting, rows may vanish; unbounded
            Scan STREAM MemoryStream MemoryStream [k, name]    -- insert-only; unbounded
            Aggregate by [k, name]: []    -- upsert by k, name; unbounded
              Scan STREAM MemoryStream MemoryStream [k, name]    -- insert-only; unbounded
State: one row for each [k, name]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: the left rows of the join by [k]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join by [k]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
State: one row for each [k0, name0]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: the left rows of the join by [k, name]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join by [k0, name0]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|3
epoch 1
  +I|5
epoch 2
*/

/* result
3
5
*/
