-- A correlated EXISTS: cities with a dearer ride.
CREATE TABLE ride (id INT, city STRING, fare INT);

SELECT id, fare FROM ride AS a WHERE EXISTS (SELECT 1 FROM ride AS b WHERE b.city = a.city AND b.fare > a.fare);

-- epoch
INSERT INTO ride VALUES (1, 'Oslo', 5), (2, 'Rome', 7), (3, 'Oslo', 5);
-- epoch
INSERT INTO ride VALUES (4, NULL, 3), (5, 'Oslo', NULL), (6, 'Bern', 9);
-- epoch
INSERT INTO ride VALUES (7, 'Rome', 7), (8, 'Oslo', 1), (9, 'Bern', -9);

/* plan
Project [id, fare]    -- insert-only; unbounded
  Join LEFT_SEMI on [city = city] and (fare0 > fare)    -- insert-only; unbounded
    Scan STREAM MemoryStream MemoryStream [id, city, fare]    -- insert-only; unbounded
    Scan STREAM MemoryStream MemoryStream [city, fare]    -- insert-only; unbounded
State: the left rows of the join by [city]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join by [city]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
epoch 1
epoch 2
  +I|8|1
  +I|9|-9
*/

/* result
8|1
9|-9
*/
