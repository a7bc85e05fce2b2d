-- Spread of numbers.
-- duckdb: SELECT city, var_pop(fare) AS v, stddev_samp(id) AS s, CASE WHEN isnan(corr(id, fare)) THEN NULL ELSE corr(id, fare) END AS c FROM ride GROUP BY city
CREATE TABLE ride (id INT, city STRING, fare INT);

SELECT city, var_pop(fare) AS v, stddev_samp(id) AS s, corr(id, fare) AS c FROM ride GROUP BY city;

-- epoch
INSERT INTO ride VALUES (1, 'Oslo', 5), (2, 'Rome', 7), (3, 'Oslo', 5);
-- epoch
INSERT INTO ride VALUES (4, NULL, 3), (5, 'Oslo', NULL), (6, 'Bern', 9);
-- epoch
INSERT INTO ride VALUES (7, 'Rome', 7), (8, 'Oslo', 1), (9, 'Bern', -9);

/* plan
Aggregate by [city]: [var_pop(CAST(fare AS DOUBLE)), stddev_samp(CAST(id AS DOUBLE)), corr(CAST(id AS DOUBLE), CAST(fare AS DOUBLE))]    -- upsert by city; unbounded
  Scan STREAM MemoryStream MemoryStream [id, city, fare]    -- insert-only; unbounded
State: one row for each [city]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|Oslo|0|1.41421356237|NULL
  +I|Rome|0|NULL|NULL
epoch 1
  +I|Bern|0|NULL|NULL
  +I|NULL|0|NULL|NULL
  -U|Oslo|0|1.41421356237|NULL
  +U|Oslo|0|2|NULL
epoch 2
  -U|Bern|0|NULL|NULL
  +U|Bern|81|2.12132034356|-1
  -U|Oslo|0|2|NULL
  +U|Oslo|3.55555555556|2.98607881119|-0.960768922831
  +U|Rome|0|3.53553390593|NULL
  -U|Rome|0|NULL|NULL
*/

/* result
Bern|81|2.12132034356|-1
NULL|0|NULL|NULL
Oslo|3.55555555556|2.98607881119|-0.960768922831
Rome|0|3.53553390593|NULL
*/
