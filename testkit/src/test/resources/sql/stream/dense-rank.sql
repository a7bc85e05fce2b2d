-- Rows of the two greatest different fares.
CREATE TABLE ride (id INT, city STRING, fare INT);

SELECT fare, id FROM (SELECT *, dense_rank() OVER (ORDER BY fare DESC NULLS LAST) AS place FROM ride) WHERE place <= 2;

-- epoch
INSERT INTO ride VALUES (1, 'Oslo', 5), (2, 'Rome', 7), (3, 'Oslo', 5);
-- epoch
INSERT INTO ride VALUES (4, NULL, 3), (5, 'Oslo', NULL), (6, 'Bern', 9);
-- epoch
INSERT INTO ride VALUES (7, 'Rome', 7), (8, 'Oslo', 1), (9, 'Bern', -9);

/* plan
Project [fare, id]    -- retracting, rows may vanish; unbounded
  Top 1 to 2 by DENSE_RANK of [] ordered by fare DESC NULLS LAST    -- retracting, rows may vanish; unbounded
    Scan STREAM MemoryStream MemoryStream [id, fare]    -- insert-only; unbounded
State: the first 2 rows; bounded
*/

/* changelog
epoch 0
  +I|5|1
  +I|5|3
  +I|7|2
epoch 1
  -D|5|1
  -D|5|3
  +I|9|6
epoch 2
  +I|7|7
*/

/* result
7|2
7|7
9|6
*/
