-- A scalar sub-query as a column.
CREATE TABLE ride (id INT, city STRING, fare INT);

SELECT id, (SELECT max(fare) FROM ride) AS most FROM ride WHERE fare > 4;

-- epoch
INSERT INTO ride VALUES (1, 'Oslo', 5), (2, 'Rome', 7), (3, 'Oslo', 5);
-- epoch
INSERT INTO ride VALUES (4, NULL, 3), (5, 'Oslo', NULL), (6, 'Bern', 9);
-- epoch
INSERT INTO ride VALUES (7, 'Rome', 7), (8, 'Oslo', 1), (9, 'Bern', -9);

/* plan
Project [id, max(fare) AS most]    -- retracting, rows may vanish; unbounded
  Join LEFT on []    -- retracting, rows may vanish; unbounded
    Project [id]    -- insert-only; unbounded
      Filter (fare > 4)    -- insert-only; unbounded
        Scan STREAM MemoryStream MemoryStream [id, fare]    -- insert-only; unbounded
    Aggregate by []: [max(fare)]    -- upsert of one row; unbounded
      Scan STREAM MemoryStream MemoryStream [fare]    -- insert-only; unbounded
State: one row for the whole input; bounded
State: the left rows of the join, all in one worker; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join, all in one worker; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|1|7
  +I|2|7
  +I|3|7
epoch 1
  -D|1|7
  +I|1|9
  -D|2|7
  +I|2|9
  -D|3|7
  +I|3|9
  +I|6|9
epoch 2
  +I|7|9
*/

/* result
1|9
2|9
3|9
6|9
7|9
*/
