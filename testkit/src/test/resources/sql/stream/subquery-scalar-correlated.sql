-- Rides that cost more than their city's average.
CREATE TABLE ride (id INT, city STRING, fare INT);

SELECT id, city, fare FROM ride AS a WHERE fare > (SELECT avg(fare) FROM ride AS b WHERE b.city = a.city);

-- epoch
INSERT INTO ride VALUES (1, 'Oslo', 5), (2, 'Rome', 7), (3, 'Oslo', 5);
-- epoch
INSERT INTO ride VALUES (4, NULL, 3), (5, 'Oslo', NULL), (6, 'Bern', 9);
-- epoch
INSERT INTO ride VALUES (7, 'Rome', 7), (8, 'Oslo', 1), (9, 'Bern', -9);

/* plan
Project [id, city, fare]    -- retracting, rows may vanish; unbounded
  Join INNER on [city = city] and (CAST(fare AS DOUBLE) > avg(fare))    -- retracting, rows may vanish; unbounded
    Scan STREAM MemoryStream MemoryStream [id, city, fare]    -- insert-only; unbounded
    Aggregate by [city]: [avg(fare)]    -- upsert by city; unbounded
      Filter isnotnull(city)    -- insert-only; unbounded
        Scan STREAM MemoryStream MemoryStream [city, fare]    -- insert-only; unbounded
State: one row for each [city]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: the left rows of the join by [city]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join by [city]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
epoch 1
epoch 2
  +I|1|Oslo|5
  +I|3|Oslo|5
  +I|6|Bern|9
*/

/* result
1|Oslo|5
3|Oslo|5
6|Bern|9
*/
