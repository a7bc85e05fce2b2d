-- The first three rows of all that came, by an order.
CREATE TABLE ride (id INT, city STRING, fare INT);

SELECT id, city, fare FROM ride ORDER BY fare DESC NULLS LAST, id LIMIT 3;

-- epoch
INSERT INTO ride VALUES (1, 'Oslo', 5), (2, 'Rome', 7), (3, 'Oslo', 5);
-- epoch
INSERT INTO ride VALUES (4, NULL, 3), (5, 'Oslo', NULL), (6, 'Bern', 9);
-- epoch
INSERT INTO ride VALUES (7, 'Rome', 7), (8, 'Oslo', 1), (9, 'Bern', -9);

/* plan
Limit 3    -- retracting, rows may vanish; unbounded
  Sort by fare DESC NULLS LAST, id ASC NULLS FIRST    -- insert-only; unbounded
    Scan STREAM MemoryStream MemoryStream [id, city, fare]    -- insert-only; unbounded
State: the first 3 rows; bounded
*/

/* changelog
epoch 0
  +I|1|Oslo|5
  +I|2|Rome|7
  +I|3|Oslo|5
epoch 1
  -D|3|Oslo|5
  +I|6|Bern|9
epoch 2
  -D|1|Oslo|5
  +I|7|Rome|7
*/

/* result
2|Rome|7
6|Bern|9
7|Rome|7
*/
