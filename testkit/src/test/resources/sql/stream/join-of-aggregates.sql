-- Totals meet totals.
CREATE TABLE ride (id INT, city STRING, fare INT);
CREATE TABLE city (name STRING, country STRING);

SELECT c.country, t.total FROM (SELECT city, sum(fare) AS total FROM ride GROUP BY city) AS t JOIN city AS c ON t.city = c.name;

-- epoch
INSERT INTO city VALUES ('Oslo', 'NO'), ('Rome', 'IT');
INSERT INTO ride VALUES (1, 'Oslo', 5), (2, 'Rome', 7), (3, 'Oslo', 5);
-- epoch
INSERT INTO ride VALUES (4, NULL, 3), (5, 'Oslo', NULL), (6, 'Bern', 9);
INSERT INTO city VALUES ('Bern', 'CH'), (NULL, '??');
-- epoch
INSERT INTO ride VALUES (7, 'Rome', 7), (8, 'Oslo', 1), (9, 'Bern', -9);

/* plan
Project [country, total]    -- retracting, rows may vanish; unbounded
  Join INNER on [city = name]    -- retracting, rows may vanish; unbounded
    Aggregate by [city]: [sum(fare)]    -- upsert by city; unbounded
      Scan STREAM MemoryStream MemoryStream [city, fare]    -- insert-only; unbounded
    Scan STREAM MemoryStream MemoryStream [name, country]    -- insert-only; unbounded
State: one row for each [city]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: the left rows of the join by [city]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join by [name]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|IT|7
  +I|NO|10
epoch 1
  +I|CH|9
epoch 2
  +I|CH|0
  -D|CH|9
  +I|IT|14
  -D|IT|7
  -D|NO|10
  +I|NO|11
*/

/* result
CH|0
IT|14
NO|11
*/
