-- Texts of a group, joined in an order.
-- duckdb: SELECT fare, string_agg(city, '+' ORDER BY id) AS cities FROM ride GROUP BY fare
CREATE TABLE ride (id INT, city STRING, fare INT);

SELECT fare, listagg(city, '+') WITHIN GROUP (ORDER BY id) AS cities FROM ride GROUP BY fare;

-- epoch
INSERT INTO ride VALUES (1, 'Oslo', 5), (2, 'Rome', 7), (3, 'Oslo', 5);
-- epoch
INSERT INTO ride VALUES (4, NULL, 3), (5, 'Oslo', NULL), (6, 'Bern', 9);
-- epoch
INSERT INTO ride VALUES (7, 'Rome', 7), (8, 'Oslo', 1), (9, 'Bern', -9);

/* plan
Aggregate by [fare]: [listagg(city, '+') WITHIN GROUP (ORDER BY [SortKey[expression=id, ascending=true, nullsFirst=false]])]    -- upsert by fare; unbounded
  Scan STREAM MemoryStream MemoryStream [id, city, fare]    -- insert-only; unbounded
State: one row for each [fare]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: the values of [listagg(city, '+') WITHIN GROUP (ORDER BY [SortKey[expression=id, ascending=true, nullsFirst=false]])]; grows with the values of each group: nothing bounds it; a group key of event time with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|5|Oslo+Oslo
  +I|7|Rome
epoch 1
  +I|3|NULL
  +I|9|Bern
  +I|NULL|Oslo
epoch 2
  +I|-9|Bern
  +I|1|Oslo
  -U|7|Rome
  +U|7|Rome+Rome
*/

/* result
-9|Bern
1|Oslo
3|NULL
5|Oslo+Oslo
7|Rome+Rome
9|Bern
NULL|Oslo
*/
