-- The middle of a group.
-- duckdb: SELECT city, median(fare) AS middle, quantile_cont(fare, 0.9) AS high FROM ride GROUP BY city
CREATE TABLE ride (id INT, city STRING, fare INT);

SELECT city, median(fare) AS middle, percentile_cont(0.9) WITHIN GROUP (ORDER BY fare) AS high FROM ride GROUP BY city;

-- epoch
INSERT INTO ride VALUES (1, 'Oslo', 5), (2, 'Rome', 7), (3, 'Oslo', 5);
-- epoch
INSERT INTO ride VALUES (4, NULL, 3), (5, 'Oslo', NULL), (6, 'Bern', 9);
-- epoch
INSERT INTO ride VALUES (7, 'Rome', 7), (8, 'Oslo', 1), (9, 'Bern', -9);

/* plan
Aggregate by [city]: [median(fare), percentile_cont(fare, 0.9, false)]    -- upsert by city; unbounded
  Scan STREAM MemoryStream MemoryStream [city, fare]    -- insert-only; unbounded
State: one row for each [city]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: the values of [median(fare), percentile_cont(fare, 0.9, false)]; grows with the values of each group: nothing bounds it; a group key of event time with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|Oslo|5|5
  +I|Rome|7|7
epoch 1
  +I|Bern|9|9
  +I|NULL|3|3
epoch 2
  +U|Bern|0|7.2
  -U|Bern|9|9
*/

/* result
Bern|0|7.2
NULL|3|3
Oslo|5|5
Rome|7|7
*/
