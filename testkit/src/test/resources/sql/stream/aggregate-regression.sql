-- How two numbers go together; kept as sums, from which rows are taken away again.
-- duckdb: SELECT k, round(covar_pop(y, x), 6) AS c, round(corr(y, x), 6) AS r, round(regr_slope(y, x), 6) AS s, round(regr_intercept(y, x), 6) AS i, regr_count(y, x) AS n FROM (SELECT id, max(k) AS k, max(x) AS x, max(y) AS y FROM point GROUP BY id) AS p GROUP BY k
CREATE TABLE point (id INT, k STRING, x DOUBLE, y DOUBLE);

SELECT k, round(covar_pop(y, x), 6) AS c, round(corr(y, x), 6) AS r, round(regr_slope(y, x), 6) AS s,
  round(regr_intercept(y, x), 6) AS i, regr_count(y, x) AS n
FROM (SELECT id, max(k) AS k, max(x) AS x, max(y) AS y FROM point GROUP BY id) AS p GROUP BY k;

-- epoch
INSERT INTO point VALUES (1, 'a', 1, 2), (2, 'a', 2, 3), (3, 'a', 4, 4), (4, 'b', 1, NULL), (5, 'b', 2, 2), (6, 'b', 3, 5);
-- epoch
INSERT INTO point VALUES (1, 'a', 3, 8), (4, 'b', 7, 9);

/* plan
Project [k, round(covar_pop(y, x), 6) AS c, round(corr(y, x), 6) AS r, round(regr_slope(y, x), 6) AS s, round(regr_intercept(y, x), 6) AS i, n]    -- upsert by k, rows may vanish; unbounded
  Aggregate by [k]: [covar_pop(y, x), corr(y, x), regr_slope(y, x), regr_intercept(y, x), regr_count(y, x)]    -- upsert by k, rows may vanish; unbounded
    Aggregate by [id]: [max(k), max(x), max(y)]    -- upsert by id; unbounded
      Scan STREAM MemoryStream MemoryStream [id, k, x, y]    -- insert-only; unbounded
State: one row for each [id]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
State: one row for each [k]; grows with the number of distinct keys: nothing bounds it; a key of event time with a watermark, or tidemill.state.ttl, would
*/

/* changelog
epoch 0
  +I|a|1|0.981981|0.642857|1.5|3
  +I|b|0.75|1|3|-4|2
epoch 1
  +U|a|0.333333|0.188982|0.5|3.5|3
  -U|a|1|0.981981|0.642857|1.5|3
  -U|b|0.75|1|3|-4|2
  +U|b|6|0.96862|1.285714|0.190476|3
*/

/* result
a|0.333333|0.188982|0.5|3.5|3
b|6|0.96862|1.285714|0.190476|3
*/
