-- Rows that meet by their key; NULL meets nothing.
CREATE TABLE ride (id INT, city STRING, fare INT);
CREATE TABLE city (name STRING, country STRING);

SELECT r.id, c.country FROM ride AS r JOIN city AS c ON r.city = c.name;

-- epoch
INSERT INTO city VALUES ('Oslo', 'NO'), ('Rome', 'IT');
INSERT INTO ride VALUES (1, 'Oslo', 5), (2, 'Rome', 7), (3, 'Oslo', 5);
-- epoch
INSERT INTO ride VALUES (4, NULL, 3), (5, 'Oslo', NULL), (6, 'Bern', 9);
INSERT INTO city VALUES ('Bern', 'CH'), (NULL, '??');
-- epoch
INSERT INTO ride VALUES (7, 'Rome', 7), (8, 'Oslo', 1), (9, 'Bern', -9);

/* plan
Project [id, country]    -- insert-only; unbounded
  Join INNER on [city = name]    -- insert-only; unbounded
    Scan STREAM MemoryStream MemoryStream [id, city]    -- insert-only; unbounded
    Scan STREAM MemoryStream MemoryStream [name, country]    -- insert-only; unbounded
State: the left rows of the join by [city]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join by [name]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|1|NO
  +I|2|IT
  +I|3|NO
epoch 1
  +I|5|NO
  +I|6|CH
epoch 2
  +I|7|IT
  +I|8|NO
  +I|9|CH
*/

/* result
1|NO
2|IT
3|NO
5|NO
6|CH
7|IT
8|NO
9|CH
*/
