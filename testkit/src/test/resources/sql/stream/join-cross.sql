-- Every pair of rows.
CREATE TABLE size (name STRING);
CREATE TABLE colour (name STRING);

SELECT s.name, c.name AS colour FROM size AS s CROSS JOIN colour AS c;

-- epoch
INSERT INTO size VALUES ('s'), ('m');
-- epoch
INSERT INTO colour VALUES ('red'), (NULL);
-- epoch
INSERT INTO size VALUES ('l');

/* plan
Project [name, name0 AS colour]    -- insert-only; unbounded
  Join INNER on []    -- insert-only; unbounded
    Scan STREAM MemoryStream MemoryStream [name]    -- insert-only; unbounded
    Scan STREAM MemoryStream MemoryStream [name]    -- insert-only; unbounded
State: the left rows of the join, all in one worker; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join, all in one worker; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
epoch 1
  +I|m|NULL
  +I|m|red
  +I|s|NULL
  +I|s|red
epoch 2
  +I|l|NULL
  +I|l|red
*/

/* result
l|NULL
l|red
m|NULL
m|red
s|NULL
s|red
*/
