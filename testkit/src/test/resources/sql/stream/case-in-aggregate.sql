-- Conditions inside of aggregates.
CREATE TABLE ride (id INT, city STRING, fare INT);

SELECT sum(CASE WHEN fare > 4 THEN 1 ELSE 0 END) AS dear, count(*) FILTER (WHERE city = 'Oslo') AS oslo FROM ride;

-- epoch
INSERT INTO ride VALUES (1, 'Oslo', 5), (2, 'Rome', 7), (3, 'Oslo', 5);
-- epoch
INSERT INTO ride VALUES (4, NULL, 3), (5, 'Oslo', NULL), (6, 'Bern', 9);
-- epoch
INSERT INTO ride VALUES (7, 'Rome', 7), (8, 'Oslo', 1), (9, 'Bern', -9);

/* plan
Aggregate by []: [sum(CASE WHEN (fare > 4) THEN 1 ELSE 0 END), count(*) FILTER (WHERE ((city = 'Oslo') <=> true))]    -- upsert of one row; unbounded
  Scan STREAM MemoryStream MemoryStream [city, fare]    -- insert-only; unbounded
State: one row for the whole input; bounded
*/

/* changelog
epoch 0
  +I|3|2
epoch 1
  -U|3|2
  +U|4|3
epoch 2
  -U|4|3
  +U|5|4
*/

/* result
5|4
*/
