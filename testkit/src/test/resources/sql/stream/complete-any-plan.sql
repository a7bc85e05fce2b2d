-- The whole answer of a plan without an aggregate at its top, in its order.
-- mode: complete
CREATE TABLE ride (city STRING, fare INT);

SELECT city, n FROM (SELECT city, count(*) AS n FROM ride GROUP BY city) QUALIFY row_number() OVER (ORDER BY n DESC, city) <= 2 ORDER BY n DESC, city;

-- epoch
INSERT INTO ride VALUES ('Oslo', 1), ('Rome', 2), ('Oslo', 3);
-- epoch
INSERT INTO ride VALUES ('Rome', 4), ('Bern', 5);
-- epoch
INSERT INTO ride VALUES ('Rome', 6), ('Bern', 7), ('Bern', 8), ('Bern', 9);

/* plan
Sort by n DESC NULLS LAST, city ASC NULLS FIRST    -- retracting, rows may vanish; unbounded
  Top 1 to 2 by ROW_NUMBER of [] ordered by n DESC NULLS LAST, city ASC NULLS FIRST    -- retracting, rows may vanish; unbounded
    Aggregate by [city]: [count(*)]    -- upsert by city; unbounded
      Scan STREAM MemoryStream MemoryStream [city]    -- insert-only; unbounded
State: one row for each [city]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: all rows, since rows may be taken away; grows with the input: nothing bounds it
*/

/* changelog
epoch 0
  Oslo|2
  Rome|1
epoch 1
  Oslo|2
  Rome|2
epoch 2
  Bern|4
  Rome|3
*/

/* result
Bern|4
Rome|3
*/
