-- ranks are INT and never NULL
SELECT a, row_number() OVER (PARTITION BY c ORDER BY a DESC) AS rn, rank() OVER (PARTITION BY c ORDER BY a DESC) AS r, percent_rank() OVER (PARTITION BY c ORDER BY a DESC) AS p FROM t;
--> a INT, rn INT NOT NULL, r INT NOT NULL, p DOUBLE NOT NULL
--> Project [a, row_number AS rn, rank AS r, percent_rank AS p]
-->   Over [c] ordered by a DESC NULLS LAST: [row_number() over ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW, rank() over ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW, percent_rank() over ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW]
-->     Scan t json [a, c]

-- aggregates, with the frames that nobody wrote
SELECT sum(a) OVER (PARTITION BY c) AS whole, sum(a) OVER (PARTITION BY c ORDER BY ts) AS so_far, count(*) OVER () AS n FROM t;
--> whole BIGINT, so_far BIGINT, n BIGINT NOT NULL
--> Project [sum AS whole, sum AS so_far, count AS n]
-->   Over []: [count() over ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING]
-->     Over [c] ordered by ts ASC NULLS FIRST: [sum(a) over RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW]
-->       Over [c]: [sum(a) over ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING]
-->         Scan t json [a, c, ts]

-- frames of rows, of a range, of groups
SELECT avg(e) OVER (ORDER BY ts ROWS BETWEEN 3 PRECEDING AND 1 FOLLOWING) AS r, sum(a) OVER (ORDER BY ts RANGE BETWEEN INTERVAL 1 HOUR PRECEDING AND CURRENT ROW) AS h, min(a) OVER (ORDER BY ts GROUPS 2 PRECEDING) AS g, max(a) OVER (ORDER BY b RANGE BETWEEN 10 PRECEDING AND 5 PRECEDING) AS m FROM t;
--> r DOUBLE, h BIGINT, g INT, m INT
--> Project [avg AS r, sum AS h, min AS g, max AS m]
-->   Over [] ordered by b ASC NULLS FIRST: [max(a) over RANGE BETWEEN 10 PRECEDING AND 5 PRECEDING]
-->     Over [] ordered by ts ASC NULLS FIRST: [avg(e) over ROWS BETWEEN 3 PRECEDING AND 1 FOLLOWING, sum(a) over RANGE BETWEEN PT1H PRECEDING AND CURRENT ROW, min(a) over GROUPS BETWEEN 2 PRECEDING AND CURRENT ROW]
-->       Scan t json [a, b, e, ts]

-- lag and lead have a distance and a default
SELECT lag(a) OVER w AS l1, lead(n, 2, 0) OVER w AS l2, lag(c, 1, 'none') IGNORE NULLS OVER w AS l3 FROM t WINDOW w AS (PARTITION BY c ORDER BY ts);
--> l1 INT, l2 INT NOT NULL, l3 STRING
--> Project [lag AS l1, lead AS l2, lag AS l3]
-->   Over [c] ordered by ts ASC NULLS FIRST: [lag(a, 1, NULL) over ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW, lead(n, 2, 0) over ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW, lag(c, 1, 'none') IGNORE NULLS over ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW]
-->     Scan t json [a, c, ts, n]

-- values of the frame
SELECT first_value(a) OVER w AS f, last_value(a, true) OVER w AS l, nth_value(a, 2) OVER w AS nth, ntile(4) OVER w AS quarter, cume_dist() OVER w AS cd FROM t WINDOW w AS (ORDER BY b);
--> f INT, l INT, nth INT, quarter INT NOT NULL, cd DOUBLE NOT NULL
--> Project [first_value AS f, last_value AS l, nth_value AS nth, ntile AS quarter, cume_dist AS cd]
-->   Over [] ordered by b ASC NULLS FIRST: [first_value(a) over RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW, last_value(a) IGNORE NULLS over RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW, nth_value(a, 2) over RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW, ntile(4) over ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW, cume_dist() over ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW]
-->     Scan t json [a, b]

