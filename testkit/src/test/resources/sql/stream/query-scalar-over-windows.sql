-- A condition on windows of time stays above them, also where a sub-query names their rows.
-- duckdb: none
CREATE TABLE ride (city STRING, time TIMESTAMP);
CREATE TABLE trip (city STRING);

SELECT city, w.start AS start, (SELECT count(*) FROM trip t WHERE t.city = r.city) AS trips
FROM (SELECT city, window(time, '10 seconds', '5 seconds') AS w FROM ride) r
WHERE w.start >= TIMESTAMP '2026-01-01 00:00:05' AND city <> 'Bern';

-- epoch
INSERT INTO ride VALUES ('Oslo', '2026-01-01 00:00:07'), ('Rome', '2026-01-01 00:00:12'), ('Bern', '2026-01-01 00:00:12');
INSERT INTO trip VALUES ('Oslo'), ('Oslo');
-- epoch
INSERT INTO ride VALUES ('Oslo', NULL), ('Oslo', '2026-01-01 00:00:01');
INSERT INTO trip VALUES ('Rome');

/* plan
Project [city, w.start AS start, CASE WHEN isnull(count(1)) THEN 0 ELSE CAST(count(1) AS BIGINT) END AS trips]    -- retracting, rows may vanish; unbounded
  Join LEFT on [city <=> city]    -- retracting, rows may vanish; unbounded
    Project [city, named_struct('start', window_start, 'end', window_end) AS w]    -- insert-only; unbounded
      Filter (window_start >= 2026-01-01T00:00:05Z)    -- insert-only; unbounded
        Window of time: 10 s every 5 s    -- insert-only; unbounded
          Filter (city <> 'Bern')    -- insert-only; unbounded
            Scan STREAM MemoryStream MemoryStream [city, time]    -- insert-only; unbounded
    Project [city, CASE WHEN isnotnull(count(1)) THEN count(1) ELSE 0 END AS count(1)]    -- upsert by city; unbounded
      Join LEFT on [city <=> city]    -- upsert by city; unbounded
        Aggregate by [city]: []    -- upsert by city; unbounded
          Filter (window_start >= 2026-01-01T00:00:05Z)    -- insert-only; unbounded
            Window of time: 10 s every 5 s    -- insert-only; unbounded
              Filter (city <> 'Bern')    -- insert-only; unbounded
                Scan STREAM MemoryStream MemoryStream [city, time]    -- insert-only; unbounded
        Aggregate by [city]: [count(*)]    -- upsert by city; unbounded
          Filter isnotnull(city)    -- insert-only; unbounded
            Scan STREAM MemoryStream MemoryStream [city]    -- insert-only; unbounded
State: one row for each [city]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: one row for each [city]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: the left rows of the join by [city]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join by [city]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
State: the left rows of the join by [city]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join by [city]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|Oslo|2026-01-01T00:00:05Z|2
  +I|Rome|2026-01-01T00:00:05Z|0
  +I|Rome|2026-01-01T00:00:10Z|0
epoch 1
  -D|Rome|2026-01-01T00:00:05Z|0
  +I|Rome|2026-01-01T00:00:05Z|1
  -D|Rome|2026-01-01T00:00:10Z|0
  +I|Rome|2026-01-01T00:00:10Z|1
*/

/* result
Oslo|2026-01-01T00:00:05Z|2
Rome|2026-01-01T00:00:05Z|1
Rome|2026-01-01T00:00:10Z|1
*/
