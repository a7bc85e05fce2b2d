-- Append: different rows, given at once; their keys go with the watermark.
-- mode: append
-- duckdb: none
CREATE TABLE ride (id INT, city STRING, time TIMESTAMP, WATERMARK FOR time AS time - INTERVAL 10 SECONDS);

SELECT DISTINCT time, city FROM ride;

-- epoch
INSERT INTO ride VALUES (1, 'Oslo', '2026-01-01 00:00:01'), (2, 'Rome', '2026-01-01 00:00:03'), (3, 'Oslo', '2026-01-01 00:00:12');
-- epoch
INSERT INTO ride VALUES (4, 'Oslo', '2026-01-01 00:00:02'), (5, NULL, '2026-01-01 00:00:13'), (6, 'Rome', '2026-01-01 00:00:25');
-- epoch
INSERT INTO ride VALUES (7, 'Oslo', '2026-01-01 00:00:14'), (8, 'Rome', '2026-01-01 00:00:26'), (9, 'Bern', '2026-01-01 00:00:40');

/* plan
Aggregate by [time, city]: []    -- upsert by time, city; event time time; unbounded
  Watermark on time - 10 s    -- insert-only; event time time; unbounded
    Scan STREAM MemoryStream MemoryStream [city, time]    -- insert-only; unbounded
State: one row for each [time, city]; bounded: forgotten when the watermark has passed time
*/

/* changelog
epoch 0
  2026-01-01T00:00:01Z|Oslo
epoch 1
  2026-01-01T00:00:02Z|Oslo
  2026-01-01T00:00:03Z|Rome
  2026-01-01T00:00:12Z|Oslo
  2026-01-01T00:00:13Z|NULL
epoch 2
  2026-01-01T00:00:25Z|Rome
  2026-01-01T00:00:26Z|Rome
*/

/* result
2026-01-01T00:00:01Z|Oslo
2026-01-01T00:00:02Z|Oslo
2026-01-01T00:00:03Z|Rome
2026-01-01T00:00:12Z|Oslo
2026-01-01T00:00:13Z|NULL
2026-01-01T00:00:25Z|Rome
2026-01-01T00:00:26Z|Rome
*/
