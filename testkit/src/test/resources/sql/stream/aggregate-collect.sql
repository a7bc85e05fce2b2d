-- Values of a group, in their order.
-- duckdb: SELECT city, coalesce(list_sort(list(fare) FILTER (WHERE fare IS NOT NULL)), []) AS fares, count_if(fare > 4) AS dear FROM ride GROUP BY city
CREATE TABLE ride (id INT, city STRING, fare INT);

SELECT city, sort_array(collect_list(fare)) AS fares, count_if(fare > 4) AS dear FROM ride GROUP BY city;

-- epoch
INSERT INTO ride VALUES (1, 'Oslo', 5), (2, 'Rome', 7), (3, 'Oslo', 5);
-- epoch
INSERT INTO ride VALUES (4, NULL, 3), (5, 'Oslo', NULL), (6, 'Bern', 9);
-- epoch
INSERT INTO ride VALUES (7, 'Rome', 7), (8, 'Oslo', 1), (9, 'Bern', -9);

/* plan
Project [city, sort_array(collect_list(fare)) AS fares, dear]    -- upsert by city; unbounded
  Aggregate by [city]: [collect_list(fare), count_if((fare > 4))]    -- upsert by city; unbounded
    Scan STREAM MemoryStream MemoryStream [city, fare]    -- insert-only; unbounded
State: one row for each [city]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: the values of [collect_list(fare)]; grows with the values of each group: nothing bounds it; a group key of event time with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|Oslo|[5, 5]|2
  +I|Rome|[7]|1
epoch 1
  +I|Bern|[9]|1
  +I|NULL|[3]|0
epoch 2
  +U|Bern|[-9, 9]|1
  -U|Bern|[9]|1
  +U|Oslo|[1, 5, 5]|2
  -U|Oslo|[5, 5]|2
  +U|Rome|[7, 7]|2
  -U|Rome|[7]|1
*/

/* result
Bern|[-9, 9]|1
NULL|[3]|0
Oslo|[1, 5, 5]|2
Rome|[7, 7]|2
*/
