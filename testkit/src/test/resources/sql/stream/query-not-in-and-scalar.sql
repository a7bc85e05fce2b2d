-- No row is in a query without rows, also beside a sub-query that names the rows around it.
CREATE TABLE ride (id INT, city STRING);
CREATE TABLE closed (id INT);
CREATE TABLE trip (id INT, fare INT);

SELECT id, city, (SELECT max(fare) FROM trip WHERE trip.id = ride.id) AS most
FROM ride WHERE id NOT IN (SELECT closed.id FROM closed JOIN trip ON closed.id = trip.id);

-- epoch
INSERT INTO ride VALUES (1, 'Oslo'), (2, 'Rome'), (NULL, 'Bern');
-- epoch
INSERT INTO trip VALUES (1, 5), (1, 6), (NULL, 3);
-- epoch
INSERT INTO closed VALUES (2), (1);

/* plan
Project [id, city, max(fare) AS most]    -- retracting, rows may vanish; unbounded
  Join LEFT on [id = id]    -- retracting, rows may vanish; unbounded
    Join LEFT_ANTI on [] and isnull(id)    -- retracting, rows may vanish; unbounded
      Join LEFT_ANTI on []    -- retracting, rows may vanish; unbounded
        Join LEFT_ANTI on [id = id]    -- retracting, rows may vanish; unbounded
          Scan STREAM MemoryStream MemoryStream [id, city]    -- insert-only; unbounded
          Project [id]    -- insert-only; unbounded
            Join INNER on [id = id]    -- insert-only; unbounded
              Scan STREAM MemoryStream MemoryStream [id]    -- insert-only; unbounded
              Scan STREAM MemoryStream MemoryStream [id]    -- insert-only; unbounded
        Project []    -- retracting, rows may vanish; unbounded
          Aggregate by [true]: []    -- upsert by any; unbounded
            Join INNER on [id = id]    -- insert-only; unbounded
              Filter isnull(id)    -- insert-only; unbounded
                Scan STREAM MemoryStream MemoryStream [id]    -- insert-only; unbounded
              Scan STREAM MemoryStream MemoryStream [id]    -- insert-only; unbounded
      Project []    -- retracting, rows may vanish; unbounded
        Aggregate by [true]: []    -- upsert by any; unbounded
          Join INNER on [id = id]    -- insert-only; unbounded
            Scan STREAM MemoryStream MemoryStream [id]    -- insert-only; unbounded
            Scan STREAM MemoryStream MemoryStream [id]    -- insert-only; unbounded
    Aggregate by [id]: [max(fare)]    -- upsert by id; unbounded
      Filter isnotnull(id)    -- insert-only; unbounded
        Scan STREAM MemoryStream MemoryStream [id, fare]    -- insert-only; unbounded
State: the left rows of the join by [id]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join by [id]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
State: the left rows of the join by [id]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join by [id]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
State: the left rows of the join by [id]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join by [id]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
State: one row for each [true]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: the left rows of the join, all in one worker; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join, all in one worker; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
State: the left rows of the join by [id]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join by [id]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
State: one row for each [true]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: the left rows of the join, all in one worker; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join, all in one worker; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
State: one row for each [id]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: the left rows of the join by [id]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join by [id]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|1|Oslo|NULL
  +I|2|Rome|NULL
  +I|NULL|Bern|NULL
epoch 1
  +I|1|Oslo|6
  -D|1|Oslo|NULL
epoch 2
  -D|1|Oslo|6
  -D|NULL|Bern|NULL
*/

/* result
2|Rome|NULL
*/
