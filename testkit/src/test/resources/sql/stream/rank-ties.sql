-- Rows of the two greatest fares; ties stand together.
CREATE TABLE ride (id INT, city STRING, fare INT);

SELECT city, fare, id, place FROM (SELECT *, rank() OVER (PARTITION BY city ORDER BY fare DESC NULLS LAST) AS place FROM ride) WHERE place <= 2;

-- epoch
INSERT INTO ride VALUES (1, 'Oslo', 5), (2, 'Rome', 7), (3, 'Oslo', 5);
-- epoch
INSERT INTO ride VALUES (4, NULL, 3), (5, 'Oslo', NULL), (6, 'Bern', 9);
-- epoch
INSERT INTO ride VALUES (7, 'Rome', 7), (8, 'Oslo', 1), (9, 'Bern', -9);

/* plan
Project [city, fare, id, rank AS place]    -- retracting, rows may vanish; unbounded
  Top 1 to 2 by RANK of [city] ordered by fare DESC NULLS LAST    -- retracting, rows may vanish; unbounded
    Scan STREAM MemoryStream MemoryStream [id, city, fare]    -- insert-only; unbounded
State: the first 2 rows of each [city]; grows with the number of partitions: nothing bounds it; a partition key of event time with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|Oslo|5|1|1
  +I|Oslo|5|3|1
  +I|Rome|7|2|1
epoch 1
  +I|Bern|9|6|1
  +I|NULL|3|4|1
epoch 2
  +I|Bern|-9|9|2
  +I|Rome|7|7|1
*/

/* result
Bern|-9|9|2
Bern|9|6|1
NULL|3|4|1
Oslo|5|1|1
Oslo|5|3|1
Rome|7|2|1
Rome|7|7|1
*/
