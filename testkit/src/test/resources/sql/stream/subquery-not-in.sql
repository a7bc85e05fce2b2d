-- NOT IN: once the other table holds a NULL, nothing is known not to be in it.
CREATE TABLE ride (id INT, city STRING, fare INT);
CREATE TABLE city (name STRING, country STRING);

SELECT id, city FROM ride WHERE city NOT IN (SELECT name FROM city);

-- epoch
INSERT INTO city VALUES ('Oslo', 'NO'), ('Rome', 'IT');
INSERT INTO ride VALUES (1, 'Oslo', 5), (2, 'Rome', 7), (3, 'Oslo', 5);
-- epoch
INSERT INTO ride VALUES (4, NULL, 3), (5, 'Oslo', NULL), (6, 'Bern', 9);
INSERT INTO city VALUES ('Bern', 'CH'), (NULL, '??');
-- epoch
INSERT INTO ride VALUES (7, 'Rome', 7), (8, 'Oslo', 1), (9, 'Bern', -9);

/* plan
Join LEFT_ANTI on [] and isnull(city)    -- retracting, rows may vanish; unbounded
  Join LEFT_ANTI on []    -- retracting, rows may vanish; unbounded
    Join LEFT_ANTI on [city = name]    -- retracting, rows may vanish; unbounded
      Scan STREAM MemoryStream MemoryStream [id, city]    -- insert-only; unbounded
      Scan STREAM MemoryStream MemoryStream [name]    -- insert-only; unbounded
    Project []    -- retracting, rows may vanish; unbounded
      Aggregate by [true]: []    -- upsert by any; unbounded
        Filter isnull(name)    -- insert-only; unbounded
          Scan STREAM MemoryStream MemoryStream [name]    -- insert-only; unbounded
  Project []    -- retracting, rows may vanish; unbounded
    Aggregate by [true]: []    -- upsert by any; unbounded
      Scan STREAM MemoryStream MemoryStream []    -- insert-only; unbounded
State: the left rows of the join by [city]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or state.ttl, would
State: the right rows of the join by [name]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or state.ttl, would
State: one row for each [true]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or state.ttl, would
State: the left rows of the join, all in one worker; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or state.ttl, would
State: the right rows of the join, all in one worker; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or state.ttl, would
State: one row for each [true]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or state.ttl, would
State: the left rows of the join, all in one worker; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or state.ttl, would
State: the right rows of the join, all in one worker; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or state.ttl, would
*/

/* changelog
epoch 0
epoch 1
epoch 2
*/

/* result

*/
