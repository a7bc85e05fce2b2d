-- Complete: the whole table each epoch, in its order.
-- mode: complete
CREATE TABLE ride (id INT, city STRING, fare INT);

SELECT city, count(*) AS n FROM ride GROUP BY city ORDER BY n DESC, city;

-- epoch
INSERT INTO ride VALUES (1, 'Oslo', 5), (2, 'Rome', 7), (3, 'Oslo', 5);
-- epoch
INSERT INTO ride VALUES (4, NULL, 3), (5, 'Oslo', NULL), (6, 'Bern', 9);
-- epoch
INSERT INTO ride VALUES (7, 'Rome', 7), (8, 'Oslo', 1), (9, 'Bern', -9);

/* plan
Sort by n DESC NULLS LAST, city ASC NULLS FIRST    -- upsert by city; unbounded
  Aggregate by [city]: [count(*)]    -- upsert by city; unbounded
    Scan STREAM MemoryStream MemoryStream [city]    -- insert-only; unbounded
State: one row for each [city]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  Oslo|2
  Rome|1
epoch 1
  Bern|1
  NULL|1
  Oslo|3
  Rome|1
epoch 2
  Bern|2
  NULL|1
  Oslo|4
  Rome|2
*/

/* result
Bern|2
NULL|1
Oslo|4
Rome|2
*/
