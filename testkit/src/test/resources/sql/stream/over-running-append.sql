-- The average of the last three fares of each city, given once when a ride's time is over.
-- mode: append
-- duckdb: none
CREATE TABLE ride (city STRING, fare INT, time TIMESTAMP, WATERMARK FOR time AS time - INTERVAL 10 SECONDS);

SELECT city, time, fare, avg(fare) OVER (PARTITION BY city ORDER BY time NULLS LAST ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS last_three FROM ride;

-- epoch
INSERT INTO ride VALUES ('Oslo', 1, '2026-01-01 00:00:05'), ('Rome', 2, '2026-01-01 00:00:07'), ('Oslo', 3, '2026-01-01 00:00:09'), ('Oslo', 4, NULL);
-- epoch
INSERT INTO ride VALUES ('Oslo', 5, '2026-01-01 00:00:12'), ('Rome', 6, '2026-01-01 00:00:04'), ('Oslo', 7, '2026-01-01 00:00:25');
-- epoch
INSERT INTO ride VALUES ('Oslo', 8, '2026-01-01 00:00:01'), ('Oslo', 9, '2026-01-01 00:00:18'), ('Rome', 10, '2026-01-01 00:00:50');
-- epoch
INSERT INTO ride VALUES ('Rome', 11, '2026-01-01 00:00:41'), ('Oslo', 12, '2026-01-01 00:01:30');

/* plan
Project [city, time, fare, avg AS last_three]    -- retracting, rows may vanish; unbounded
  Over [city] ordered by time ASC NULLS LAST: [avg(fare) over ROWS BETWEEN 2 PRECEDING AND CURRENT ROW]    -- retracting, rows may vanish; unbounded
    Watermark on time - 10 s    -- insert-only; event time time; unbounded
      Scan STREAM MemoryStream MemoryStream [city, fare, time]    -- insert-only; unbounded
State: all rows of each [city]; grows with the input: nothing bounds it; a partition key of event time with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
epoch 1
  Oslo|2026-01-01T00:00:05Z|1|1
  Oslo|2026-01-01T00:00:09Z|3|2
  Oslo|2026-01-01T00:00:12Z|5|3
  Rome|2026-01-01T00:00:04Z|6|6
  Rome|2026-01-01T00:00:07Z|2|4
epoch 2
  Oslo|2026-01-01T00:00:18Z|9|5.66666666667
  Oslo|2026-01-01T00:00:25Z|7|7
epoch 3
  Rome|2026-01-01T00:00:41Z|11|6.33333333333
  Rome|2026-01-01T00:00:50Z|10|7.66666666667
*/

/* result
Oslo|2026-01-01T00:00:05Z|1|1
Oslo|2026-01-01T00:00:09Z|3|2
Oslo|2026-01-01T00:00:12Z|5|3
Oslo|2026-01-01T00:00:18Z|9|5.66666666667
Oslo|2026-01-01T00:00:25Z|7|7
Rome|2026-01-01T00:00:04Z|6|6
Rome|2026-01-01T00:00:07Z|2|4
Rome|2026-01-01T00:00:41Z|11|6.33333333333
Rome|2026-01-01T00:00:50Z|10|7.66666666667
*/
