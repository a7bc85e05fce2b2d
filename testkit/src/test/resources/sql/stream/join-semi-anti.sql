-- Semi and anti joins beside each other.
-- duckdb: SELECT 'with' AS kind, id FROM ride AS r SEMI JOIN city AS c ON r.city = c.name UNION ALL SELECT 'without', id FROM ride AS r ANTI JOIN city AS c ON r.city = c.name
CREATE TABLE ride (id INT, city STRING, fare INT);
CREATE TABLE city (name STRING, country STRING);

SELECT 'with' AS kind, id FROM ride AS r LEFT SEMI JOIN city AS c ON r.city = c.name UNION ALL SELECT 'without', id FROM ride AS r LEFT ANTI JOIN city AS c ON r.city = c.name;

-- epoch
INSERT INTO city VALUES ('Oslo', 'NO'), ('Rome', 'IT');
INSERT INTO ride VALUES (1, 'Oslo', 5), (2, 'Rome', 7), (3, 'Oslo', 5);
-- epoch
INSERT INTO ride VALUES (4, NULL, 3), (5, 'Oslo', NULL), (6, 'Bern', 9);
INSERT INTO city VALUES ('Bern', 'CH'), (NULL, '??');
-- epoch
INSERT INTO ride VALUES (7, 'Rome', 7), (8, 'Oslo', 1), (9, 'Bern', -9);

/* plan
Union of 2    -- retracting, rows may vanish; unbounded
  Project ['with' AS kind, id]    -- insert-only; unbounded
    Join LEFT_SEMI on [city = name]    -- insert-only; unbounded
      Scan STREAM MemoryStream MemoryStream [id, city]    -- insert-only; unbounded
      Scan STREAM MemoryStream MemoryStream [name]    -- insert-only; unbounded
  Project ['without' AS kind, id]    -- retracting, rows may vanish; unbounded
    Join LEFT_ANTI on [city = name]    -- retracting, rows may vanish; unbounded
      Scan STREAM MemoryStream MemoryStream [id, city]    -- insert-only; unbounded
      Scan STREAM MemoryStream MemoryStream [name]    -- insert-only; unbounded
State: the left rows of the join by [city]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join by [name]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
State: the left rows of the join by [city]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join by [name]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|with|1
  +I|with|2
  +I|with|3
epoch 1
  +I|without|4
  +I|with|5
  +I|with|6
epoch 2
  +I|with|7
  +I|with|8
  +I|with|9
*/

/* result
without|4
with|1
with|2
with|3
with|5
with|6
with|7
with|8
with|9
*/
