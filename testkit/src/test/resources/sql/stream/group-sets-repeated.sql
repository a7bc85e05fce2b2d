-- Sets that are the same count as often as they are there: listed, in a rollup, by two rollups.
-- duckdb: SELECT 'listed' AS how, city, sum(fare) AS s FROM ride GROUP BY GROUPING SETS ((city), city, (), ()) UNION ALL SELECT 'rollup', city, sum(fare) FROM ride GROUP BY ROLLUP (city, city) UNION ALL SELECT 'cube', city, sum(fare) FROM ride GROUP BY GROUPING SETS (city, city, city, ()) UNION ALL SELECT 'product', city, sum(fare) FROM ride GROUP BY ROLLUP (city), ROLLUP (city)
CREATE TABLE ride (city STRING, fare INT);

SELECT 'listed' AS how, city, sum(fare) AS s FROM ride GROUP BY GROUPING SETS ((city), city, (), ())
UNION ALL SELECT 'rollup', city, sum(fare) FROM ride GROUP BY ROLLUP (city, city)
UNION ALL SELECT 'cube', city, sum(fare) FROM ride GROUP BY CUBE (city, ride.city)
UNION ALL SELECT 'product', city, sum(fare) FROM ride GROUP BY ROLLUP (city), ROLLUP (city);

-- epoch
INSERT INTO ride VALUES ('Oslo', 1), (NULL, 2);
-- epoch
INSERT INTO ride VALUES ('Oslo', 3);

/* plan
Union of 4    -- retracting, rows may vanish; unbounded
  Project ['listed' AS how, city, s]    -- retracting, rows may vanish; unbounded
    Aggregate by [city, grouping_id]: [sum(fare)]    -- upsert by city, grouping_id; unbounded
      Expand [[fare, city, 0], [fare, NULL, 1], [fare, city, 2], [fare, NULL, 3]]    -- insert-only; unbounded
        Scan STREAM MemoryStream MemoryStream [city, fare]    -- insert-only; unbounded
  Project ['rollup' AS how, city, sum(fare) AS s]    -- retracting, rows may vanish; unbounded
    Aggregate by [city, grouping_id]: [sum(fare)]    -- upsert by city, grouping_id; unbounded
      Expand [[fare, city, 0], [fare, NULL, 1], [fare, city, 2]]    -- insert-only; unbounded
        Scan STREAM MemoryStream MemoryStream [city, fare]    -- insert-only; unbounded
  Project ['cube' AS how, city, sum(fare) AS s]    -- retracting, rows may vanish; unbounded
    Aggregate by [city, grouping_id]: [sum(fare)]    -- upsert by city, grouping_id; unbounded
      Expand [[fare, city, 0], [fare, NULL, 1], [fare, city, 2], [fare, city, 3]]    -- insert-only; unbounded
        Scan STREAM MemoryStream MemoryStream [city, fare]    -- insert-only; unbounded
  Project ['product' AS how, city, sum(fare) AS s]    -- retracting, rows may vanish; unbounded
    Aggregate by [city, grouping_id]: [sum(fare)]    -- as above, and run once for both
State: one row for each [city, grouping_id]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: one row for each [city, grouping_id]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: one row for each [city, grouping_id]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|cube|NULL|2
  +I|cube|NULL|2
  +I|cube|NULL|2
  +I|cube|NULL|3
  +I|cube|Oslo|1
  +I|cube|Oslo|1
  +I|cube|Oslo|1
  +I|listed|NULL|2
  +I|listed|NULL|2
  +I|listed|NULL|3
  +I|listed|NULL|3
  +I|listed|Oslo|1
  +I|listed|Oslo|1
  +I|product|NULL|2
  +I|product|NULL|2
  +I|product|NULL|2
  +I|product|NULL|3
  +I|product|Oslo|1
  +I|product|Oslo|1
  +I|product|Oslo|1
  +I|rollup|NULL|2
  +I|rollup|NULL|2
  +I|rollup|NULL|3
  +I|rollup|Oslo|1
  +I|rollup|Oslo|1
epoch 1
  -D|cube|NULL|3
  +I|cube|NULL|6
  -D|cube|Oslo|1
  -D|cube|Oslo|1
  -D|cube|Oslo|1
  +I|cube|Oslo|4
  +I|cube|Oslo|4
  +I|cube|Oslo|4
  -D|listed|NULL|3
  -D|listed|NULL|3
  +I|listed|NULL|6
  +I|listed|NULL|6
  -D|listed|Oslo|1
  -D|listed|Oslo|1
  +I|listed|Oslo|4
  +I|listed|Oslo|4
  -D|product|NULL|3
  +I|product|NULL|6
  -D|product|Oslo|1
  -D|product|Oslo|1
  -D|product|Oslo|1
  +I|product|Oslo|4
  +I|product|Oslo|4
  +I|product|Oslo|4
  -D|rollup|NULL|3
  +I|rollup|NULL|6
  -D|rollup|Oslo|1
  -D|rollup|Oslo|1
  +I|rollup|Oslo|4
  +I|rollup|Oslo|4
*/

/* result
cube|NULL|2
cube|NULL|2
cube|NULL|2
cube|NULL|6
cube|Oslo|4
cube|Oslo|4
cube|Oslo|4
listed|NULL|2
listed|NULL|2
listed|NULL|6
listed|NULL|6
listed|Oslo|4
listed|Oslo|4
product|NULL|2
product|NULL|2
product|NULL|2
product|NULL|6
product|Oslo|4
product|Oslo|4
product|Oslo|4
rollup|NULL|2
rollup|NULL|2
rollup|NULL|6
rollup|Oslo|4
rollup|Oslo|4
*/
