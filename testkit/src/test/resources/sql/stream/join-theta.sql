-- A join by an inequality.
CREATE TABLE ride (id INT, city STRING, fare INT);

SELECT a.id, b.id AS other FROM ride AS a JOIN ride AS b ON a.fare < b.fare AND a.id + b.id < 9;

-- epoch
INSERT INTO ride VALUES (1, 'Oslo', 5), (2, 'Rome', 7), (3, 'Oslo', 5);
-- epoch
INSERT INTO ride VALUES (4, NULL, 3), (5, 'Oslo', NULL), (6, 'Bern', 9);
-- epoch
INSERT INTO ride VALUES (7, 'Rome', 7), (8, 'Oslo', 1), (9, 'Bern', -9);

/* plan
Project [id, id0 AS other]    -- insert-only; unbounded
  Join INNER on [] and ((fare < fare0) AND ((id + id0) < 9))    -- insert-only; unbounded
    Scan STREAM MemoryStream MemoryStream [id, fare]    -- insert-only; unbounded
    Scan STREAM MemoryStream MemoryStream [id, fare]    -- insert-only; unbounded
State: the left rows of the join, all in one worker; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join, all in one worker; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|1|2
  +I|3|2
epoch 1
  +I|1|6
  +I|2|6
  +I|4|1
  +I|4|2
  +I|4|3
epoch 2
  +I|1|7
*/

/* result
1|2
1|6
1|7
2|6
3|2
4|1
4|2
4|3
*/
