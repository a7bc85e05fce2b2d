-- Two streams as one, each with its own filter and columns.
CREATE TABLE ride (city STRING, fare INT);
CREATE TABLE walk (place STRING, metres BIGINT);

SELECT city AS name, CAST(fare AS BIGINT) AS amount FROM ride WHERE fare > 2
UNION ALL
SELECT upper(place), metres * 2 FROM walk;

-- epoch
INSERT INTO ride VALUES ('Oslo', 5), ('Rome', 1);
INSERT INTO walk VALUES ('park', 10);
-- epoch
INSERT INTO walk VALUES ('park', 10), (NULL, 4);

/* plan
Union of 2    -- insert-only; unbounded
  Project [city AS name, CAST(fare AS BIGINT) AS amount]    -- insert-only; unbounded
    Filter (fare > 2)    -- insert-only; unbounded
      Scan STREAM MemoryStream MemoryStream [city, fare]    -- insert-only; unbounded
  Project [upper(place) AS name, (metres * 2) AS amount]    -- insert-only; unbounded
    Scan STREAM MemoryStream MemoryStream [place, metres]    -- insert-only; unbounded
*/

/* changelog
epoch 0
  +I|Oslo|5
  +I|PARK|20
epoch 1
  +I|NULL|8
  +I|PARK|20
*/

/* result
NULL|8
Oslo|5
PARK|20
PARK|20
*/
