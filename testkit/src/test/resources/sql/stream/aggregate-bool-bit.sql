-- Logic and bits of a group.
CREATE TABLE ride (id INT, city STRING, fare INT);

SELECT city, bool_and(fare > 2) AS every, bool_or(fare > 6) AS some, bit_xor(id) AS x FROM ride GROUP BY city;

-- epoch
INSERT INTO ride VALUES (1, 'Oslo', 5), (2, 'Rome', 7), (3, 'Oslo', 5);
-- epoch
INSERT INTO ride VALUES (4, NULL, 3), (5, 'Oslo', NULL), (6, 'Bern', 9);
-- epoch
INSERT INTO ride VALUES (7, 'Rome', 7), (8, 'Oslo', 1), (9, 'Bern', -9);

/* plan
Aggregate by [city]: [bool_and((fare > 2)), bool_or((fare > 6)), bit_xor(id)]    -- upsert by city; unbounded
  Scan STREAM MemoryStream MemoryStream [id, city, fare]    -- insert-only; unbounded
State: one row for each [city]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|Oslo|true|false|2
  +I|Rome|true|true|2
epoch 1
  +I|Bern|true|true|6
  +I|NULL|true|false|4
  -U|Oslo|true|false|2
  +U|Oslo|true|false|7
epoch 2
  +U|Bern|false|true|15
  -U|Bern|true|true|6
  +U|Oslo|false|false|15
  -U|Oslo|true|false|7
  -U|Rome|true|true|2
  +U|Rome|true|true|5
*/

/* result
Bern|false|true|15
NULL|true|false|4
Oslo|false|false|15
Rome|true|true|5
*/
