-- Totals with their subtotals; grouping() tells a subtotal from a NULL.
CREATE TABLE ride (id INT, city STRING, fare INT);

SELECT city, fare, count(*) AS n, CAST(grouping(city) AS INT) AS g FROM ride GROUP BY ROLLUP (city, fare);

-- epoch
INSERT INTO ride VALUES (1, 'Oslo', 5), (2, 'Rome', 7), (3, 'Oslo', 5);
-- epoch
INSERT INTO ride VALUES (4, NULL, 3), (5, 'Oslo', NULL), (6, 'Bern', 9);
-- epoch
INSERT INTO ride VALUES (7, 'Rome', 7), (8, 'Oslo', 1), (9, 'Bern', -9);

/* plan
Project [city, fare, n, CAST(CAST(CASE WHEN (grouping_id = 0) THEN 0 WHEN (grouping_id = 1) THEN 0 ELSE 1 END AS TINYINT) AS INT) AS g]    -- retracting, rows may vanish; unbounded
  Aggregate by [city, fare, grouping_id]: [count(*)]    -- upsert by city, fare, grouping_id; unbounded
    Expand [[city, fare, 0], [city, NULL, 1], [NULL, NULL, 2]]    -- insert-only; unbounded
      Scan STREAM MemoryStream MemoryStream [city, fare]    -- insert-only; unbounded
State: one row for each [city, fare, grouping_id]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|NULL|NULL|3|1
  +I|Oslo|5|2|0
  +I|Oslo|NULL|2|0
  +I|Rome|7|1|0
  +I|Rome|NULL|1|0
epoch 1
  +I|Bern|9|1|0
  +I|Bern|NULL|1|0
  +I|NULL|3|1|0
  +I|NULL|NULL|1|0
  -D|NULL|NULL|3|1
  +I|NULL|NULL|6|1
  +I|Oslo|NULL|1|0
  -D|Oslo|NULL|2|0
  +I|Oslo|NULL|3|0
epoch 2
  +I|Bern|-9|1|0
  -D|Bern|NULL|1|0
  +I|Bern|NULL|2|0
  -D|NULL|NULL|6|1
  +I|NULL|NULL|9|1
  +I|Oslo|1|1|0
  -D|Oslo|NULL|3|0
  +I|Oslo|NULL|4|0
  -D|Rome|7|1|0
  +I|Rome|7|2|0
  -D|Rome|NULL|1|0
  +I|Rome|NULL|2|0
*/

/* result
Bern|-9|1|0
Bern|9|1|0
Bern|NULL|2|0
NULL|3|1|0
NULL|NULL|1|0
NULL|NULL|9|1
Oslo|1|1|0
Oslo|5|2|0
Oslo|NULL|1|0
Oslo|NULL|4|0
Rome|7|2|0
Rome|NULL|2|0
*/
