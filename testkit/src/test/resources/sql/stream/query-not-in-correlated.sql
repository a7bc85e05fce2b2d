-- NOT IN of a query that names a column of the row.
CREATE TABLE t (id INT, k INT, name STRING);
CREATE TABLE u (id INT, k INT, name STRING);

SELECT id, k FROM t WHERE k NOT IN (SELECT k FROM u WHERE u.name = t.name);

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
Project [id, k]    -- retracting, rows may vanish; unbounded
  Join LEFT_ANTI on [name = name] and isnull(k)    -- retracting, rows may vanish; unbounded
    Join LEFT_ANTI on [name = name]    -- retracting, rows may vanish; unbounded
      Join LEFT_ANTI on [k = k, name = name]    -- retracting, rows may vanish; unbounded
        Scan STREAM MemoryStream MemoryStream [id, k, name]    -- insert-only; unbounded
        Scan STREAM MemoryStream MemoryStream [k, name]    -- insert-only; unbounded
      Project [name]    -- insert-only; unbounded
        Filter isnull(k)    -- insert-only; unbounded
          Scan STREAM MemoryStream MemoryStream [k, name]    -- insert-only; unbounded
    Scan STREAM MemoryStream MemoryStream [name]    -- insert-only; unbounded
State: the left rows of the join by [k, name]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join by [k, name]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
State: the left rows of the join by [name]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join by [name]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
State: the left rows of the join by [name]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join by [name]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|2|2
  +I|3|NULL
epoch 1
  -D|2|2
  +I|4|4
  +I|5|1
epoch 2
*/

/* result
3|NULL
4|4
5|1
*/
