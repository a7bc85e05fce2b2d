-- Totals by every set of the keys.
CREATE TABLE ride (id INT, city STRING, fare INT);

SELECT city, fare, sum(id) AS total FROM ride GROUP BY CUBE (city, fare);

-- epoch
INSERT INTO ride VALUES (1, 'Oslo', 5), (2, 'Rome', 7), (3, 'Oslo', 5);
-- epoch
INSERT INTO ride VALUES (4, NULL, 3), (5, 'Oslo', NULL), (6, 'Bern', 9);
-- epoch
INSERT INTO ride VALUES (7, 'Rome', 7), (8, 'Oslo', 1), (9, 'Bern', -9);

/* plan
Project [city, fare, total]    -- retracting, rows may vanish; unbounded
  Aggregate by [city, fare, grouping_id]: [sum(id)]    -- upsert by city, fare, grouping_id; unbounded
    Expand [[id, city, fare, 0], [id, city, NULL, 1], [id, NULL, fare, 2], [id, NULL, NULL, 3]]    -- insert-only; unbounded
      Project [city, fare, id]    -- insert-only; unbounded
        Scan STREAM MemoryStream MemoryStream [id, city, fare]    -- insert-only; unbounded
State: one row for each [city, fare, grouping_id]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|NULL|5|4
  +I|NULL|7|2
  +I|NULL|NULL|6
  +I|Oslo|5|4
  +I|Oslo|NULL|4
  +I|Rome|7|2
  +I|Rome|NULL|2
epoch 1
  +I|Bern|9|6
  +I|Bern|NULL|6
  +I|NULL|3|4
  +I|NULL|3|4
  +I|NULL|9|6
  +I|NULL|NULL|21
  +I|NULL|NULL|4
  +I|NULL|NULL|5
  -D|NULL|NULL|6
  -D|Oslo|NULL|4
  +I|Oslo|NULL|5
  +I|Oslo|NULL|9
epoch 2
  +I|Bern|-9|9
  +I|Bern|NULL|15
  -D|Bern|NULL|6
  +I|NULL|-9|9
  +I|NULL|1|8
  -D|NULL|7|2
  +I|NULL|7|9
  -D|NULL|NULL|21
  +I|NULL|NULL|45
  +I|Oslo|1|8
  +I|Oslo|NULL|17
  -D|Oslo|NULL|9
  -D|Rome|7|2
  +I|Rome|7|9
  -D|Rome|NULL|2
  +I|Rome|NULL|9
*/

/* result
Bern|-9|9
Bern|9|6
Bern|NULL|15
NULL|-9|9
NULL|1|8
NULL|3|4
NULL|3|4
NULL|5|4
NULL|7|9
NULL|9|6
NULL|NULL|4
NULL|NULL|45
NULL|NULL|5
Oslo|1|8
Oslo|5|4
Oslo|NULL|17
Oslo|NULL|5
Rome|7|9
Rome|NULL|9
*/
