-- Bits over groups whose rows change: what is taken away leaves the bits.
CREATE TABLE flag (device STRING, bits INT);

SELECT n, bit_and(bits) AS a, bit_or(bits) AS o, bit_xor(bits) AS x
FROM (SELECT device, count(*) AS n, max(bits) AS bits FROM flag GROUP BY device) AS f GROUP BY n;

-- epoch
INSERT INTO flag VALUES ('a', 6), ('b', 3), ('c', NULL);
-- epoch
INSERT INTO flag VALUES ('b', 12), ('d', 5);
-- epoch
INSERT INTO flag VALUES ('a', 1), ('c', 9);

/* plan
Aggregate by [n]: [bit_and(bits), bit_or(bits), bit_xor(bits)]    -- upsert by n, rows may vanish; unbounded
  Aggregate by [device]: [count(*), max(bits)]    -- upsert by device; unbounded
    Scan STREAM MemoryStream MemoryStream [device, bits]    -- insert-only; unbounded
State: one row for each [device]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: one row for each [n]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|1|2|7|5
epoch 1
  -U|1|2|7|5
  +U|1|4|7|3
  +I|2|12|12|12
epoch 2
  -U|1|4|7|3
  +U|1|5|5|5
  +U|2|0|15|3
  -U|2|12|12|12
*/

/* result
1|5|5|5
2|0|15|3
*/