-- a window that builds on another one
SELECT sum(a) OVER (w ROWS UNBOUNDED PRECEDING) AS s FROM t WINDOW w AS (v ORDER BY ts), v AS (PARTITION BY c);
--> s BIGINT
--> Project [sum AS s]
-->   Over [c] ordered by ts ASC NULLS FIRST: [sum(a) over ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW]
-->     Scan t json [a, c, ts]

-- a filter
SELECT count(*) FILTER (WHERE a > 1) OVER (PARTITION BY c) AS n FROM t;
--> n BIGINT NOT NULL
--> Project [count AS n]
-->   Over [c]: [count() FILTER (WHERE (a > 1)) over ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING]
-->     Scan t json [a, c]

-- over aggregates
SELECT c, sum(a) AS s, rank() OVER (ORDER BY sum(a) DESC) AS place FROM t GROUP BY c;
--> c STRING, s BIGINT, place INT NOT NULL
--> Project [c, s, rank AS place]
-->   Over [] ordered by s DESC NULLS LAST: [rank() over ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW]
-->     Aggregate by [c]: [sum(a)]
-->       Scan t json [a, c]

-- in expressions, and twice the same
SELECT a - avg(a) OVER (PARTITION BY c) AS off, avg(a) OVER (PARTITION BY c) AS mean FROM t;
--> off DOUBLE, mean DOUBLE
--> Project [(CAST(a AS DOUBLE) - avg) AS off, avg AS mean]
-->   Over [c]: [avg(a) over ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING]
-->     Scan t json [a, c]

-- without a name
SELECT row_number() OVER (PARTITION BY c ORDER BY a), sum(a) OVER (ORDER BY b ROWS 2 PRECEDING) FROM t;
--> `row_number() OVER (PARTITION BY c ORDER BY a ASC NULLS FIRST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)` INT NOT NULL, `sum(a) OVER (ORDER BY b ASC NULLS FIRST ROWS BETWEEN 2 PRECEDING AND CURRENT ROW)` BIGINT
--> Project [row_number AS row_number() OVER (PARTITION BY c ORDER BY a ASC NULLS FIRST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW), sum AS sum(a) OVER (ORDER BY b ASC NULLS FIRST ROWS BETWEEN 2 PRECEDING AND CURRENT ROW)]
-->   Over [] ordered by b ASC NULLS FIRST: [sum(a) over ROWS BETWEEN 2 PRECEDING AND CURRENT ROW]
-->     Over [c] ordered by a ASC NULLS FIRST: [row_number() over ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW]
-->       Scan t json [a, b, c]

-- the first rows of each partition
SELECT a, c FROM (SELECT *, row_number() OVER (PARTITION BY c ORDER BY ts DESC) AS rn FROM STREAM t) WHERE rn <= 3;
--> a INT, c STRING
--> Project [a, c]
-->   Top 1 to 3 by ROW_NUMBER of [c] ordered by ts DESC NULLS LAST
-->     Scan STREAM t json [a, c, ts]

-- just the newest
SELECT * FROM (SELECT a, c, ts, row_number() OVER (PARTITION BY c ORDER BY ts DESC) AS rn FROM STREAM t) WHERE rn = 1 AND a > 5;
--> a INT, c STRING, ts TIMESTAMP, rn INT NOT NULL
--> Project [a, c, ts, row_number AS rn]
-->   Filter (a > 5)
-->     Top 1 to 1 by ROW_NUMBER of [c] ordered by ts DESC NULLS LAST
-->       Scan STREAM t json [a, c, ts]

-- QUALIFY
SELECT a, c FROM STREAM t QUALIFY rank() OVER (PARTITION BY c ORDER BY a) < 3;
--> a INT, c STRING
--> Top 1 to 2 by RANK of [c] ordered by a ASC NULLS FIRST
-->   Scan STREAM t json [a, c]

-- QUALIFY by an alias, with a condition on the partition
SELECT c, a, dense_rank() OVER (PARTITION BY c ORDER BY a) AS place FROM t QUALIFY place BETWEEN 2 AND 4 AND c = 'x';
--> c STRING, a INT, place INT NOT NULL
--> Project [c, a, dense_rank AS place]
-->   Top 2 to 4 by DENSE_RANK of [c] ordered by a ASC NULLS FIRST
-->     Filter (c = 'x')
-->       Scan t json [a, c]

