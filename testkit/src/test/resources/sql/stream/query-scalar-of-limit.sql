-- A limit below what a sub-query looks up for each row, also one of no rows.
CREATE TABLE ride (id INT, city STRING);
CREATE TABLE trip (city STRING, fare INT);

SELECT id, (SELECT count(*) FROM (SELECT * FROM trip ORDER BY fare, city LIMIT 2) t WHERE t.city = r.city) AS n,
    (SELECT max(fare) FROM (SELECT * FROM trip LIMIT 0) t WHERE t.city = r.city) AS none
FROM ride r;

-- epoch
INSERT INTO ride VALUES (1, 'Oslo'), (2, 'Rome');
INSERT INTO trip VALUES ('Oslo', 5), ('Oslo', 4), ('Rome', 9);
-- epoch
INSERT INTO ride VALUES (3, 'Oslo'), (4, NULL);
INSERT INTO trip VALUES ('Rome', 1);

/* plan
Project [id, count(1) AS n, max(fare) AS none]    -- retracting, rows may vanish; unbounded
  Join LEFT on [city = city]    -- retracting, rows may vanish; unbounded
    Project [id, city, CASE WHEN isnull(count(1)) THEN 0 ELSE CAST(count(1) AS BIGINT) END AS count(1)]    -- retracting, rows may vanish; unbounded
      Join LEFT on [city <=> city]    -- retracting, rows may vanish; unbounded
        Scan STREAM MemoryStream MemoryStream [id, city]    -- insert-only; unbounded
        Project [city, CASE WHEN isnotnull(count(1)) THEN count(1) ELSE 0 END AS count(1)]    -- upsert by city; unbounded
          Join LEFT on [city <=> city]    -- upsert by city; unbounded
            Aggregate by [city]: []    -- upsert by city; unbounded
              Scan STREAM MemoryStream MemoryStream [city]    -- insert-only; unbounded
            Aggregate by [city]: [count(*)]    -- upsert by city, rows may vanish; unbounded
              Filter isnotnull(city)    -- retracting, rows may vanish; unbounded
                Top 1 to 2 by ROW_NUMBER of [] ordered by fare ASC NULLS FIRST, city ASC NULLS FIRST    -- retracting, rows may vanish; unbounded
                  Scan STREAM MemoryStream MemoryStream [city, fare]    -- insert-only; unbounded
    Aggregate by [city]: [max(fare)]    -- upsert by city, rows may vanish; unbounded
      Filter isnotnull(city)    -- retracting, rows may vanish; unbounded
        Top 1 to 0 by ROW_NUMBER of [] ordered by     -- retracting, rows may vanish; unbounded
          Scan STREAM MemoryStream MemoryStream [city, fare]    -- insert-only; unbounded
State: one row for each [city]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: the first 2 rows; bounded
State: one row for each [city]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: the left rows of the join by [city]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join by [city]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
State: the left rows of the join by [city]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join by [city]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
State: the first 0 rows; bounded
State: one row for each [city]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: the values of [max(fare)]; grows with the values of each group: nothing bounds it; a group key of event time with a watermark, or tidemill.state.ttl, would
State: the left rows of the join by [city]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join by [city]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|1|2|NULL
  +I|2|0|NULL
epoch 1
  +I|1|1|NULL
  -D|1|2|NULL
  -D|2|0|NULL
  +I|2|1|NULL
  +I|3|1|NULL
  +I|4|0|NULL
*/

/* result
1|1|NULL
2|1|NULL
3|1|NULL
4|0|NULL
*/
