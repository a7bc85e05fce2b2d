-- Rows whose value stands in another table; NULL stands in none.
CREATE TABLE ride (id INT, city STRING, fare INT);
CREATE TABLE city (name STRING, country STRING);

SELECT id, city FROM ride WHERE city IN (SELECT name FROM city);

-- epoch
INSERT INTO city VALUES ('Oslo', 'NO'), ('Rome', 'IT');
INSERT INTO ride VALUES (1, 'Oslo', 5), (2, 'Rome', 7), (3, 'Oslo', 5);
-- epoch
INSERT INTO ride VALUES (4, NULL, 3), (5, 'Oslo', NULL), (6, 'Bern', 9);
INSERT INTO city VALUES ('Bern', 'CH'), (NULL, '??');
-- epoch
INSERT INTO ride VALUES (7, 'Rome', 7), (8, 'Oslo', 1), (9, 'Bern', -9);

/* plan
Join LEFT_SEMI on [city = name]    -- insert-only; unbounded
  Scan STREAM MemoryStream MemoryStream [id, city]    -- insert-only; unbounded
  Scan STREAM MemoryStream MemoryStream [name]    -- insert-only; unbounded
State: the left rows of the join by [city]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join by [name]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|1|Oslo
  +I|2|Rome
  +I|3|Oslo
epoch 1
  +I|5|Oslo
  +I|6|Bern
epoch 2
  +I|7|Rome
  +I|8|Oslo
  +I|9|Bern
*/

/* result
1|Oslo
2|Rome
3|Oslo
5|Oslo
6|Bern
7|Rome
8|Oslo
9|Bern
*/
