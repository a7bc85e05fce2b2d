-- One row a key, replaced as it changes; a NULL is a key like any other.
CREATE TABLE ride (city STRING, fare INT);

SELECT city, count(*) AS n, sum(fare) AS total, min(fare) AS least, max(fare) AS most, avg(fare) AS mean
FROM ride GROUP BY city;

-- epoch
INSERT INTO ride VALUES ('Oslo', 5), ('Rome', 7), ('Oslo', 1);
-- epoch
INSERT INTO ride VALUES (NULL, 3), ('Oslo', NULL), ('Bern', 100);
-- epoch
INSERT INTO ride VALUES ('Bern', -100), ('Rome', 7);

/* plan
Aggregate by [city]: [count(*), sum(fare), min(fare), max(fare), avg(fare)]    -- upsert by city; unbounded
  Scan STREAM MemoryStream MemoryStream [city, fare]    -- insert-only; unbounded
State: one row for each [city]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|Oslo|2|6|1|5|3
  +I|Rome|1|7|7|7|7
epoch 1
  +I|Bern|1|100|100|100|100
  +I|NULL|1|3|3|3|3
  -U|Oslo|2|6|1|5|3
  +U|Oslo|3|6|1|5|3
epoch 2
  -U|Bern|1|100|100|100|100
  +U|Bern|2|0|-100|100|0
  -U|Rome|1|7|7|7|7
  +U|Rome|2|14|7|7|7
*/

/* result
Bern|2|0|-100|100|0
NULL|1|3|3|3|3
Oslo|3|6|1|5|3
Rome|2|14|7|7|7
*/
