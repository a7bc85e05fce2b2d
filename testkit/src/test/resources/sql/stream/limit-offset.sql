-- Rows two to four of an order.
CREATE TABLE ride (id INT, city STRING, fare INT);

SELECT id, fare FROM ride ORDER BY fare NULLS FIRST, id LIMIT 3 OFFSET 1;

-- epoch
INSERT INTO ride VALUES (1, 'Oslo', 5), (2, 'Rome', 7), (3, 'Oslo', 5);
-- epoch
INSERT INTO ride VALUES (4, NULL, 3), (5, 'Oslo', NULL), (6, 'Bern', 9);
-- epoch
INSERT INTO ride VALUES (7, 'Rome', 7), (8, 'Oslo', 1), (9, 'Bern', -9);

/* plan
Limit 3 offset 1    -- retracting, rows may vanish; unbounded
  Sort by fare ASC NULLS FIRST, id ASC NULLS FIRST    -- insert-only; unbounded
    Scan STREAM MemoryStream MemoryStream [id, fare]    -- insert-only; unbounded
State: the first 4 rows; bounded
*/

/* changelog
epoch 0
  +I|2|7
  +I|3|5
epoch 1
  +I|1|5
  -D|2|7
  +I|4|3
epoch 2
  -D|1|5
  -D|3|5
  +I|8|1
  +I|9|-9
*/

/* result
4|3
8|1
9|-9
*/
