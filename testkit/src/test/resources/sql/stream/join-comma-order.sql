-- Tables in a list, of which the first two have nothing in common.
CREATE TABLE t (id INT, k INT, name STRING);
CREATE TABLE u (id INT, k INT, name STRING);

SELECT a.id AS x, b.id AS y, c.id AS z FROM u AS a, u AS b, t AS c WHERE a.k = c.k AND b.name = c.name;

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
Project [id AS x, id0 AS y, id1 AS z]    -- insert-only; unbounded
  Join INNER on [name1 = name]    -- insert-only; unbounded
    Project [id, id1, name1]    -- insert-only; unbounded
      Join INNER on [k = k]    -- insert-only; unbounded
        Scan STREAM MemoryStream MemoryStream [id, k]    -- insert-only; unbounded
        Scan STREAM MemoryStream MemoryStream [id, k, name]    -- insert-only; unbounded
    Scan STREAM MemoryStream MemoryStream [id, name]    -- insert-only; unbounded
State: the left rows of the join by [k]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join by [k]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
State: the left rows of the join by [name1]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join by [name]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|1|1|1
epoch 1
  +I|1|5|1
  +I|4|2|2
  +I|4|4|2
  +I|5|1|1
  +I|5|5|1
epoch 2
  +I|1|1|7
  +I|1|5|7
  +I|2|2|6
  +I|2|4|6
  +I|5|1|7
  +I|5|5|7
*/

/* result
1|1|1
1|1|7
1|5|1
1|5|7
2|2|6
2|4|6
4|2|2
4|4|2
5|1|1
5|1|7
5|5|1
5|5|7
*/
