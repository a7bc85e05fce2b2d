-- A condition on the rows of a ranking stays above it, also where a sub-query names those rows.
CREATE TABLE ride (id INT, city STRING, fare INT);
CREATE TABLE trip (city STRING);

SELECT id, n, (SELECT count(*) FROM trip t WHERE t.city = r.city) AS trips
FROM (SELECT *, row_number() OVER (PARTITION BY city ORDER BY fare DESC) AS n FROM ride) r
WHERE id > 1;

-- epoch
INSERT INTO ride VALUES (1, 'Oslo', 9), (2, 'Oslo', 5), (3, 'Rome', 7);
INSERT INTO trip VALUES ('Oslo'), ('Oslo');
-- epoch
INSERT INTO ride VALUES (4, 'Oslo', 6), (0, 'Rome', 8), (5, 'Rome', NULL);
INSERT INTO trip VALUES ('Rome');

/* plan
Project [id, n, CASE WHEN isnull(count(1)) THEN 0 ELSE CAST(count(1) AS BIGINT) END AS trips]    -- retracting, rows may vanish; unbounded
  Join LEFT on [city <=> city]    -- upsert by city, n, rows may vanish; unbounded
    Project [id, city, row_number AS n]    -- upsert by city, n, rows may vanish; unbounded
      Filter (id > 1)    -- upsert by city, row_number, rows may vanish; unbounded
        Over [city] ordered by fare DESC NULLS LAST: [row_number() over ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW]    -- upsert by city, row_number; unbounded
          Scan STREAM MemoryStream MemoryStream [id, city, fare]    -- insert-only; unbounded
    Project [city, CASE WHEN isnotnull(count(1)) THEN count(1) ELSE 0 END AS count(1)]    -- upsert by city; unbounded
      Join LEFT on [city <=> city]    -- upsert by city; unbounded
        Aggregate by [city]: []    -- upsert by city; unbounded
          Filter (id > 1)    -- insert-only; unbounded
            Scan STREAM MemoryStream MemoryStream [id, city]    -- insert-only; unbounded
        Aggregate by [city]: [count(*)]    -- upsert by city; unbounded
          Filter isnotnull(city)    -- insert-only; unbounded
            Scan STREAM MemoryStream MemoryStream [city]    -- insert-only; unbounded
State: all rows of each [city]; grows with the input: nothing bounds it; a partition key of event time with a watermark, or tidemill.state.ttl, would
State: one row for each [city]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: one row for each [city]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: the left rows of the join by [city]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join by [city]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
State: the left rows of the join by [city]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join by [city]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|2|2|2
  +I|3|1|0
epoch 1
  -D|2|2|2
  +I|2|3|2
  -D|3|1|0
  +I|3|2|1
  +I|4|2|2
  +I|5|3|1
*/

/* result
2|3|2
3|2|1
4|2|2
5|3|1
*/
