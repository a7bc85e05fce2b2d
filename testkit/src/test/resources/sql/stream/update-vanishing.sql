-- Cities with an even number of rides: rows vanish and come back.
-- mode: update
CREATE TABLE ride (city STRING, fare INT);

SELECT city, count(*) AS n FROM ride GROUP BY city HAVING count(*) % 2 = 0;

-- epoch
INSERT INTO ride VALUES ('Oslo', 1), ('Rome', 2), ('Oslo', 3);
-- epoch
INSERT INTO ride VALUES ('Rome', 4), ('Oslo', 5);
-- epoch
INSERT INTO ride VALUES ('Rome', 6), ('Oslo', 7);

/* plan
Filter ((n % 2) = 0)    -- upsert by city, rows may vanish; unbounded
  Aggregate by [city]: [count(*)]    -- upsert by city; unbounded
    Scan STREAM MemoryStream MemoryStream [city]    -- insert-only; unbounded
State: one row for each [city]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  Oslo|2
epoch 1
  Oslo|2|gone
  Rome|2
epoch 2
  Oslo|4
  Rome|2|gone
*/

/* result
Oslo|4
*/
