-- Right rows without a partner come with NULLs, until one comes.
CREATE TABLE ride (city STRING, fare INT);
CREATE TABLE city (name STRING, country STRING);

SELECT r.fare, c.name, c.country FROM ride AS r RIGHT JOIN city AS c ON r.city = c.name AND r.fare > 1;

-- epoch
INSERT INTO city VALUES ('Oslo', 'NO'), ('Rom', 'IT');
INSERT INTO ride VALUES ('Oslo', 1), ('Bonn', 5);
-- epoch
INSERT INTO ride VALUES ('Oslo', 7), ('Rom', 1);
-- epoch
INSERT INTO city VALUES ('Bonn', 'DE'), (NULL, 'XX');

/* plan
Project [fare, name, country]    -- retracting, rows may vanish; unbounded
  Join RIGHT on [city = name]    -- retracting, rows may vanish; unbounded
    Filter (fare > 1)    -- insert-only; unbounded
      Scan STREAM MemoryStream MemoryStream [city, fare]    -- insert-only; unbounded
    Scan STREAM MemoryStream MemoryStream [name, country]    -- insert-only; unbounded
State: the left rows of the join by [city]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join by [name]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|NULL|Oslo|NO
  +I|NULL|Rom|IT
epoch 1
  +I|7|Oslo|NO
  -D|NULL|Oslo|NO
epoch 2
  +I|5|Bonn|DE
  +I|NULL|NULL|XX
*/

/* result
5|Bonn|DE
7|Oslo|NO
NULL|NULL|XX
NULL|Rom|IT
*/
