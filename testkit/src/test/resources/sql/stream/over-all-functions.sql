-- Window functions as DuckDB computes them: ranks, neighbours, frames of rows, groups and ranges.
-- mode: changelog
-- duckdb: SELECT k, v, row_number() OVER w AS rn, percent_rank() OVER w AS p, cume_dist() OVER w AS c, ntile(2) OVER w AS h, lag(v, 1, -1) OVER w AS l1, lead(v, 2) OVER w AS l2, first_value(v) OVER w AS f, last_value(v IGNORE NULLS) OVER w AS l, nth_value(v, 2) OVER w AS n2, sum(v) OVER (w ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS s3, count(*) OVER (w GROUPS 1 PRECEDING) AS g, sum(v) OVER (PARTITION BY k ORDER BY t RANGE INTERVAL 5 SECONDS PRECEDING) AS r5, max(v) FILTER (WHERE v < 5) OVER (PARTITION BY k) AS m, count(v) OVER () AS a FROM e WINDOW w AS (PARTITION BY k ORDER BY t NULLS FIRST, v NULLS FIRST)
CREATE TABLE e (k STRING, v INT, t TIMESTAMP);

SELECT k, v, row_number() OVER w AS rn, percent_rank() OVER w AS p, cume_dist() OVER w AS c, ntile(2) OVER w AS h, lag(v, 1, -1) OVER w AS l1, lead(v, 2) OVER w AS l2, first_value(v) OVER w AS f, last_value(v) IGNORE NULLS OVER w AS l, nth_value(v, 2) OVER w AS n2, sum(v) OVER (w ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS s3, count(*) OVER (w GROUPS 1 PRECEDING) AS g, sum(v) OVER (PARTITION BY k ORDER BY t RANGE INTERVAL 5 SECONDS PRECEDING) AS r5, max(v) FILTER (WHERE v < 5) OVER (PARTITION BY k) AS m, count(v) OVER () AS a FROM e WINDOW w AS (PARTITION BY k ORDER BY t, v);

-- epoch
INSERT INTO e VALUES ('x', 1, '2026-01-01 00:00:01'), ('x', 7, '2026-01-01 00:00:04'), ('y', 3, '2026-01-01 00:00:02');
-- epoch
INSERT INTO e VALUES ('x', NULL, '2026-01-01 00:00:04'), ('x', 4, '2026-01-01 00:00:11'), ('y', 3, '2026-01-01 00:00:02');

/* plan
Project [k, v, row_number AS rn, percent_rank AS p, cume_dist AS c, ntile AS h, lag AS l1, lead AS l2, first_value AS f, last_value AS l, nth_value AS n2, sum AS s3, count AS g, sum AS r5, max AS m, count AS a]    -- upsert by k, rn; unbounded
  Over []: [count(v) over ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING]    -- upsert by k, row_number; unbounded
    Over [k]: [max(v) FILTER (WHERE (v < 5)) over ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING]    -- upsert by k, row_number; unbounded
      Over [k] ordered by t ASC NULLS FIRST: [sum(v) over RANGE BETWEEN PT5S PRECEDING AND CURRENT ROW]    -- upsert by k, row_number; unbounded
        Over [k] ordered by t ASC NULLS FIRST, v ASC NULLS FIRST: [row_number() over ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW, percent_rank() over ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW, cume_dist() over ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW, ntile(2) over ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW, lag(v, 1, -1) over ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW, lead(v, 2, NULL) over ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW, first_value(v) over RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW, last_value(v) IGNORE NULLS over RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW, nth_value(v, 2) over RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW, sum(v) over ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING, count() over GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW]    -- upsert by k, row_number; unbounded
          Scan STREAM MemoryStream MemoryStream [k, v, t]    -- insert-only; unbounded
State: all rows of each [k]; grows with the input: nothing bounds it; a partition key of event time with a watermark, or tidemill.state.ttl, would
State: all rows of each [k]; grows with the input: nothing bounds it; a partition key of event time with a watermark, or tidemill.state.ttl, would
State: all rows of each [k]; grows with the input: nothing bounds it; a partition key of event time with a watermark, or tidemill.state.ttl, would
State: all rows; grows with the input: nothing bounds it; a partition key of event time with a watermark would
*/

/* changelog
epoch 0
  +I|x|1|1|0|0.5|1|-1|NULL|1|1|NULL|8|1|1|1|3
  +I|x|7|2|1|1|2|1|NULL|1|7|7|8|2|8|1|3
  +I|y|3|1|0|1|1|-1|NULL|3|3|NULL|3|1|3|3|3
epoch 1
  +U|x|1|1|0|0.25|1|-1|7|1|1|NULL|1|1|1|4|5
  -U|x|1|1|0|0.5|1|-1|NULL|1|1|NULL|8|1|1|1|3
  +I|x|4|4|1|1|2|7|NULL|1|4|NULL|11|2|4|4|5
  -U|x|7|2|1|1|2|1|NULL|1|7|7|8|2|8|1|3
  +I|x|7|3|0.666666666667|0.75|2|NULL|NULL|1|7|NULL|11|2|8|4|5
  +U|x|NULL|2|0.333333333333|0.5|1|1|4|1|1|NULL|8|2|8|4|5
  +U|y|3|1|0|1|1|-1|NULL|3|3|3|6|2|6|3|5
  -U|y|3|1|0|1|1|-1|NULL|3|3|NULL|3|1|3|3|3
  +I|y|3|2|0|1|2|3|NULL|3|3|3|6|2|6|3|5
*/

/* result
x|1|1|0|0.25|1|-1|7|1|1|NULL|1|1|1|4|5
x|4|4|1|1|2|7|NULL|1|4|NULL|11|2|4|4|5
x|7|3|0.666666666667|0.75|2|NULL|NULL|1|7|NULL|11|2|8|4|5
x|NULL|2|0.333333333333|0.5|1|1|4|1|1|NULL|8|2|8|4|5
y|3|1|0|1|1|-1|NULL|3|3|3|6|2|6|3|5
y|3|2|0|1|2|3|NULL|3|3|3|6|2|6|3|5
*/
