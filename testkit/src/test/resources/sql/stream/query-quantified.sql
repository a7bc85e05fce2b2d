-- Comparisons with all values of a query, or with any.
CREATE TABLE ride (city STRING, fare INT);
CREATE TABLE price (fare INT);

SELECT city, fare FROM ride WHERE fare > ANY (SELECT fare FROM price) AND fare <> ALL (SELECT fare + 1 FROM price);

-- epoch
INSERT INTO ride VALUES ('Oslo', 5), ('Rom', 3), ('Bonn', NULL), ('Kiel', 8);
-- epoch
INSERT INTO price VALUES (4), (1);
-- epoch
INSERT INTO price VALUES (2);

/* plan
Project [city, fare]    -- retracting, rows may vanish; unbounded
  Filter CASE WHEN isnotnull($f1) THEN true WHEN isnotnull($f10) THEN NULL ELSE false END    -- retracting, rows may vanish; unbounded
    Join LEFT on [fare = fare0]    -- retracting, rows may vanish; unbounded
      Project [city, fare, $f1]    -- retracting, rows may vanish; unbounded
        Join LEFT on [fare = fare0]    -- retracting, rows may vanish; unbounded
          Join LEFT_ANTI on [] and isnull(fare)    -- retracting, rows may vanish; unbounded
            Join LEFT_ANTI on []    -- retracting, rows may vanish; unbounded
              Join LEFT_ANTI on [fare = (fare + 1)]    -- retracting, rows may vanish; unbounded
                Scan STREAM MemoryStream MemoryStream [city, fare]    -- insert-only; unbounded
                Scan STREAM MemoryStream MemoryStream [fare]    -- insert-only; unbounded
              Project []    -- retracting, rows may vanish; unbounded
                Aggregate by [true]: []    -- upsert by any; unbounded
                  Filter isnull((fare + 1))    -- insert-only; unbounded
                    Scan STREAM MemoryStream MemoryStream [fare]    -- insert-only; unbounded
            Project []    -- retracting, rows may vanish; unbounded
              Aggregate by [true]: []    -- upsert by any; unbounded
                Scan STREAM MemoryStream MemoryStream []    -- insert-only; unbounded
          Project [fare0, true AS $f1]    -- upsert by fare0, rows may vanish; unbounded
            Aggregate by [fare0]: []    -- upsert by fare0, rows may vanish; unbounded
              Join INNER on [] and (fare0 > fare)    -- retracting, rows may vanish; unbounded
                Scan STREAM MemoryStream MemoryStream [fare]    -- insert-only; unbounded
                Aggregate by [fare]: []    -- upsert by fare, rows may vanish; unbounded
                  Join LEFT_ANTI on [] and isnull(fare)    -- retracting, rows may vanish; unbounded
                    Join LEFT_ANTI on []    -- retracting, rows may vanish; unbounded
                      Join LEFT_ANTI on [fare = (fare + 1)]    -- retracting, rows may vanish; unbounded
                        Scan STREAM MemoryStream MemoryStream [fare]    -- insert-only; unbounded
                        Scan STREAM MemoryStream MemoryStream [fare]    -- insert-only; unbounded
                      Project []    -- retracting, rows may vanish; unbounded
                        Aggregate by [true]: []    -- upsert by any; unbounded
                          Filter isnull((fare + 1))    -- insert-only; unbounded
                            Scan STREAM MemoryStream MemoryStream [fare]    -- insert-only; unbounded
                    Project []    -- retracting, rows may vanish; unbounded
                      Aggregate by [true]: []    -- upsert by any; unbounded
                        Scan STREAM MemoryStream MemoryStream []    -- insert-only; unbounded
      Project [fare0, true AS $f1]    -- upsert by fare0, rows may vanish; unbounded
        Aggregate by [fare0]: []    -- upsert by fare0, rows may vanish; unbounded
          Join INNER on [] and isnull((fare0 > fare))    -- retracting, rows may vanish; unbounded
            Scan STREAM MemoryStream MemoryStream [fare]    -- insert-only; unbounded
            Aggregate by [fare]: []    -- upsert by fare, rows may vanish; unbounded
              Join LEFT on [fare = fare0]    -- retracting, rows may vanish; unbounded
                Join LEFT_ANTI on [] and isnull(fare)    -- retracting, rows may vanish; unbounded
                  Join LEFT_ANTI on []    -- retracting, rows may vanish; unbounded
                    Join LEFT_ANTI on [fare = (fare + 1)]    -- retracting, rows may vanish; unbounded
                      Scan STREAM MemoryStream MemoryStream [fare]    -- insert-only; unbounded
                      Scan STREAM MemoryStream MemoryStream [fare]    -- insert-only; unbounded
                    Project []    -- retracting, rows may vanish; unbounded
                      Aggregate by [true]: []    -- upsert by any; unbounded
                        Filter isnull((fare + 1))    -- insert-only; unbounded
                          Scan STREAM MemoryStream MemoryStream [fare]    -- insert-only; unbounded
                  Project []    -- retracting, rows may vanish; unbounded
                    Aggregate by [true]: []    -- upsert by any; unbounded
                      Scan STREAM MemoryStream MemoryStream []    -- insert-only; unbounded
                Aggregate by [fare0]: []    -- as above, and run once for both
State: the left rows of the join by [fare]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join by [(fare + 1)]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
State: one row for each [true]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: the left rows of the join, all in one worker; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join, all in one worker; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
State: one row for each [true]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: the left rows of the join, all in one worker; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join, all in one worker; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
State: the left rows of the join by [fare]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join by [(fare + 1)]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
State: one row for each [true]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: the left rows of the join, all in one worker; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join, all in one worker; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
State: one row for each [true]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: the left rows of the join, all in one worker; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join, all in one worker; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
State: one row for each [fare]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: the left rows of the join, all in one worker; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join, all in one worker; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
State: one row for each [fare0]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: the left rows of the join by [fare]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join by [fare0]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
State: the left rows of the join by [fare]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join by [(fare + 1)]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
State: one row for each [true]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: the left rows of the join, all in one worker; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join, all in one worker; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
State: one row for each [true]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: the left rows of the join, all in one worker; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join, all in one worker; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
State: the left rows of the join by [fare]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join by [fare0]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
State: one row for each [fare]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: the left rows of the join, all in one worker; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join, all in one worker; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
State: one row for each [fare0]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: the left rows of the join by [fare]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the right input with a watermark, or tidemill.state.ttl, would
State: the right rows of the join by [fare0]; grows with that input: nothing bounds it; a condition that bounds how far its time is from a time of the left input with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
epoch 1
  +I|Kiel|8
  +I|Rom|3
epoch 2
  -D|Rom|3
*/

/* result
Kiel|8
*/
