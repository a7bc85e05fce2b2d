-- What is there most often, and the middle, exactly.
-- duckdb: SELECT city, mode(fare ORDER BY fare) AS m, quantile_cont(fare, 0.25) AS q, median(fare) AS d, list_sort(list(DISTINCT fare) FILTER (WHERE fare IS NOT NULL))::VARCHAR AS s FROM ride GROUP BY city
CREATE TABLE ride (city STRING, fare INT);

SELECT city, mode(fare) AS m, percentile(fare, 0.25) AS q, median(fare) AS d, CAST(collect_set(fare) AS STRING) AS s
FROM ride GROUP BY city;

-- epoch
INSERT INTO ride VALUES ('Oslo', 5), ('Oslo', 7), ('Oslo', 7), ('Rom', 1);
-- epoch
INSERT INTO ride VALUES ('Oslo', 5), ('Oslo', 5), ('Rom', NULL), ('Rom', 4);

/* plan
Project [city, m, q, d, CAST(collect_set(fare) AS STRING) AS s]    -- upsert by city; unbounded
  Aggregate by [city]: [mode(fare), percentile(fare, 0.25), median(fare), collect_set(fare)]    -- upsert by city; unbounded
    Scan STREAM MemoryStream MemoryStream [city, fare]    -- insert-only; unbounded
State: one row for each [city]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: the values of [mode(fare), percentile(fare, 0.25), median(fare), collect_set(fare)]; grows with the values of each group: nothing bounds it; a group key of event time with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|Oslo|7|6|7|[5, 7]
  +I|Rom|1|1|1|[1]
epoch 1
  +U|Oslo|5|5|5|[5, 7]
  -U|Oslo|7|6|7|[5, 7]
  +U|Rom|1|1.75|2.5|[1, 4]
  -U|Rom|1|1|1|[1]
*/

/* result
Oslo|5|5|5|[5, 7]
Rom|1|1.75|2.5|[1, 4]
*/
