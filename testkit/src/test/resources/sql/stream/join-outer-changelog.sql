-- Rows of a full join that meet nobody are given at once and taken back when somebody comes.
-- mode: changelog
CREATE TABLE person (id INT, name STRING);
CREATE TABLE visit (person INT, city STRING);

SELECT name, city FROM person FULL JOIN visit ON id = person AND city <> name;

-- epoch
INSERT INTO person VALUES (1, 'Ann'), (2, 'Bob'), (CAST(NULL AS INT), 'Nobody');
INSERT INTO visit VALUES (1, 'Rome'), (3, 'Oslo'), (2, 'Bob');
-- epoch
INSERT INTO visit VALUES (2, 'Paris'), (1, 'Oslo');
INSERT INTO person VALUES (3, 'Cid'), (3, 'Oslo');

/* plan
Project [name, city]    -- retracting, rows may vanish; unbounded
  Join FULL on [id = person] and (city <> name)    -- retracting, rows may vanish; unbounded
    Scan STREAM MemoryStream MemoryStream [id, name]    -- insert-only; unbounded
    Scan STREAM MemoryStream MemoryStream [person, city]    -- insert-only; unbounded
State: the left rows of the join by [id]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join by [person]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|Ann|Rome
  +I|Bob|NULL
  +I|NULL|Bob
  +I|NULL|Oslo
  +I|Nobody|NULL
epoch 1
  +I|Ann|Oslo
  -D|Bob|NULL
  +I|Bob|Paris
  +I|Cid|Oslo
  -D|NULL|Oslo
  +I|Oslo|NULL
*/

/* result
Ann|Oslo
Ann|Rome
Bob|Paris
Cid|Oslo
NULL|Bob
Nobody|NULL
Oslo|NULL
*/
