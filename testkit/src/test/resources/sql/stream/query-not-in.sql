-- NOT IN: the first NULL among the values takes everything back.
CREATE TABLE t (id INT, k INT, name STRING);
CREATE TABLE u (id INT, k INT, name STRING);

SELECT id, k FROM t WHERE k NOT IN (SELECT k FROM u);

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
Join LEFT_ANTI on [] and isnull(k)    -- retracting, rows may vanish; unbounded
  Join LEFT_ANTI on []    -- retracting, rows may vanish; unbounded
    Join LEFT_ANTI on [k = k]    -- retracting, rows may vanish; unbounded
      Scan STREAM MemoryStream MemoryStream [id, k]    -- insert-only; unbounded
      Scan STREAM MemoryStream MemoryStream [k]    -- insert-only; unbounded
    Project []    -- retracting, rows may vanish; unbounded
      Aggregate by [true]: []    -- upsert by any; unbounded
        Filter isnull(k)    -- insert-only; unbounded
          Scan STREAM MemoryStream MemoryStream [k]    -- insert-only; unbounded
  Project []    -- retracting, rows may vanish; unbounded
    Aggregate by [true]: []    -- upsert by any; unbounded
      Scan STREAM MemoryStream MemoryStream []    -- insert-only; unbounded
State: the left rows of the join by [k]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join by [k]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
State: one row for each [true]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: the left rows of the join, all in one worker; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join, all in one worker; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
State: one row for each [true]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: the left rows of the join, all in one worker; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join, all in one worker; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|2|2
epoch 1
  -D|2|2
epoch 2
*/

/* result

*/
