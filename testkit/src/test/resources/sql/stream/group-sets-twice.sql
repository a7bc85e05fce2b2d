-- A set of keys that is written twice gives its groups twice.
CREATE TABLE ride (city STRING, fare INT);

SELECT city, grouping(city) AS g, sum(fare) AS s FROM ride GROUP BY GROUPING SETS ((city), (city), ()) HAVING count(*) > 0;

-- epoch
INSERT INTO ride VALUES ('Oslo', 1), (NULL, 2);
-- epoch
INSERT INTO ride VALUES ('Oslo', 3), ('Rome', 4);

/* plan
Project [city, CAST(CASE WHEN (grouping_id = 0) THEN 0 WHEN (grouping_id = 1) THEN 1 ELSE 0 END AS TINYINT) AS g, s]    -- retracting, rows may vanish; unbounded
  Filter ($f3 > 0)    -- upsert by city, grouping_id, rows may vanish; unbounded
    Aggregate by [city, grouping_id]: [sum(fare), count(*)]    -- upsert by city, grouping_id; unbounded
      Expand [[fare, city, 0], [fare, NULL, 1], [fare, city, 2]]    -- insert-only; unbounded
        Scan STREAM MemoryStream MemoryStream [city, fare]    -- insert-only; unbounded
State: one row for each [city, grouping_id]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|NULL|0|2
  +I|NULL|0|2
  +I|NULL|1|3
  +I|Oslo|0|1
  +I|Oslo|0|1
epoch 1
  +I|NULL|1|10
  -D|NULL|1|3
  -D|Oslo|0|1
  -D|Oslo|0|1
  +I|Oslo|0|4
  +I|Oslo|0|4
  +I|Rome|0|4
  +I|Rome|0|4
*/

/* result
NULL|0|2
NULL|0|2
NULL|1|10
Oslo|0|4
Oslo|0|4
Rome|0|4
Rome|0|4
*/
