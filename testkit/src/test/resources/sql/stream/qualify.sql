-- QUALIFY keeps rows by a window function.
CREATE TABLE ride (id INT, city STRING, fare INT);

SELECT city, id FROM ride QUALIFY row_number() OVER (PARTITION BY city ORDER BY id DESC) = 1;

-- epoch
INSERT INTO ride VALUES (1, 'Oslo', 5), (2, 'Rome', 7), (3, 'Oslo', 5);
-- epoch
INSERT INTO ride VALUES (4, NULL, 3), (5, 'Oslo', NULL), (6, 'Bern', 9);
-- epoch
INSERT INTO ride VALUES (7, 'Rome', 7), (8, 'Oslo', 1), (9, 'Bern', -9);

/* plan
Project [city, id]    -- upsert by city; unbounded
  Top 1 to 1 by ROW_NUMBER of [city] ordered by id DESC NULLS LAST    -- upsert by city; unbounded
    Scan STREAM MemoryStream MemoryStream [id, city]    -- insert-only; unbounded
State: the first 1 rows of each [city]; grows with the number of partitions: nothing bounds it; a partition key of event time with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|Oslo|3
  +I|Rome|2
epoch 1
  +I|Bern|6
  +I|NULL|4
  -U|Oslo|3
  +U|Oslo|5
epoch 2
  -U|Bern|6
  +U|Bern|9
  -U|Oslo|5
  +U|Oslo|8
  -U|Rome|2
  +U|Rome|7
*/

/* result
Bern|9
NULL|4
Oslo|8
Rome|7
*/
