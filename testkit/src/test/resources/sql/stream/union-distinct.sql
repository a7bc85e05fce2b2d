-- Rows that stand in either, each once.
CREATE TABLE ride (id INT, city STRING, fare INT);
CREATE TABLE city (name STRING, country STRING);

SELECT city FROM ride UNION SELECT name FROM city;

-- epoch
INSERT INTO city VALUES ('Oslo', 'NO'), ('Rome', 'IT');
INSERT INTO ride VALUES (1, 'Oslo', 5), (2, 'Rome', 7), (3, 'Oslo', 5);
-- epoch
INSERT INTO ride VALUES (4, NULL, 3), (5, 'Oslo', NULL), (6, 'Bern', 9);
INSERT INTO city VALUES ('Bern', 'CH'), (NULL, '??');
-- epoch
INSERT INTO ride VALUES (7, 'Rome', 7), (8, 'Oslo', 1), (9, 'Bern', -9);

/* plan
Aggregate by [city]: []    -- upsert by city; unbounded
  Union of 2    -- insert-only; unbounded
    Scan STREAM MemoryStream MemoryStream [city]    -- insert-only; unbounded
    Project [name AS city]    -- insert-only; unbounded
      Scan STREAM MemoryStream MemoryStream [name]    -- insert-only; unbounded
State: one row for each [city]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or state.ttl, would
*/

/* changelog
epoch 0
  +I|Oslo
  +I|Rome
epoch 1
  +I|Bern
  +I|NULL
epoch 2
*/

/* result
Bern
NULL
Oslo
Rome
*/
