-- The first rows of an order, counted again as they change.
CREATE TABLE u (id INT, k INT, name STRING);

SELECT name, id FROM (SELECT name, id FROM u ORDER BY id DESC LIMIT 2) WHERE id > 1;

-- epoch
INSERT INTO u VALUES (1, 1, 'a'), (2, 5, 'b');
-- epoch
INSERT INTO u VALUES (3, 4, NULL), (4, 2, 'b'), (5, 1, 'a');
-- epoch
INSERT INTO u VALUES (6, NULL, 'z');

/* plan
Filter (id > 1)    -- retracting, rows may vanish; unbounded
  Top 1 to 2 by ROW_NUMBER of [] ordered by id DESC NULLS LAST    -- retracting, rows may vanish; unbounded
    Project [name, id]    -- insert-only; unbounded
      Scan STREAM MemoryStream MemoryStream [id, name]    -- insert-only; unbounded
State: the first 2 rows; bounded
*/

/* changelog
epoch 0
  +I|b|2
epoch 1
  +I|a|5
  -D|b|2
  +I|b|4
epoch 2
  -D|b|4
  +I|z|6
*/

/* result
a|5
z|6
*/
