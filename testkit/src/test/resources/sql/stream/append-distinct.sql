-- Append: different rows of rows that are only added, given when they first come.
-- mode: append
CREATE TABLE ride (id INT, city STRING, fare INT);

SELECT DISTINCT city, fare % 2 AS odd FROM ride;

-- epoch
INSERT INTO ride VALUES (1, 'Oslo', 5), (2, 'Rome', 7), (3, 'Oslo', 7);
-- epoch
INSERT INTO ride VALUES (4, NULL, 3), (5, 'Oslo', NULL), (6, 'Rome', 9);
-- epoch
INSERT INTO ride VALUES (7, 'Rome', 8), (8, 'Oslo', 1), (9, NULL, 5);

/* plan
Aggregate by [city, (fare % 2)]: []    -- upsert by city, odd; unbounded
  Scan STREAM MemoryStream MemoryStream [city, fare]    -- insert-only; unbounded
State: one row for each [city, (fare % 2)]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  Oslo|1
  Rome|1
epoch 1
  NULL|1
  Oslo|NULL
epoch 2
  Rome|0
*/

/* result
NULL|1
Oslo|1
Oslo|NULL
Rome|0
Rome|1
*/
