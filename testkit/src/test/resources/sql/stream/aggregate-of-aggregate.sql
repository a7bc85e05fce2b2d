-- An aggregate over rows that change: how many cities have how many rides.
CREATE TABLE ride (city STRING, fare INT);

SELECT n, count(*) AS cities, max(total) AS most
FROM (SELECT city, count(*) AS n, sum(fare) AS total FROM ride GROUP BY city) GROUP BY n;

-- epoch
INSERT INTO ride VALUES ('Oslo', 5), ('Rome', 7), ('Oslo', 1);
-- epoch
INSERT INTO ride VALUES ('Bern', 3), ('Rome', 2), ('Rome', 1);

/* plan
Aggregate by [n]: [count(*), max(total)]    -- upsert by n, rows may vanish; unbounded
  Aggregate by [city]: [count(*), sum(fare)]    -- upsert by city; unbounded
    Scan STREAM MemoryStream MemoryStream [city, fare]    -- insert-only; unbounded
State: one row for each [city]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: one row for each [n]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: the values of [max(total)]; grows with the values of each group: nothing bounds it; a group key of event time with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|1|1|7
  +I|2|1|6
epoch 1
  +U|1|1|3
  -U|1|1|7
  +I|3|1|10
*/

/* result
1|1|3
2|1|6
3|1|10
*/
