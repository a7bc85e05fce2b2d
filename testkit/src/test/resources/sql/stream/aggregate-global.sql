-- Without keys there is one row, also before the first row has come.
CREATE TABLE ride (city STRING, fare INT);

SELECT count(*) AS n, sum(fare) AS total, count(fare) AS fares FROM ride WHERE fare IS NULL OR fare > 0;

-- epoch
INSERT INTO ride VALUES ('Oslo', -5);
-- epoch
INSERT INTO ride VALUES ('Oslo', 5), ('Rome', NULL);

/* plan
Aggregate by []: [count(*), sum(fare), count(fare)]    -- upsert of one row; unbounded
  Filter (isnull(fare) OR (fare > 0))    -- insert-only; unbounded
    Scan STREAM MemoryStream MemoryStream [fare]    -- insert-only; unbounded
State: one row for the whole input; bounded
*/

/* changelog
epoch 0
  +I|0|NULL|0
epoch 1
  -U|0|NULL|0
  +U|2|5|1
*/

/* result
2|5|1
*/
