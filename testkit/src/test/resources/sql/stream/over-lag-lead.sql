-- The rows before and behind, and shares.
CREATE TABLE ride (id INT, city STRING, fare INT);

SELECT id, lag(fare) OVER (ORDER BY id) AS before, lead(fare, 2, 0) OVER (ORDER BY id) AS behind, ntile(3) OVER (ORDER BY id) AS part, first_value(city) OVER (ORDER BY id) AS first FROM ride;

-- epoch
INSERT INTO ride VALUES (1, 'Oslo', 5), (2, 'Rome', 7), (3, 'Oslo', 5);
-- epoch
INSERT INTO ride VALUES (4, NULL, 3), (5, 'Oslo', NULL), (6, 'Bern', 9);
-- epoch
INSERT INTO ride VALUES (7, 'Rome', 7), (8, 'Oslo', 1), (9, 'Bern', -9);

/* plan
Project [id, lag AS before, lead AS behind, ntile AS part, first_value AS first]    -- retracting, rows may vanish; unbounded
  Over [] ordered by id ASC NULLS FIRST: [lag(fare, 1, NULL) over ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW, lead(fare, 2, 0) over ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW, ntile(3) over ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW, first_value(city) over RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW]    -- retracting, rows may vanish; unbounded
    Scan STREAM MemoryStream MemoryStream [id, city, fare]    -- insert-only; unbounded
State: all rows; grows with the input: nothing bounds it; a partition key of event time with a watermark would
*/

/* changelog
epoch 0
  +I|1|NULL|5|1|Oslo
  +I|2|5|0|2|Oslo
  +I|3|7|0|3|Oslo
epoch 1
  -D|2|5|0|2|Oslo
  +I|2|5|3|1|Oslo
  -D|3|7|0|3|Oslo
  +I|3|7|NULL|2|Oslo
  +I|4|5|9|2|Oslo
  +I|5|3|0|3|Oslo
  +I|6|NULL|0|3|Oslo
epoch 2
  +I|3|7|NULL|1|Oslo
  -D|3|7|NULL|2|Oslo
  -D|5|3|0|3|Oslo
  +I|5|3|7|2|Oslo
  -D|6|NULL|0|3|Oslo
  +I|6|NULL|1|2|Oslo
  +I|7|9|-9|3|Oslo
  +I|8|7|0|3|Oslo
  +I|9|1|0|3|Oslo
*/

/* result
1|NULL|5|1|Oslo
2|5|3|1|Oslo
3|7|NULL|1|Oslo
4|5|9|2|Oslo
5|3|7|2|Oslo
6|NULL|1|2|Oslo
7|9|-9|3|Oslo
8|7|0|3|Oslo
9|1|0|3|Oslo
*/
