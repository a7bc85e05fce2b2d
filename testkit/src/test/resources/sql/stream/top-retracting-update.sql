-- The two cities with most rides, by place.
-- mode: update
CREATE TABLE ride (city STRING, fare INT);

SELECT place, city, n FROM (SELECT city, n, row_number() OVER (ORDER BY n DESC, city) AS place FROM (SELECT city, count(*) AS n FROM ride GROUP BY city)) WHERE place <= 2;

-- epoch
INSERT INTO ride VALUES ('Oslo', 1), ('Rome', 2), ('Oslo', 3);
-- epoch
INSERT INTO ride VALUES ('Rome', 4), ('Bern', 5);
-- epoch
INSERT INTO ride VALUES ('Rome', 6), ('Bern', 7), ('Bern', 8), ('Bern', 9);

/* plan
Project [row_number AS place, city, n]    -- upsert by place; unbounded
  Top 1 to 2 by ROW_NUMBER of [] ordered by n DESC NULLS LAST, city ASC NULLS FIRST    -- upsert by row_number; unbounded
    Aggregate by [city]: [count(*)]    -- upsert by city; unbounded
      Scan STREAM MemoryStream MemoryStream [city]    -- insert-only; unbounded
State: one row for each [city]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: all rows, since rows may be taken away; grows with the input: nothing bounds it
*/

/* changelog
epoch 0
  1|Oslo|2
  2|Rome|1
epoch 1
  2|Rome|2
epoch 2
  1|Bern|4
  2|Rome|3
*/

/* result
1|Bern|4
2|Rome|3
*/
