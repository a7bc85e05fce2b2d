-- Rows as often as they stand in both.
CREATE TABLE ride (id INT, city STRING, fare INT);

SELECT city FROM ride INTERSECT ALL SELECT city FROM ride WHERE fare > 4;

-- epoch
INSERT INTO ride VALUES (1, 'Oslo', 5), (2, 'Rome', 7), (3, 'Oslo', 5);
-- epoch
INSERT INTO ride VALUES (4, NULL, 3), (5, 'Oslo', NULL), (6, 'Bern', 9);
-- epoch
INSERT INTO ride VALUES (7, 'Rome', 7), (8, 'Oslo', 1), (9, 'Bern', -9);

/* plan
Project [city]    -- retracting, rows may vanish; unbounded
  Generate array_repeat(1, CAST(least(count1, count2) AS INT))    -- retracting, rows may vanish; unbounded
    Filter (least(count1, count2) > 0)    -- upsert by city, rows may vanish; unbounded
      Aggregate by [city]: [count(in1), count(in2)]    -- upsert by city; unbounded
        Union of 2    -- insert-only; unbounded
          Project [city, 1 AS in1, NULL AS in2]    -- insert-only; unbounded
            Scan STREAM MemoryStream MemoryStream [city]    -- insert-only; unbounded
          Project [city, NULL AS in1, 1 AS in2]    -- insert-only; unbounded
            Filter (fare > 4)    -- insert-only; unbounded
              Scan STREAM MemoryStream MemoryStream [city, fare]    -- insert-only; unbounded
State: one row for each [city]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or state.ttl, would
*/

/* changelog
epoch 0
  +I|Oslo
  +I|Oslo
  +I|Rome
epoch 1
  +I|Bern
epoch 2
  +I|Rome
*/

/* result
Bern
Oslo
Oslo
Rome
Rome
*/
