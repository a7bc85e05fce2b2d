-- Estimates, which are exact for so few values.
-- duckdb: SELECT city, count(DISTINCT fare) AS n, quantile_disc(fare, 0.5) AS middle FROM ride GROUP BY city
CREATE TABLE ride (city STRING, fare INT);

SELECT city, approx_count_distinct(fare) AS n, percentile_approx(fare, 0.5) AS middle FROM ride GROUP BY city;

-- epoch
INSERT INTO ride VALUES ('Oslo', 5), ('Oslo', 7), ('Rom', NULL);
-- epoch
INSERT INTO ride VALUES ('Oslo', 7), ('Oslo', 6), ('Rom', 3);

/* plan
Aggregate by [city]: [approx_count_distinct(fare), percentile_approx(fare, 0.5)]    -- upsert by city; unbounded
  Scan STREAM MemoryStream MemoryStream [city, fare]    -- insert-only; unbounded
State: one row for each [city]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: the values of [percentile_approx(fare, 0.5)]; grows with the values of each group: nothing bounds it; a group key of event time with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|Oslo|2|5
  +I|Rom|0|NULL
epoch 1
  -U|Oslo|2|5
  +U|Oslo|3|6
  -U|Rom|0|NULL
  +U|Rom|1|3
*/

/* result
Oslo|3|6
Rom|1|3
*/
