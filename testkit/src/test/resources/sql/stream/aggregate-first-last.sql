-- The first and the last of a group are those of the total order of values, so that no cut changes them.
-- duckdb: SELECT city, min(fare) AS f, max(fare) AS l, min(fare) AS v, max_by(driver, fare) AS d FROM ride GROUP BY city
CREATE TABLE ride (city STRING, fare INT, driver STRING);

SELECT city, first(fare, true) AS f, last(fare) AS l, any_value(fare) IGNORE NULLS AS v, max_by(driver, fare) AS d
FROM ride GROUP BY city;

-- epoch
INSERT INTO ride VALUES ('Oslo', 5, 'x'), ('Oslo', NULL, 'y');
-- epoch
INSERT INTO ride VALUES ('Oslo', 3, 'z'), ('Rom', 8, 'x'), ('Oslo', 9, 'x');

/* plan
Aggregate by [city]: [first(fare, true), last(fare), any_value(fare, true), max_by(driver, fare)]    -- upsert by city; unbounded
  Scan STREAM MemoryStream MemoryStream [city, fare, driver]    -- insert-only; unbounded
State: one row for each [city]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|Oslo|5|5|5|x
epoch 1
  +U|Oslo|3|9|3|x
  -U|Oslo|5|5|5|x
  +I|Rom|8|8|8|x
*/

/* result
Oslo|3|9|3|x
Rom|8|8|8|x
*/
