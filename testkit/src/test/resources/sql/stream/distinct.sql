-- The different rows, each once.
CREATE TABLE ride (id INT, city STRING, fare INT);

SELECT DISTINCT city, fare FROM ride;

-- epoch
INSERT INTO ride VALUES (1, 'Oslo', 5), (2, 'Rome', 7), (3, 'Oslo', 5);
-- epoch
INSERT INTO ride VALUES (4, NULL, 3), (5, 'Oslo', NULL), (6, 'Bern', 9);
-- epoch
INSERT INTO ride VALUES (7, 'Rome', 7), (8, 'Oslo', 1), (9, 'Bern', -9);

/* plan
Aggregate by [city, fare]: []    -- upsert by city, fare; unbounded
  Scan STREAM MemoryStream MemoryStream [city, fare]    -- insert-only; unbounded
State: one row for each [city, fare]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|Oslo|5
  +I|Rome|7
epoch 1
  +I|Bern|9
  +I|NULL|3
  +I|Oslo|NULL
epoch 2
  +I|Bern|-9
  +I|Oslo|1
*/

/* result
Bern|-9
Bern|9
NULL|3
Oslo|1
Oslo|5
Oslo|NULL
Rome|7
*/
