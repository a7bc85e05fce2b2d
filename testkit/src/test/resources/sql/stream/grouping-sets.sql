-- Totals by city, by fare, and of all.
CREATE TABLE ride (id INT, city STRING, fare INT);

SELECT city, fare, count(*) AS n FROM ride GROUP BY GROUPING SETS ((city), (fare), ());

-- epoch
INSERT INTO ride VALUES (1, 'Oslo', 5), (2, 'Rome', 7), (3, 'Oslo', 5);
-- epoch
INSERT INTO ride VALUES (4, NULL, 3), (5, 'Oslo', NULL), (6, 'Bern', 9);
-- epoch
INSERT INTO ride VALUES (7, 'Rome', 7), (8, 'Oslo', 1), (9, 'Bern', -9);

/* plan
Project [city, fare, n]    -- retracting, rows may vanish; unbounded
  Aggregate by [city, fare, grouping_id]: [count(*)]    -- upsert by city, fare, grouping_id; unbounded
    Expand [[city, NULL, 0], [NULL, fare, 1], [NULL, NULL, 2]]    -- insert-only; unbounded
      Scan STREAM MemoryStream MemoryStream [city, fare]    -- insert-only; unbounded
State: one row for each [city, fare, grouping_id]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|NULL|5|2
  +I|NULL|7|1
  +I|NULL|NULL|3
  +I|Oslo|NULL|2
  +I|Rome|NULL|1
epoch 1
  +I|Bern|NULL|1
  +I|NULL|3|1
  +I|NULL|9|1
  +I|NULL|NULL|1
  +I|NULL|NULL|1
  -D|NULL|NULL|3
  +I|NULL|NULL|6
  -D|Oslo|NULL|2
  +I|Oslo|NULL|3
epoch 2
  -D|Bern|NULL|1
  +I|Bern|NULL|2
  +I|NULL|-9|1
  +I|NULL|1|1
  -D|NULL|7|1
  +I|NULL|7|2
  -D|NULL|NULL|6
  +I|NULL|NULL|9
  -D|Oslo|NULL|3
  +I|Oslo|NULL|4
  -D|Rome|NULL|1
  +I|Rome|NULL|2
*/

/* result
Bern|NULL|2
NULL|-9|1
NULL|1|1
NULL|3|1
NULL|5|2
NULL|7|2
NULL|9|1
NULL|NULL|1
NULL|NULL|1
NULL|NULL|9
Oslo|NULL|4
Rome|NULL|2
*/
