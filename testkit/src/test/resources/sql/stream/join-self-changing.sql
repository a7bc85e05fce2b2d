-- A ride beside the city's dearest one.
CREATE TABLE ride (id INT, city STRING, fare INT);

SELECT r.id, r.fare, m.most FROM ride AS r JOIN (SELECT city, max(fare) AS most FROM ride GROUP BY city) AS m ON r.city = m.city WHERE r.fare < m.most;

-- epoch
INSERT INTO ride VALUES (1, 'Oslo', 5), (2, 'Rome', 7), (3, 'Oslo', 5);
-- epoch
INSERT INTO ride VALUES (4, NULL, 3), (5, 'Oslo', NULL), (6, 'Bern', 9);
-- epoch
INSERT INTO ride VALUES (7, 'Rome', 7), (8, 'Oslo', 1), (9, 'Bern', -9);

/* plan
Project [id, fare, most]    -- retracting, rows may vanish; unbounded
  Join INNER on [city = city] and (fare < most)    -- retracting, rows may vanish; unbounded
    Scan STREAM MemoryStream MemoryStream [id, city, fare]    -- insert-only; unbounded
    Aggregate by [city]: [max(fare)]    -- upsert by city; unbounded
      Scan STREAM MemoryStream MemoryStream [city, fare]    -- insert-only; unbounded
State: one row for each [city]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: the left rows of the join by [city]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join by [city]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
epoch 1
epoch 2
  +I|8|1|5
  +I|9|-9|9
*/

/* result
8|1|5
9|-9|9
*/
