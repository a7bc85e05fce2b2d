-- A named query used twice.
CREATE TABLE ride (id INT, city STRING, fare INT);

WITH totals AS (SELECT city, sum(fare) AS total FROM ride GROUP BY city) SELECT city, total FROM totals WHERE total = (SELECT max(total) FROM totals);

-- epoch
INSERT INTO ride VALUES (1, 'Oslo', 5), (2, 'Rome', 7), (3, 'Oslo', 5);
-- epoch
INSERT INTO ride VALUES (4, NULL, 3), (5, 'Oslo', NULL), (6, 'Bern', 9);
-- epoch
INSERT INTO ride VALUES (7, 'Rome', 7), (8, 'Oslo', 1), (9, 'Bern', -9);

/* plan
Project [city, total]    -- upsert by city, rows may vanish; unbounded
  Join INNER on [total = max(total)]    -- upsert by city, rows may vanish; unbounded
    Aggregate by [city]: [sum(fare)]    -- upsert by city; unbounded
      Scan STREAM MemoryStream MemoryStream [city, fare]    -- insert-only; unbounded
    Aggregate by []: [max(total)]    -- upsert of one row; unbounded
      Aggregate by [city]: [sum(fare)]    -- as above, and run once for both
State: one row for each [city]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: one row for the whole input; bounded
State: the values of [max(total)]; grows with the values of each group: nothing bounds it; a group key of event time with a watermark would
State: the left rows of the join by [total]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join by [max(total)]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|Oslo|10
epoch 1
epoch 2
  -D|Oslo|10
  +I|Rome|14
*/

/* result
Rome|14
*/
