-- Distinct values, with and without a condition.
CREATE TABLE ride (id INT, city STRING, fare INT);

SELECT city, count(DISTINCT fare) AS fares, sum(DISTINCT fare) AS total, count(DISTINCT fare) FILTER (WHERE fare > 4) AS dear FROM ride GROUP BY city;

-- epoch
INSERT INTO ride VALUES (1, 'Oslo', 5), (2, 'Rome', 7), (3, 'Oslo', 5);
-- epoch
INSERT INTO ride VALUES (4, NULL, 3), (5, 'Oslo', NULL), (6, 'Bern', 9);
-- epoch
INSERT INTO ride VALUES (7, 'Rome', 7), (8, 'Oslo', 1), (9, 'Bern', -9);

/* plan
Aggregate by [city]: [count(DISTINCT fare), sum(DISTINCT fare), count(DISTINCT fare) FILTER (WHERE ((fare > 4) <=> true))]    -- upsert by city; unbounded
  Scan STREAM MemoryStream MemoryStream [city, fare]    -- insert-only; unbounded
State: one row for each [city]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: the values of [count(DISTINCT fare), sum(DISTINCT fare), count(DISTINCT fare) FILTER (WHERE ((fare > 4) <=> true))]; grows with the values of each group: nothing bounds it; a group key of event time with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|Oslo|1|5|1
  +I|Rome|1|7|1
epoch 1
  +I|Bern|1|9|1
  +I|NULL|1|3|0
epoch 2
  -U|Bern|1|9|1
  +U|Bern|2|0|1
  -U|Oslo|1|5|1
  +U|Oslo|2|6|1
*/

/* result
Bern|2|0|1
NULL|1|3|0
Oslo|2|6|1
Rome|1|7|1
*/
