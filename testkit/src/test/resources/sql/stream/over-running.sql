-- A running total of each city.
CREATE TABLE ride (id INT, city STRING, fare INT);

SELECT id, city, sum(fare) OVER (PARTITION BY city ORDER BY id) AS so_far, count(*) OVER (PARTITION BY city) AS n FROM ride;

-- epoch
INSERT INTO ride VALUES (1, 'Oslo', 5), (2, 'Rome', 7), (3, 'Oslo', 5);
-- epoch
INSERT INTO ride VALUES (4, NULL, 3), (5, 'Oslo', NULL), (6, 'Bern', 9);
-- epoch
INSERT INTO ride VALUES (7, 'Rome', 7), (8, 'Oslo', 1), (9, 'Bern', -9);

/* plan
Project [id, city, sum AS so_far, count AS n]    -- retracting, rows may vanish; unbounded
  Over [city]: [count() over ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING]    -- retracting, rows may vanish; unbounded
    Over [city] ordered by id ASC NULLS FIRST: [sum(fare) over RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW]    -- retracting, rows may vanish; unbounded
      Scan STREAM MemoryStream MemoryStream [id, city, fare]    -- insert-only; unbounded
State: all rows of each [city]; grows with the input: nothing bounds it; a partition key of event time with a watermark, or tidemill.state.ttl, would
State: all rows of each [city]; grows with the input: nothing bounds it; a partition key of event time with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|1|Oslo|5|2
  +I|2|Rome|7|1
  +I|3|Oslo|10|2
epoch 1
  -D|1|Oslo|5|2
  +I|1|Oslo|5|3
  -D|3|Oslo|10|2
  +I|3|Oslo|10|3
  +I|4|NULL|3|1
  +I|5|Oslo|10|3
  +I|6|Bern|9|1
epoch 2
  -D|1|Oslo|5|3
  +I|1|Oslo|5|4
  -D|2|Rome|7|1
  +I|2|Rome|7|2
  -D|3|Oslo|10|3
  +I|3|Oslo|10|4
  -D|5|Oslo|10|3
  +I|5|Oslo|10|4
  -D|6|Bern|9|1
  +I|6|Bern|9|2
  +I|7|Rome|14|2
  +I|8|Oslo|11|4
  +I|9|Bern|0|2
*/

/* result
1|Oslo|5|4
2|Rome|7|2
3|Oslo|10|4
4|NULL|3|1
5|Oslo|10|4
6|Bern|9|2
7|Rome|14|2
8|Oslo|11|4
9|Bern|0|2
*/