-- QUALIFY behind GROUP BY
SELECT c, count(*) AS n FROM t GROUP BY c QUALIFY row_number() OVER (ORDER BY count(*) DESC) <= 10;
--> c STRING, n BIGINT NOT NULL
--> Top 1 to 10 by ROW_NUMBER of [] ordered by n DESC NULLS LAST
-->   Aggregate by [c]: [count(*)]
-->     Scan t json [c]

-- a rank with a lower bound only is no top
SELECT a FROM (SELECT a, row_number() OVER (ORDER BY a) AS rn FROM t) WHERE rn > 3;
--> a INT
--> Project [a]
-->   Filter (row_number > 3)
-->     Over [] ordered by a ASC NULLS FIRST: [row_number() over ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW]
-->       Scan t json [a]

-- a rank beside other functions
SELECT a, s FROM (SELECT a, sum(b) OVER (PARTITION BY c ORDER BY ts) AS s, row_number() OVER (PARTITION BY c ORDER BY ts) AS rn FROM t) WHERE 5 >= rn;
--> a INT, s BIGINT
--> Project [a, sum AS s]
-->   Top 1 to 5 by ROW_NUMBER of [c] ordered by ts ASC NULLS FIRST
-->     Over [c] ordered by ts ASC NULLS FIRST: [sum(b) over RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW]
-->       Scan t json [a, b, c, ts]

-- by windows of time
SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY window_start, window_end ORDER BY n DESC) AS place FROM (SELECT window_start, window_end, device, count(*) AS n FROM TUMBLE(TABLE STREAM readings, DESCRIPTOR(time), INTERVAL 1 HOUR) GROUP BY window_start, window_end, device)) WHERE place <= 3;
--> window_start TIMESTAMP, window_end TIMESTAMP, device STRING, n BIGINT NOT NULL, place INT NOT NULL
--> Project [window_start, window_end, device, n, row_number AS place]
-->   Top 1 to 3 by ROW_NUMBER of [window_start, window_end] ordered by n DESC NULLS LAST
-->     Aggregate by [window_start, window_end, device]: [count(*)]
-->       Window of time: 3600 s
-->         Watermark on time - 10 s
-->           Scan STREAM readings json [device, time]

-- functions that nobody reads are not computed
SELECT a FROM (SELECT a, sum(b) OVER (PARTITION BY c) AS s FROM t);
--> a INT
--> Scan t json [a]

-- rows, range and groups are names elsewhere
SELECT rows, range, groups FROM (SELECT a AS rows, b AS range, c AS groups FROM t);
--> rows INT, range BIGINT, groups STRING
--> Project [a AS rows, b AS range, c AS groups]
-->   Scan t json [a, b, c]

-- QUALIFY, ordered by what is selected and by what is not
SELECT a, c AS name FROM t QUALIFY row_number() OVER (PARTITION BY c ORDER BY ts) = 1 ORDER BY name, ts DESC, t.b + 1;
--> a INT, name STRING
--> Project [a, name]
-->   Sort by name ASC NULLS FIRST, order2 DESC NULLS LAST, order3 ASC NULLS FIRST
-->     Project [a, c AS name, ts AS order2, (b + 1) AS order3]
-->       Top 1 to 1 by ROW_NUMBER of [c] ordered by ts ASC NULLS FIRST
-->         Scan t json [a, b, c, ts]

-- QUALIFY holds before the select list is computed, which may raise
SELECT 1 / a AS q, b * 2 AS twice FROM t QUALIFY row_number() OVER (PARTITION BY c ORDER BY ts) = 1;
--> q DOUBLE, twice BIGINT
--> Project [(1.0 / CAST(a AS DOUBLE)) AS q, (b * 2) AS twice]
-->   Top 1 to 1 by ROW_NUMBER of [c] ordered by ts ASC NULLS FIRST
-->     Scan t json [a, b, c, ts]
