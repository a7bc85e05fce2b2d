-- Orders without a payment; one that is paid is taken back.
-- mode: changelog
CREATE TABLE orders (id INT, item STRING);
CREATE TABLE payment (id INT, amount INT);

SELECT id, item FROM orders o WHERE NOT EXISTS (SELECT * FROM payment p WHERE p.id = o.id AND amount > 0);

-- epoch
INSERT INTO orders VALUES (1, 'a'), (2, 'b'), (3, 'c');
INSERT INTO payment VALUES (1, 5), (2, 0);
-- epoch
INSERT INTO payment VALUES (2, 7), (2, 8), (4, 1);
INSERT INTO orders VALUES (4, 'd'), (5, 'e');

/* plan
Join LEFT_ANTI on [id = id]    -- retracting, rows may vanish; unbounded
  Scan STREAM MemoryStream MemoryStream [id, item]    -- insert-only; unbounded
  Project [id]    -- insert-only; unbounded
    Filter (amount > 0)    -- insert-only; unbounded
      Scan STREAM MemoryStream MemoryStream [id, amount]    -- insert-only; unbounded
State: the left rows of the join by [id]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join by [id]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|2|b
  +I|3|c
epoch 1
  -D|2|b
  +I|5|e
*/

/* result
3|c
5|e
*/
