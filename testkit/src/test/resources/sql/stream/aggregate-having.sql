-- Groups come and go as they meet the condition.
CREATE TABLE ride (city STRING, fare INT);

SELECT city, sum(fare) AS total FROM ride GROUP BY city HAVING sum(fare) BETWEEN 5 AND 9;

-- epoch
INSERT INTO ride VALUES ('Oslo', 5), ('Rome', 3);
-- epoch
INSERT INTO ride VALUES ('Oslo', 3), ('Rome', 3);
-- epoch
INSERT INTO ride VALUES ('Oslo', 3), ('Bern', 9);

/* plan
Filter ((total >= 5) AND (total <= 9))    -- upsert by city, rows may vanish; unbounded
  Aggregate by [city]: [sum(fare)]    -- upsert by city; unbounded
    Scan STREAM MemoryStream MemoryStream [city, fare]    -- insert-only; unbounded
State: one row for each [city]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|Oslo|5
epoch 1
  -U|Oslo|5
  +U|Oslo|8
  +I|Rome|6
epoch 2
  +I|Bern|9
  -D|Oslo|8
*/

/* result
Bern|9
Rome|6
*/
