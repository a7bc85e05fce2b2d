-- The three dearest rides but the very dearest: pushed out by dearer ones.
-- mode: changelog
CREATE TABLE ride (city STRING, fare INT);

SELECT city, fare FROM ride ORDER BY fare DESC, city LIMIT 3 OFFSET 1;

-- epoch
INSERT INTO ride VALUES ('Oslo', 1), ('Rome', 2);
-- epoch
INSERT INTO ride VALUES ('Oslo', 5), ('Rome', 2), ('Bern', NULL);
-- epoch
INSERT INTO ride VALUES ('Bern', 9), ('Rome', 3), ('Oslo', 9);

/* plan
Limit 3 offset 1    -- retracting, rows may vanish; unbounded
  Sort by fare DESC NULLS LAST, city ASC NULLS FIRST    -- insert-only; unbounded
    Scan STREAM MemoryStream MemoryStream [city, fare]    -- insert-only; unbounded
State: the first 4 rows; bounded
*/

/* changelog
epoch 0
  +I|Oslo|1
epoch 1
  +I|Rome|2
  +I|Rome|2
epoch 2
  -D|Oslo|1
  +I|Oslo|5
  +I|Oslo|9
  -D|Rome|2
  -D|Rome|2
  +I|Rome|3
*/

/* result
Oslo|5
Oslo|9
Rome|3
*/
