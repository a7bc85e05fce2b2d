-- The ride that was dearest.
CREATE TABLE ride (id INT, city STRING, fare INT);

SELECT city, max_by(id, fare * 100 - id) AS dearest, min_by(id, fare * 100 + id) AS cheapest FROM ride GROUP BY city;

-- epoch
INSERT INTO ride VALUES (1, 'Oslo', 5), (2, 'Rome', 7), (3, 'Oslo', 5);
-- epoch
INSERT INTO ride VALUES (4, NULL, 3), (5, 'Oslo', NULL), (6, 'Bern', 9);
-- epoch
INSERT INTO ride VALUES (7, 'Rome', 7), (8, 'Oslo', 1), (9, 'Bern', -9);

/* plan
Aggregate by [city]: [max_by(id, ((fare * 100) - id)), min_by(id, ((fare * 100) + id))]    -- upsert by city; unbounded
  Scan STREAM MemoryStream MemoryStream [id, city, fare]    -- insert-only; unbounded
State: one row for each [city]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|Oslo|1|1
  +I|Rome|2|2
epoch 1
  +I|Bern|6|6
  +I|NULL|4|4
epoch 2
  -U|Bern|6|6
  +U|Bern|6|9
  -U|Oslo|1|1
  +U|Oslo|1|8
*/

/* result
Bern|6|9
NULL|4|4
Oslo|1|8
Rome|2|2
*/
