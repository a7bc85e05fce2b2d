-- Ranks, neighbours and sums of cities by their number of rides, as the numbers change.
-- mode: changelog
CREATE TABLE ride (city STRING, fare INT);

SELECT city, n, rank() OVER (ORDER BY n DESC) AS place, lag(city) OVER (ORDER BY n DESC, city NULLS LAST) AS ahead, sum(n) OVER (ORDER BY n DESC, city NULLS LAST) AS upto FROM (SELECT city, count(*) AS n FROM ride GROUP BY city);

-- epoch
INSERT INTO ride VALUES ('Oslo', 1), ('Rome', 2), ('Oslo', 3);
-- epoch
INSERT INTO ride VALUES ('Rome', 4), ('Bern', 5);
-- epoch
INSERT INTO ride VALUES ('Rome', 6), (NULL, 7), ('Bern', 8);

/* plan
Project [city, n, rank AS place, lag AS ahead, sum AS upto]    -- upsert by city; unbounded
  Over [] ordered by n DESC NULLS LAST, city ASC NULLS LAST: [lag(city, 1, NULL) over ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW, sum(n) over RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW]    -- upsert by city; unbounded
    Over [] ordered by n DESC NULLS LAST: [rank() over ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW]    -- upsert by city; unbounded
      Aggregate by [city]: [count(*)]    -- upsert by city; unbounded
        Scan STREAM MemoryStream MemoryStream [city]    -- insert-only; unbounded
State: one row for each [city]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: all rows; grows with the input: nothing bounds it; a partition key of event time with a watermark would
State: all rows; grows with the input: nothing bounds it; a partition key of event time with a watermark would
*/

/* changelog
epoch 0
  +I|Oslo|2|1|NULL|2
  +I|Rome|1|2|Oslo|3
epoch 1
  +I|Bern|1|3|Rome|5
  -U|Rome|1|2|Oslo|3
  +U|Rome|2|1|Oslo|4
epoch 2
  -U|Bern|1|3|Rome|5
  +U|Bern|2|2|Rome|5
  +I|NULL|1|4|Oslo|8
  -U|Oslo|2|1|NULL|2
  +U|Oslo|2|2|Bern|7
  -U|Rome|2|1|Oslo|4
  +U|Rome|3|1|NULL|3
*/

/* result
Bern|2|2|Rome|5
NULL|1|4|Oslo|8
Oslo|2|2|Bern|7
Rome|3|1|NULL|3
*/
