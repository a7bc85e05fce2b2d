-- Sliding frames by rows and by distance.
CREATE TABLE ride (id INT, city STRING, fare INT);

SELECT id, sum(fare) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS around, count(*) OVER (ORDER BY id RANGE BETWEEN 2 PRECEDING AND CURRENT ROW) AS near FROM ride;

-- epoch
INSERT INTO ride VALUES (1, 'Oslo', 5), (2, 'Rome', 7), (3, 'Oslo', 5);
-- epoch
INSERT INTO ride VALUES (4, NULL, 3), (5, 'Oslo', NULL), (6, 'Bern', 9);
-- epoch
INSERT INTO ride VALUES (7, 'Rome', 7), (8, 'Oslo', 1), (9, 'Bern', -9);

/* plan
Project [id, sum AS around, count AS near]    -- retracting, rows may vanish; unbounded
  Over [] ordered by id ASC NULLS FIRST: [sum(fare) over ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING, count() over RANGE BETWEEN 2 PRECEDING AND CURRENT ROW]    -- retracting, rows may vanish; unbounded
    Scan STREAM MemoryStream MemoryStream [id, fare]    -- insert-only; unbounded
State: all rows; grows with the input: nothing bounds it; a partition key of event time with a watermark would
*/

/* changelog
epoch 0
  +I|1|12|1
  +I|2|17|2
  +I|3|12|3
epoch 1
  -D|3|12|3
  +I|3|15|3
  +I|4|8|3
  +I|5|12|3
  +I|6|9|3
epoch 2
  +I|6|16|3
  -D|6|9|3
  +I|7|17|3
  +I|8|-1|3
  +I|9|-8|3
*/

/* result
1|12|1
2|17|2
3|15|3
4|8|3
5|12|3
6|16|3
7|17|3
8|-1|3
9|-8|3
*/
