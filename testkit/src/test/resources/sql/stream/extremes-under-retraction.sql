-- The least and greatest of totals that change.
CREATE TABLE ride (id INT, city STRING, fare INT);

SELECT min(total) AS least, max(total) AS most, count(*) AS cities FROM (SELECT city, sum(fare) AS total FROM ride GROUP BY city);

-- epoch
INSERT INTO ride VALUES (1, 'Oslo', 5), (2, 'Rome', 7), (3, 'Oslo', 5);
-- epoch
INSERT INTO ride VALUES (4, NULL, 3), (5, 'Oslo', NULL), (6, 'Bern', 9);
-- epoch
INSERT INTO ride VALUES (7, 'Rome', 7), (8, 'Oslo', 1), (9, 'Bern', -9);

/* plan
Aggregate by []: [min(total), max(total), count(*)]    -- upsert of one row; unbounded
  Aggregate by [city]: [sum(fare)]    -- upsert by city; unbounded
    Scan STREAM MemoryStream MemoryStream [city, fare]    -- insert-only; unbounded
State: one row for each [city]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: one row for the whole input; bounded
State: the values of [min(total), max(total)]; grows with the values of each group: nothing bounds it; a group key of event time with a watermark would
*/

/* changelog
epoch 0
  +I|7|10|2
epoch 1
  +U|3|10|4
  -U|7|10|2
epoch 2
  +U|0|14|4
  -U|3|10|4
*/

/* result
0|14|4
*/
